import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import { useController } from "react-hook-form";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { editableDecimal } from "../../../ui/format.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { LineLabel as Label } from "../../../ui/LineLabel.tsx";
import { LookupField } from "../../../ui/Lookup.tsx";
import { MoneyText, QuantityText } from "../../../ui/MoneyText.tsx";
import { useLocale } from "../../../ui/useLocale.ts";
import type { OrderForm } from "./LineGrid.tsx";
import { isPositive } from "./quantities.ts";
import type { OrderLine } from "./queries.ts";
import { useProductSearch } from "./search.ts";

interface LineRowProps {
  readonly form: OrderForm;
  readonly index: number;
  readonly currency: string;
  /** What the customer's prices say; it applies while no other price is typed. */
  readonly listPrice: string | undefined;
  readonly net: string | undefined;
  /** The line as it stands in the order that is amended. */
  readonly known: OrderLine | undefined;
  readonly onNext: () => void;
  readonly onRemove: (() => void) | undefined;
}

/** One line: a product, how many, at what price. Enter goes on to the next line, or makes one. */
export function LineRow({ form, index, currency, listPrice, net, known, onNext, onRemove }: LineRowProps) {
  const { t } = useLingui();
  const locale = useLocale();
  const position = index + 1;
  const touched = known !== undefined && (isPositive(known.delivered) || isPositive(known.invoiced));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target as Element).matches("input[inputmode=decimal]")) return;
    event.preventDefault();
    onNext();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the fields inside
    <div className="LineGrid-row" onKeyDown={onKeyDown}>
      {known && known.kind !== "product" ? (
        <TextField control={form.control} name={`lines.${index}.description`} label={<Label of={t`Description`} position={position} />} />
      ) : (
        <LookupField
          control={form.control}
          name={`lines.${index}.productId`}
          label={<Label of={t`Product`} position={position} />}
          useSearch={useProductSearch}
          chosen={known?.productId ? { value: known.productId, label: known.description } : undefined}
          disabled={touched}
          description={touched ? <Touched line={known} /> : undefined}
          placeholder={t`Type a name or SKU`}
        />
      )}
      <Amount form={form} name={`lines.${index}.quantity`} label={<Label of={t`Quantity`} position={position} />} />
      <Amount
        form={form}
        name={`lines.${index}.unitPrice`}
        label={<Label of={t`Price`} position={position} />}
        placeholder={listPrice ? editableDecimal(listPrice, locale) : ""}
        unit={currency}
        absent
      />
      <Amount form={form} name={`lines.${index}.discountPercent`} label={<Label of={t`Discount`} position={position} />} unit="%" absent />
      <span className="LineGrid-net">
        <MoneyText value={net} />
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="dimmed"
        aria-label={t`Remove line ${position}`}
        disabled={!onRemove || touched}
        onClick={onRemove}
      >
        <Icon name="trash" size={16} />
      </ActionIcon>
    </div>
  );
}

/** Why the product of a line cannot be changed, and how far its quantity can fall. */
function Touched({ line }: { line: OrderLine | undefined }) {
  if (!line) return null;
  return (
    <Trans>
      Delivered <QuantityText value={line.delivered} />, invoiced <QuantityText value={line.invoiced} />
    </Trans>
  );
}

interface AmountProps {
  readonly form: OrderForm;
  readonly name: `lines.${number}.${"quantity" | "unitPrice" | "discountPercent"}`;
  readonly label: ReactNode;
  readonly placeholder?: string;
  readonly unit?: string;
  /** Whether an empty field means that the line does not say. */
  readonly absent?: boolean;
}

function Amount({ form, name, label, placeholder = "", unit, absent }: AmountProps) {
  const { field, fieldState } = useController({ control: form.control, name });
  return (
    <DecimalInput
      ref={field.ref}
      label={label}
      placeholder={placeholder}
      unit={unit}
      value={field.value ?? ""}
      onBlur={field.onBlur}
      onChange={(text) => field.onChange(text === "" && absent ? null : text)}
      error={fieldState.error?.message}
    />
  );
}
