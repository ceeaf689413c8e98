import { useEffect } from "react";

/** Whether somebody is typing or choosing something; then keys are theirs. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [role=dialog], [role=listbox], [contenteditable]") !== null;

/** j and k walk through the lines. */
export function useLineKeys(onStep: (step: 1 | -1) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "j") onStep(1);
      if (event.key === "k") onStep(-1);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}

/** A digit confirms the suggestion of its place: 1 the best. */
export function useConfirmKey(onPlace: (place: number) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
      if (/^[1-8]$/.test(event.key)) onPlace(Number(event.key) - 1);
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}
