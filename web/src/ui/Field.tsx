import { MultiSelect, Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { HTMLInputAutoCompleteAttribute, ReactNode } from "react";
import { type Control, type FieldValues, type Path, useController } from "react-hook-form";
import { DecimalInput } from "./DecimalInput.tsx";

/** What every field of a form takes: the form's control, its name in the schema, its label. */
export interface FieldProps<Values extends FieldValues, Output> {
  readonly control: Control<Values, unknown, Output>;
  readonly name: Path<Values>;
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly required?: boolean;
  readonly disabled?: boolean;
}

/** Connects one input to the form: its value, its error, and the focus after a refusal. */
export function useField<Values extends FieldValues, Output>({ control, name, ...shown }: FieldProps<Values, Output>) {
  const { field, fieldState } = useController({ control, name });
  const { ref, value, onChange, onBlur } = field;
  return {
    input: { ref, onBlur, error: fieldState.error?.message, withAsterisk: shown.required, ...shown, required: false },
    value,
    onChange,
  };
}

interface TextFieldProps<Values extends FieldValues, Output> extends FieldProps<Values, Output> {
  readonly type?: "text" | "email" | "tel" | "url";
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly placeholder?: string;
  /** What an empty field means to the schema: nothing written, or no such value. */
  readonly empty?: "null" | "absent";
}

const emptied = (text: string, empty: "null" | "absent" | undefined) =>
  text !== "" || !empty ? text : empty === "null" ? null : undefined;

export function TextField<Values extends FieldValues, Output>({
  type,
  autoComplete = "off",
  placeholder,
  empty,
  ...props
}: TextFieldProps<Values, Output>) {
  const { input, value, onChange } = useField(props);
  return (
    <TextInput
      {...input}
      type={type}
      autoComplete={autoComplete}
      placeholder={placeholder}
      value={value ?? ""}
      onChange={(event) => onChange(emptied(event.currentTarget.value, empty))}
    />
  );
}

export function TextAreaField<Values extends FieldValues, Output>({
  empty,
  ...props
}: FieldProps<Values, Output> & Pick<TextFieldProps<Values, Output>, "empty">) {
  const { input, value, onChange } = useField(props);
  return (
    <Textarea
      {...input}
      autosize
      minRows={2}
      maxRows={10}
      value={value ?? ""}
      onChange={(event) => onChange(emptied(event.currentTarget.value, empty))}
    />
  );
}

interface SelectFieldProps<Values extends FieldValues, Output> extends FieldProps<Values, Output> {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly clearable?: boolean;
  readonly empty?: "null" | "absent";
}

export function SelectField<Values extends FieldValues, Output>({
  options,
  clearable = false,
  empty = "absent",
  ...props
}: SelectFieldProps<Values, Output>) {
  const { input, value, onChange } = useField(props);
  return (
    <Select
      {...input}
      data={[...options]}
      clearable={clearable}
      allowDeselect={clearable}
      searchable={options.length > 8}
      value={value ?? null}
      onChange={(next) => onChange(next ?? emptied("", empty))}
    />
  );
}

interface MultiFieldProps<Values extends FieldValues, Output> extends FieldProps<Values, Output> {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly placeholder?: string;
  /** What choosing nothing means to the schema: no limit, or an empty list. */
  readonly empty: "null" | "list";
}

/** Several of a list. */
export function MultiField<Values extends FieldValues, Output>({ options, placeholder, empty, ...props }: MultiFieldProps<Values, Output>) {
  const { input, value, onChange } = useField(props);
  const chosen: string[] = value ?? [];
  return (
    <MultiSelect
      {...input}
      data={[...options]}
      searchable
      clearable
      placeholder={chosen.length === 0 ? placeholder : undefined}
      value={chosen}
      onChange={(next) => onChange(next.length === 0 && empty === "null" ? null : next)}
    />
  );
}

export function SwitchField<Values extends FieldValues, Output>(props: FieldProps<Values, Output>) {
  const { input, value, onChange } = useField(props);
  const { withAsterisk: _, ...rest } = input;
  return <Switch {...rest} checked={Boolean(value)} onChange={(event) => onChange(event.currentTarget.checked)} />;
}

interface DecimalFieldProps<Values extends FieldValues, Output> extends FieldProps<Values, Output> {
  /** The currency or unit, shown at the end of the field. */
  readonly unit?: string | undefined;
  /** Decimals an amount is filled up to when the field is left. */
  readonly decimals?: number | undefined;
  readonly empty?: "null" | "absent";
}

/** Amounts, prices, quantities and percentages: typed in the reader's locale, kept as the API's decimal string. */
export function MoneyField<Values extends FieldValues, Output>({ unit, decimals, empty, ...props }: DecimalFieldProps<Values, Output>) {
  const { input, value, onChange } = useField(props);
  return (
    <DecimalInput {...input} unit={unit} decimals={decimals} value={value ?? ""} onChange={(text) => onChange(emptied(text, empty))} />
  );
}

/** A whole number, like a count of days. */
export function NumberField<Values extends FieldValues, Output>({
  unit,
  ...props
}: FieldProps<Values, Output> & { readonly unit?: string }) {
  const { input, value, onChange } = useField(props);
  return (
    <DecimalInput
      {...input}
      unit={unit}
      value={value === undefined ? "" : String(value)}
      onChange={(text) => onChange(/^\d{1,9}$/.test(text) ? Number(text) : text)}
    />
  );
}
