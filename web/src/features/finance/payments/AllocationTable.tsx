import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { leftOver, openTotal, shareOut } from "./allocate.ts";
import type { OpenInvoice } from "./queries.ts";

interface AllocationTableProps {
  readonly invoices: readonly OpenInvoice[];
  readonly amount: string;
  readonly currency: string;
  readonly shares: Readonly<Record<string, string>>;
  readonly onShares: (shares: Readonly<Record<string, string>> | undefined) => void;
  readonly chosen: boolean;
}

/** Which invoices the money settles: the oldest first, or as typed. What is left over stays with the customer as credit. */
export function AllocationTable({ invoices, amount, currency, shares, onShares, chosen }: AllocationTableProps) {
  const { t } = useLingui();
  const rest = leftOver(amount, shares, currency);
  const columns: Column<OpenInvoice>[] = [
    { id: "number", head: t`Invoice`, cell: (invoice) => <Link to={paths.finance.invoice(invoice.id)}>{invoice.number}</Link> },
    { id: "due", head: t`Due`, cell: (invoice) => <DateText value={invoice.dueOn} /> },
    { id: "open", head: t`Open`, cell: (invoice) => <MoneyText value={invoice.open} />, align: "end" },
    {
      id: "share",
      head: t`Allocate`,
      width: "10rem",
      align: "end",
      cell: (invoice) => (
        <DecimalInput
          size="xs"
          aria-label={t`Allocate to invoice ${invoice.number ?? ""}`}
          value={shares[invoice.id] ?? ""}
          onChange={(share) => onShares({ ...shares, [invoice.id]: share })}
        />
      ),
    },
  ];
  return (
    <Panel
      title={t`Open invoices`}
      flush
      actions={
        invoices.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => onShares(shareOut(amount, invoices, currency))}>
            <Trans>Oldest first</Trans>
          </Button>
        )
      }
    >
      <SimpleTable
        label={t`Open invoices`}
        rows={invoices}
        columns={columns}
        rowId={(invoice) => invoice.id}
        empty={chosen ? t`Nothing is open. The money stays with the customer as credit.` : t`Choose the customer first.`}
        sums={[
          [t`Open in total`, <MoneyText key="open" value={openTotal(invoices, currency)} />, ""],
          [
            rest.startsWith("-") ? t`Too much allocated` : t`Stays as credit`,
            <MoneyText key="rest" value={rest} currency={currency} strong />,
          ],
        ]}
      />
    </Panel>
  );
}
