import { useLingui } from "@lingui/react/macro";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { formatDecimal } from "../../../ui/format.ts";
import { DiscountText, MoneyText, PriceText, QuantityText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useLocale } from "../../../ui/useLocale.ts";
import { Why } from "../../../ui/Why.tsx";
import type { Invoice } from "./queries.ts";

type Line = Invoice["lines"][number];

/** Lines, then each tax with its base, then the total: as printed, as posted. */
export function InvoiceLines({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  const locale = useLocale();
  const columns: Column<Line>[] = [
    { id: "description", head: t`Item`, cell: (line) => <Item line={line} /> },
    { id: "quantity", head: t`Quantity`, cell: (line) => <QuantityText value={line.quantity} />, align: "end" },
    { id: "price", head: t`Price`, cell: (line) => <PriceText value={line.unitPrice} currency={invoice.currency} />, align: "end" },
    ...(invoice.lines.some((line) => /[1-9]/.test(line.discountPercent))
      ? [
          {
            id: "discount",
            head: t`Discount`,
            cell: (line: Line) => <DiscountText percent={line.discountPercent} />,
            align: "end",
          } as const,
        ]
      : []),
    {
      id: "tax",
      head: t`Tax`,
      cell: (line) => line.taxes.map((tax) => `${formatDecimal(tax.rate, locale)} %`).join(", ") || "–",
      align: "end",
    },
    { id: "net", head: t`Net`, cell: (line) => <Net line={line} invoice={invoice} />, align: "end" },
  ];
  return (
    <SimpleTable
      label={t`Lines of the invoice`}
      rows={invoice.lines}
      columns={columns}
      rowId={(line) => line.id}
      sums={[
        [t`Net`, <MoneyText key="net" value={invoice.net} />],
        ...invoice.taxes.map(
          (tax) =>
            [t`${tax.code}, ${formatDecimal(tax.rate, locale)} %`, <MoneyText key={`${tax.code} ${tax.rate}`} value={tax.tax} />] as const,
        ),
        [t`Total`, <Total key="total" invoice={invoice} />],
      ]}
    />
  );
}

/** What the line is for, and below it what it is told apart by. */
function Item({ line: { description, dimensions, shares } }: { line: Line }) {
  const locale = useLocale();
  const said = (named: Line["dimensions"]) =>
    named.map(({ dimension, value }) => `${dimension.name}: ${value.code} ${value.name}`).join(", ");
  const parts = shares.map((share) => `${formatDecimal(share.percent, locale)} % ${said(share.dimensions) || "–"}`);
  return (
    <>
      {description}
      {[...(dimensions.length > 0 ? [said(dimensions)] : []), ...parts].map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shares have an order and no other identity
        <small key={at} className="Entry-said">
          {text}
        </small>
      ))}
    </>
  );
}

/** Lines and total are told on one screen, from quantity to entry. */
function Net({ line: { net, description }, invoice }: { line: Line; invoice: Invoice }) {
  return (
    <>
      <Why to={paths.finance.invoiceWhy(invoice.id)} of={`${description} ${net}`} />
      <MoneyText value={net} />
    </>
  );
}

function Total({ invoice: { id, total, currency } }: { invoice: Invoice }) {
  return (
    <>
      <Why to={paths.finance.invoiceWhy(id)} of={total} />
      <MoneyText value={total} currency={currency} strong />
    </>
  );
}
