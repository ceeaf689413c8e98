import { Trans } from "@lingui/react/macro";
import { Loader, Select } from "@mantine/core";
import { type ReactNode, type Ref, useState } from "react";
import type { FieldValues } from "react-hook-form";
import { type FieldProps, useField } from "./Field.tsx";

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A second line: an e-mail, a stock level. */
  readonly hint?: string;
  /** Shown, but not to be chosen; the hint says why. */
  readonly disabled?: boolean;
}

/** Asks the API; used as a hook, so that every keystroke's answer is cached. */
export type ChoiceSearch = (text: string) => { readonly choices: readonly Choice[]; readonly loading: boolean };

interface LookupProps {
  readonly useSearch: ChoiceSearch;
  readonly value: Choice | null;
  readonly onChange: (choice: Choice | null) => void;
  readonly label?: ReactNode;
  readonly "aria-label"?: string;
  readonly placeholder?: string;
  readonly error?: ReactNode;
  readonly description?: ReactNode;
  readonly withAsterisk?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly clearable?: boolean;
  readonly onBlur?: () => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A combobox over a list too long to load: the API searches while one types. */
export function Lookup({ useSearch, value, onChange, withAsterisk = false, disabled = false, ...input }: LookupProps) {
  const [text, setText] = useState("");
  const searched = text === value?.label ? "" : text;
  const { choices, loading } = useSearch(searched);
  const all = value && !choices.some((choice) => choice.value === value.value) ? [value, ...choices] : choices;
  const byValue = new Map(all.map((choice) => [choice.value, choice]));
  return (
    <Select
      {...input}
      withAsterisk={withAsterisk}
      disabled={disabled}
      searchable
      data={all.map(({ value: id, label, disabled: isRefused = false }) => ({ value: id, label, disabled: isRefused }))}
      filter={({ options }) => options}
      value={value?.value ?? null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => onChange((id && byValue.get(id)) || null)}
      selectFirstOptionOnChange
      rightSection={loading ? <Loader size={14} /> : undefined}
      nothingFoundMessage={loading ? <Trans>Searching…</Trans> : <Trans>Nothing found</Trans>}
      renderOption={({ option }) => (
        <span className="Lookup-option">
          <span>{option.label}</span>
          {byValue.get(option.value)?.hint && <small>{byValue.get(option.value)?.hint}</small>}
        </span>
      )}
    />
  );
}

interface LookupFieldProps<Values extends FieldValues, Output> extends FieldProps<Values, Output> {
  readonly useSearch: ChoiceSearch;
  /** What is chosen when the form opens, with its label. */
  readonly chosen?: Choice | undefined;
  readonly placeholder?: string;
  readonly onChoose?: (choice: Choice | null) => void;
}

/** A lookup bound to a form: the form keeps the id, the field remembers its label. */
export function LookupField<Values extends FieldValues, Output>({
  useSearch,
  chosen,
  onChoose,
  placeholder = "",
  ...props
}: LookupFieldProps<Values, Output>) {
  const { input, value, onChange } = useField(props);
  const [choice, setChoice] = useState<Choice | null>(chosen ?? null);
  return (
    <Lookup
      {...input}
      placeholder={placeholder}
      useSearch={useSearch}
      value={value ? choice : null}
      onChange={(next) => {
        setChoice(next);
        onChange(next?.value ?? "");
        onChoose?.(next);
      }}
    />
  );
}
