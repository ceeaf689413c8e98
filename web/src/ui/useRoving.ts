import { type KeyboardEvent, useRef, useState } from "react";

/** Where an arrow key leads from row `from` of `count`; undefined for any other key. */
export function roveTo(key: string, from: number, count: number): number | undefined {
  const page = 10;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(Math.max(target, 0), count - 1);
}

/** One row of a table is in the tab order; arrows, Home and End move it, scrolling rows in that are not drawn yet. */
export function useRoving(count: number, scrollTo: (index: number) => void) {
  const ref = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState(0);
  const focus = (index: number, tries = 10) => {
    const link = ref.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`);
    if (link) link.focus();
    else if (tries > 0) requestAnimationFrame(() => focus(index, tries - 1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = (event.target as Element).closest<HTMLElement>("[data-row-link]")?.closest<HTMLElement>("[data-index]");
    const next = row && !event.ctrlKey && !event.metaKey ? roveTo(event.key, Number(row.dataset.index), count) : undefined;
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    scrollTo(next);
    focus(next);
  };
  return { ref, active: Math.min(active, Math.max(count - 1, 0)), setActive, onKeyDown };
}
