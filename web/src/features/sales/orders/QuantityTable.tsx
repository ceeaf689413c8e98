import { useLingui } from "@lingui/react/macro";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { QuantityText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import type { OrderLine } from "./queries.ts";

interface QuantityTableProps {
  readonly label: string;
  /** What there is to choose from, as the head of its column. */
  readonly head: string;
  readonly lines: readonly OrderLine[];
  readonly leftOf: (line: OrderLine) => string;
  readonly quantityOf: (line: OrderLine) => string;
  readonly onQuantity: (line: OrderLine, quantity: string) => void;
}

/** Lines of an order with a quantity to type for each: what is delivered now, what comes back. */
export function QuantityTable({ label, head, lines, leftOf, quantityOf, onQuantity }: QuantityTableProps) {
  const { t } = useLingui();
  return (
    <SimpleTable
      label={label}
      rows={lines}
      rowId={(line) => line.id}
      columns={[
        { id: "item", head: t`Item`, cell: (line) => line.description },
        { id: "left", head, cell: (line) => <QuantityText value={leftOf(line)} />, align: "end" },
        {
          id: "now",
          head: t`Now`,
          width: "7rem",
          align: "end",
          cell: (line) => (
            <DecimalInput
              aria-label={t`Quantity of ${line.description}`}
              size="xs"
              value={quantityOf(line)}
              onChange={(quantity) => onQuantity(line, quantity)}
            />
          ),
        },
      ]}
    />
  );
}
