import { TextInput } from "@mantine/core";
import { type ReactNode, type Ref, useState } from "react";
import { editableDecimal, padDecimals, parseDecimal } from "./format.ts";
import { useLocale } from "./useLocale.ts";

interface DecimalInputProps {
  readonly value: string;
  /** Gets the decimal string; text that is no number is passed on as it is, for the schema to refuse. */
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly label?: ReactNode;
  readonly "aria-label"?: string;
  readonly unit?: string | undefined;
  readonly decimals?: number | undefined;
  readonly error?: ReactNode;
  readonly description?: ReactNode;
  readonly withAsterisk?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly size?: string;
  readonly placeholder?: string;
  readonly ref?: Ref<HTMLInputElement>;
}

export function DecimalInput({
  value,
  onChange,
  onBlur,
  unit,
  decimals,
  withAsterisk = false,
  disabled = false,
  ...input
}: DecimalInputProps) {
  const locale = useLocale();
  // While the field has the focus it shows what was typed, not what became of it.
  const [typed, setTyped] = useState<string>();
  const leave = () => {
    setTyped(undefined);
    const parsed = parseDecimal(value, "en");
    if (parsed !== undefined && decimals !== undefined) onChange(padDecimals(parsed, decimals));
    onBlur?.();
  };
  return (
    <TextInput
      {...input}
      withAsterisk={withAsterisk}
      disabled={disabled}
      className="DecimalInput"
      inputMode="decimal"
      autoComplete="off"
      rightSection={unit && <span className="DecimalInput-unit">{unit}</span>}
      rightSectionPointerEvents="none"
      rightSectionWidth={unit ? `${unit.length * 0.6 + 1.2}rem` : undefined}
      value={typed ?? editableDecimal(value, locale)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(text.trim() === "" ? "" : (parseDecimal(text, locale) ?? text));
      }}
      onBlur={leave}
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
