import { useLingui } from "@lingui/react/macro";
import { DateInput, DatesProvider } from "@mantine/dates";
import "dayjs/locale/de.js";
import type { ReactNode } from "react";
import type { FieldValues } from "react-hook-form";
import { type FieldProps, useField } from "./Field.tsx";
import { Icon } from "./Icon.tsx";

interface DayInputProps {
  readonly label?: ReactNode;
  readonly "aria-label"?: string;
  /** `2026-11-22`, or nothing. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly clearable?: boolean;
  readonly placeholder?: string;
}

/** A calendar day, typed or picked; its value is the API's `YYYY-MM-DD`. */
export function DayInput(props: DayInputProps & { [other: string]: unknown }) {
  const { i18n, t } = useLingui();
  const german = i18n.locale === "de";
  return (
    <DatesProvider settings={{ locale: german ? "de" : "en", firstDayOfWeek: 1 }}>
      <DateInput
        valueFormat={german ? "DD.MM.YYYY" : "D MMM YYYY"}
        leftSection={<Icon name="calendar" size={16} />}
        highlightToday
        clearButtonProps={{ "aria-label": t`Clear the day` }}
        {...props}
      />
    </DatesProvider>
  );
}

export function DateField<Values extends FieldValues, Output>({
  clearable = false,
  empty = "absent",
  ...props
}: FieldProps<Values, Output> & { readonly clearable?: boolean; readonly empty?: "null" | "absent" }) {
  const { input, value, onChange } = useField(props);
  const cleared = empty === "null" ? null : undefined;
  return <DayInput {...input} clearable={clearable} value={value ?? null} onChange={(day) => onChange(day ?? cleared)} />;
}
