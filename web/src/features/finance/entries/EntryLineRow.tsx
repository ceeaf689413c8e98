import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import { useController } from "react-hook-form";
import { exponentOf } from "#core/kernel/currencies.ts";
import type { useLineDimensions } from "../../../api/dimensions.ts";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import type { ValueName, ValueNames } from "../../../ui/DimensionLookups.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { LineDimensions } from "../../../ui/LineDimensions.tsx";
import { LineLabel } from "../../../ui/LineLabel.tsx";
import { type Choice, LookupField } from "../../../ui/Lookup.tsx";
import type { EntryForm, sumsOf } from "./entryForm.ts";
import { LineItem } from "./LineItem.tsx";
import { usePostableSearch } from "./queries.ts";

interface EntryLineRowProps {
  readonly form: EntryForm;
  readonly index: number;
  readonly currency: string;
  /** The account the line has when the form opens. */
  readonly account: Choice | undefined;
  /** And whose item it is. */
  readonly party: Choice | undefined;
  readonly sums: ReturnType<typeof sumsOf>;
  readonly known: ReturnType<typeof useLineDimensions>;
  readonly names: ValueNames;
  readonly onName: (id: string, name: ValueName) => void;
  readonly onNext: () => void;
  readonly onRemove: (() => void) | undefined;
}

type Side = "debit" | "credit";

/** One line of an entry. Enter in an amount goes on to the next line; an equals sign writes what the other side is ahead by. */
export function EntryLineRow({ form, index, currency, account, party, sums, known, names, onName, onNext, onRemove }: EntryLineRowProps) {
  const { t } = useLingui();
  const position = index + 1;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target as Element).matches("input[inputmode=decimal]")) return;
    event.preventDefault();
    onNext();
  };
  const fill = (side: Side) => {
    if (sums.missing === side) form.setValue(`lines.${index}.${side}`, sums.difference, { shouldDirty: true });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the fields inside
    <div className="LineGrid-row" onKeyDown={onKeyDown}>
      <LookupField
        control={form.control}
        name={`lines.${index}.accountId`}
        label={<LineLabel of={t`Account`} position={position} />}
        useSearch={usePostableSearch}
        chosen={account}
        placeholder={t`Type a code or name`}
      />
      <TextField control={form.control} name={`lines.${index}.description`} label={<LineLabel of={t`Text`} position={position} />} />
      {(["debit", "credit"] as const).map((side) => (
        <Amount
          key={side}
          form={form}
          name={`lines.${index}.${side}`}
          label={<LineLabel of={side === "debit" ? t`Debit` : t`Credit`} position={position} />}
          unit={currency}
          onFill={() => fill(side)}
        />
      ))}
      <LineDimensions control={form.control} index={index} of={known} names={names} onName={onName} />
      <ActionIcon variant="subtle" color="gray" c="dimmed" aria-label={t`Remove line ${position}`} disabled={!onRemove} onClick={onRemove}>
        <Icon name="trash" size={16} />
      </ActionIcon>
      <LineItem form={form} index={index} party={party} />
    </div>
  );
}

interface AmountProps {
  readonly form: EntryForm;
  readonly name: `lines.${number}.${Side}`;
  readonly label: ReactNode;
  readonly unit: string;
  readonly onFill: () => void;
}

function Amount({ form, name, label, unit, onFill }: AmountProps) {
  const { field, fieldState } = useController({ control: form.control, name });
  const onChange = (text: string) => (text.includes("=") ? onFill() : field.onChange(text));
  return (
    <DecimalInput
      ref={field.ref}
      label={label}
      unit={unit}
      decimals={exponentOf(unit)}
      value={field.value ?? ""}
      onBlur={field.onBlur}
      onChange={onChange}
      error={fieldState.error?.message}
    />
  );
}
