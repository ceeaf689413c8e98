import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import type { KeyboardEvent } from "react";
import type { useLineDimensions } from "../../../api/dimensions.ts";
import type { ValueName, ValueNames } from "../../../ui/DimensionLookups.tsx";
import { MoneyField, MultiField, TextField } from "../../../ui/Field.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { LineDimensions } from "../../../ui/LineDimensions.tsx";
import { LineLabel } from "../../../ui/LineLabel.tsx";
import { type Choice, LookupField } from "../../../ui/Lookup.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { useAccountSearch } from "./choices.ts";
import type { DocumentForm } from "./documentForm.ts";

interface DocumentLineRowProps {
  readonly form: DocumentForm;
  readonly index: number;
  /** The account the line has when the form opens. */
  readonly account: Choice | undefined;
  readonly taxes: readonly { readonly code: string; readonly name: string }[];
  readonly known: ReturnType<typeof useLineDimensions>;
  readonly names: ValueNames;
  readonly onName: (id: string, name: ValueName) => void;
  readonly amount: string | undefined;
  readonly onNext: () => void;
  readonly onRemove: (() => void) | undefined;
}

/** One line: what, how many, at what price; below it where it is posted and what it bears. Enter in an amount goes on to the next line. */
export function DocumentLineRow({ form, index, account, taxes, known, names, onName, amount, onNext, onRemove }: DocumentLineRowProps) {
  const { t } = useLingui();
  const { control } = form;
  const position = index + 1;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target as Element).matches("input[inputmode=decimal]")) return;
    event.preventDefault();
    onNext();
  };
  const label = (of: string) => <LineLabel of={of} position={position} />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the fields inside
    <div className="LineGrid-row" onKeyDown={onKeyDown}>
      <TextField control={control} name={`lines.${index}.description`} label={label(t`Description`)} />
      <MoneyField control={control} name={`lines.${index}.quantity`} label={label(t`Quantity`)} />
      <MoneyField control={control} name={`lines.${index}.unitPrice`} label={label(t`Price`)} />
      <MoneyField control={control} name={`lines.${index}.discountPercent`} label={label(t`Discount`)} unit="%" />
      <span className="LineGrid-net">
        <MoneyText value={amount} />
      </span>
      <ActionIcon variant="subtle" color="gray" c="dimmed" aria-label={t`Remove line ${position}`} disabled={!onRemove} onClick={onRemove}>
        <Icon name="trash" size={16} />
      </ActionIcon>
      <div className="LineGrid-more">
        <LookupField
          control={control}
          name={`lines.${index}.accountId`}
          label={label(t`Account`)}
          useSearch={useAccountSearch}
          chosen={account}
          placeholder={t`As usual`}
        />
        <MultiField
          control={control}
          name={`lines.${index}.taxCodes`}
          label={label(t`Taxes`)}
          options={taxes.map(({ code, name }) => ({ value: code, label: name }))}
          placeholder={t`No tax`}
          empty="list"
        />
        {known.dimensions.length > 0 && <LineDimensions control={control} index={index} of={known} names={names} onName={onName} />}
      </div>
    </div>
  );
}
