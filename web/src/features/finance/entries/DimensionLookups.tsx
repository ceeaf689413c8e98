import { useSuspenseQuery } from "@tanstack/react-query";
import { Lookup } from "../../../ui/Lookup.tsx";
import { entryQueries, valueSearchOf } from "./queries.ts";

export type ValueName = Readonly<{ dimensionId: string; code: string; label: string }>;
/** What the values on the lines are called, as far as they were chosen here or came with the draft. */
export type ValueNames = ReadonlyMap<string, ValueName>;

interface DimensionLookupsProps {
  readonly values: readonly string[];
  readonly names: ValueNames;
  readonly onName: (id: string, name: ValueName) => void;
  readonly onChange: (values: string[]) => void;
  /** Names the fields for screen readers where they stand in rows. */
  readonly of?: string;
}

/** A lookup for each dimension in use. */
export function DimensionLookups({ values, names, onName, onChange, of }: DimensionLookupsProps) {
  const { data: dimensions } = useSuspenseQuery(entryQueries.dimensions);
  return dimensions
    .filter(({ active }) => active)
    .map(({ id, name }) => {
      const chosen = values.find((value) => names.get(value)?.dimensionId === id);
      const others = values.filter((value) => value !== chosen);
      return (
        <Lookup
          key={id}
          {...(of ? { "aria-label": `${name} ${of}`, placeholder: name } : { label: name })}
          useSearch={valueSearchOf(id)}
          value={chosen ? { value: chosen, label: names.get(chosen)?.label ?? "" } : null}
          clearable
          onChange={(choice) => {
            if (choice) onName(choice.value, { dimensionId: id, code: choice.label.split(" ")[0] ?? "", label: choice.label });
            onChange(choice ? [...others, choice.value] : others);
          }}
        />
      );
    });
}
