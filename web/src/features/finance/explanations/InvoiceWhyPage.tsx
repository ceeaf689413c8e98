import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { formatDecimal } from "../../../ui/format.ts";
import { DiscountText, MoneyText, PriceText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useLocale } from "../../../ui/useLocale.ts";
import { Commands, EntryParts } from "./EntryParts.tsx";
import { explanationQueries, type InvoiceExplanation } from "./queries.ts";

/** How the figures of an invoice, bill or note came about, and the entry they made. */
export function InvoiceWhyPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: invoice } = useSuspenseQuery(explanationQueries.invoice(id));
  const name = invoice.number ?? t`Draft`;
  return (
    <Page
      title={t`Why is it so? ${name}`}
      lead={
        <>
          {invoice.rounding === "document" ? <Trans>Taxes rounded once for the document</Trans> : <Trans>Taxes rounded line by line</Trans>}
          {invoice.pricesIncludeTax && (
            <>
              {" · "}
              <Trans>prices include tax</Trans>
            </>
          )}
        </>
      }
      back={{ to: paths.finance.invoice(id), label: name }}
    >
      <Panel title={t`Lines, as they were stored`} flush>
        <Lines invoice={invoice} />
      </Panel>
      {invoice.entry ? <EntryParts entry={invoice.entry} /> : <Commands commands={invoice.commands} />}
    </Page>
  );
}

type Line = InvoiceExplanation["lines"][number];

function Lines({ invoice }: { invoice: InvoiceExplanation }) {
  const { t } = useLingui();
  const locale = useLocale();
  const { currency, totals } = invoice;
  const columns: Column<Line>[] = [
    { id: "description", head: t`Item`, cell: (line) => line.description },
    { id: "quantity", head: t`Quantity`, cell: (line) => <QuantityText value={line.quantity} />, align: "end" },
    { id: "price", head: t`Price`, cell: (line) => <PriceText value={line.unitPrice} currency={currency} />, align: "end" },
    { id: "exact", head: t`Exactly`, cell: (line) => <QuantityText value={line.exact} />, align: "end" },
    {
      id: "discount",
      head: t`Discount`,
      cell: (line) => (
        <>
          <DiscountText percent={line.discountPercent} /> <MoneyText value={line.discount} />
        </>
      ),
      align: "end",
    },
    { id: "net", head: t`Net`, cell: (line) => <MoneyText value={line.net} />, align: "end" },
    {
      id: "rate",
      head: t`Tax rate`,
      cell: (line) => line.taxes.map(({ code, rate }) => `${code} ${formatDecimal(rate, locale)} %`).join(", ") || "–",
      align: "end",
    },
    { id: "tax", head: t`Tax`, cell: (line) => <MoneyText value={line.tax} />, align: "end" },
    { id: "total", head: t`Total`, cell: (line) => <MoneyText value={line.total} strong />, align: "end" },
  ];
  return (
    <SimpleTable
      label={t`Lines, as they were stored`}
      rows={invoice.lines}
      columns={columns}
      rowId={(line) => line.id}
      sums={[
        [
          t`Sums of the stored lines`,
          <MoneyText key="net" value={totals.net} />,
          "",
          <MoneyText key="tax" value={totals.tax} />,
          <MoneyText key="total" value={totals.total} currency={currency} strong />,
        ],
      ]}
    />
  );
}
