import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { decimalOf } from "#core/kernel/decimals.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DiscountText, MoneyText, PriceText, QuantityText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { isPositive } from "./quantities.ts";
import type { Order, OrderLine } from "./queries.ts";

/** The lines with what became of each, and the order's sums. */
export function OrderLines({ order }: { order: Order }) {
  const { t } = useLingui();
  const discounted = order.lines.some((line) => decimalOf(line.discountPercent).units !== 0n);
  const returned = order.lines.some((line) => isPositive(line.returned));
  const columns: Column<OrderLine>[] = [
    {
      id: "description",
      head: t`Item`,
      cell: (line) => (line.productId ? <Link to={paths.sales.product(line.productId)}>{line.description}</Link> : line.description),
    },
    { id: "ordered", head: t`Ordered`, cell: (line) => <QuantityText value={line.quantity} />, align: "end" },
    {
      id: "delivered",
      head: t`Delivered`,
      cell: (line) => (line.kind === "product" ? <Progress done={line.delivered} of={line.quantity} /> : "–"),
      align: "end",
    },
    ...(returned
      ? [{ id: "returned", head: t`Returned`, cell: (line: OrderLine) => <QuantityText value={line.returned} />, align: "end" } as const]
      : []),
    { id: "invoiced", head: t`Invoiced`, cell: (line) => <Progress done={line.invoiced} of={line.quantity} />, align: "end" },
    { id: "price", head: t`Price`, cell: (line) => <PriceText value={line.unitPrice} currency={order.currency} />, align: "end" },
    ...(discounted
      ? [
          {
            id: "discount",
            head: t`Discount`,
            cell: (line: OrderLine) => <DiscountText percent={line.discountPercent} />,
            align: "end",
          } as const,
        ]
      : []),
    { id: "net", head: t`Net`, cell: (line) => <MoneyText value={line.net} />, align: "end" },
  ];
  return (
    <SimpleTable
      label={t`Lines of the order`}
      rows={order.lines}
      columns={columns}
      rowId={(line) => line.id}
      sums={[
        [t`Net`, <MoneyText key="net" value={order.net} />],
        [t`Tax`, <MoneyText key="tax" value={order.tax} />],
        [t`Total`, <MoneyText key="total" value={order.total} currency={order.currency} strong />],
      ]}
    />
  );
}

/** How much of a quantity is done: a tick when all of it is. */
function Progress({ done, of }: { done: string; of: string }) {
  const { t } = useLingui();
  const all = done === of;
  return (
    <span className="Progress" data-done={all || undefined} title={t`${done} of ${of}`}>
      <QuantityText value={done} />
      {all && " ✓"}
    </span>
  );
}
