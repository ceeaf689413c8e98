import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

type Filter<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/** The named filters of an address; empty ones are absent. */
export function readFilter<Name extends string>(query: URLSearchParams, names: readonly Name[]): Filter<Name> {
  return Object.fromEntries(names.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : []))) as Filter<Name>;
}

/** An address can say anything; what is not one of the known values counts as absent. */
export const oneOf = <Value extends string>(value: string | undefined, known: readonly Value[]): Value | undefined =>
  known.find((candidate) => candidate === value);

/** The address with some filters changed; others, and what is not a filter, stay. */
export function writeFilter(query: URLSearchParams, change: Readonly<Record<string, string | undefined>>): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** Filters live in the address, so that a list can be linked to, reloaded and gone back to. `names` must be a constant. */
export function useUrlFilter<Name extends string>(names: readonly Name[]) {
  const [query, setQuery] = useSearchParams();
  const filter = useMemo(() => readFilter(query, names), [query, names]);
  const setFilter = useCallback(
    (change: Readonly<Partial<Record<Name, string | undefined>>>) =>
      setQuery((now) => writeFilter(now, change as Record<string, string | undefined>), { replace: true, preventScrollReset: true }),
    [setQuery],
  );
  return [filter, setFilter] as const;
}
