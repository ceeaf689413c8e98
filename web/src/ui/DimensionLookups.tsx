import { type ChoiceSearch, Lookup } from "./Lookup.tsx";

/** A dimension in use: a cost centre, a project. */
export interface DimensionChoice {
  readonly id: string;
  readonly name: string;
  readonly useSearch: ChoiceSearch;
}
export type ValueName = Readonly<{ dimensionId: string; code: string; label: string }>;
/** What the values on the lines are called, as far as they were chosen here or came with the record. */
export type ValueNames = ReadonlyMap<string, ValueName>;

type Named = Readonly<{ id: string; code: string; name: string }>;
/** The names of values that came with a record. */
export const namesOf = (named: readonly Readonly<{ dimension: Named; value: Named }>[]): ValueNames =>
  new Map(
    named.map(({ dimension, value }) => [value.id, { dimensionId: dimension.id, code: value.code, label: `${value.code} ${value.name}` }]),
  );

interface DimensionLookupsProps {
  readonly dimensions: readonly DimensionChoice[];
  readonly values: readonly string[];
  readonly names: ValueNames;
  readonly onName: (id: string, name: ValueName) => void;
  readonly onChange: (values: string[]) => void;
  /** Names the fields for screen readers where they stand in rows. */
  readonly of?: string;
}

/** A lookup for each dimension in use. */
export function DimensionLookups({ dimensions, values, names, onName, onChange, of }: DimensionLookupsProps) {
  return dimensions.map(({ id, name, useSearch }) => {
    const chosen = values.find((value) => names.get(value)?.dimensionId === id);
    const others = values.filter((value) => value !== chosen);
    return (
      <Lookup
        key={id}
        {...(of ? { "aria-label": `${name} ${of}`, placeholder: name } : { label: name })}
        useSearch={useSearch}
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
