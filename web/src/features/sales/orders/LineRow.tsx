import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { useController } from "react-hook-form";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { editableDecimal } from "../../../ui/format.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { LookupField } from "../../../ui/Lookup.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { useLocale } from "../../../ui/useLocale.ts";
import type { OrderForm } from "./LineGrid.tsx";
import { useProductSearch } from "./search.ts";

interface LineRowProps {
  readonly form: OrderForm;
  readonly index: number;
  readonly currency: string;
  /** What the customer's prices say; it applies while no other price is typed. */
  readonly listPrice: string | undefined;
  readonly net: string | undefined;
  readonly onNext: () => void;
  readonly onRemove: (() => void) | undefined;
}

/** One line: a product, how many, at what price. Enter goes on to the next line, or makes one. */
export function LineRow({ form, index, currency, listPrice, net, onNext, onRemove }: LineRowProps) {
  const { t } = useLingui();
  const locale = useLocale();
  const position = index + 1;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target as Element).matches("input[inputmode=decimal]")) return;
    event.preventDefault();
    onNext();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens for the fields inside
    <div className="LineGrid-row" onKeyDown={onKeyDown}>
      <LookupField
        control={form.control}
        name={`lines.${index}.productId`}
        label={t`Product of line ${position}`}
        useSearch={useProductSearch}
        placeholder={t`Type a name or SKU`}
      />
      <Amount form={form} name={`lines.${index}.quantity`} label={t`Quantity of line ${position}`} />
      <Amount
        form={form}
        name={`lines.${index}.unitPrice`}
        label={t`Price of line ${position}`}
        placeholder={listPrice ? editableDecimal(listPrice, locale) : ""}
        unit={currency}
        absent
      />
      <Amount form={form} name={`lines.${index}.discountPercent`} label={t`Discount of line ${position}`} unit="%" absent />
      <span className="LineGrid-net">
        <MoneyText value={net} />
      </span>
      <ActionIcon variant="subtle" color="gray" c="dimmed" aria-label={t`Remove line ${position}`} disabled={!onRemove} onClick={onRemove}>
        <Icon name="trash" size={16} />
      </ActionIcon>
    </div>
  );
}

interface AmountProps {
  readonly form: OrderForm;
  readonly name: `lines.${number}.${"quantity" | "unitPrice" | "discountPercent"}`;
  readonly label: string;
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
      onChange={(text) => field.onChange(text === "" && absent ? undefined : text)}
      error={fieldState.error?.message}
    />
  );
}
