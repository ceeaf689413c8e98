import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { useAttachments } from "../../../api/attachments.ts";
import { paths } from "../../../app/paths.ts";
import { AttachmentsPanel } from "../../../ui/AttachmentsPanel.tsx";
import { Columns } from "../../../ui/Columns.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { InvoiceActions } from "./InvoiceActions.tsx";
import { InvoiceLines } from "./InvoiceLines.tsx";
import { InvoiceStateBadge } from "./InvoiceStateBadge.tsx";
import { useKindLabel } from "./kinds.ts";
import { type Invoice, invoiceQueries } from "./queries.ts";

/** One invoice or credit note: its lines and taxes, what was paid on it, and the entry it made. */
export function InvoicePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: invoice } = useSuspenseQuery(invoiceQueries.one(id));
  const kind = useKindLabel()(invoice.kind);
  return (
    <Page
      title={invoice.number ? `${kind} ${invoice.number}` : t`${kind}, draft`}
      mark={<InvoiceStateBadge invoice={invoice} />}
      back={{ to: paths.finance.invoices(), label: t`Invoices` }}
      lead={<Link to={paths.sales.customer(invoice.party.id)}>{invoice.party.name}</Link>}
      actions={<InvoiceActions invoice={invoice} />}
    >
      <Columns
        main={
          <Panel title={t`Lines`} flush>
            <InvoiceLines invoice={invoice} />
          </Panel>
        }
        side={
          <>
            <Facts invoice={invoice} />
            <Settlement invoice={invoice} />
            <Attachments invoice={invoice} />
          </>
        }
      />
    </Page>
  );
}

function Facts({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Details`}>
      <KeyValue
        facts={[
          [t`Issued`, invoice.issuedOn && <DateText value={invoice.issuedOn} />],
          [t`Due`, invoice.dueOn && <DateText value={invoice.dueOn} />],
          [t`Reference`, invoice.reference],
          [t`Currency`, invoice.currency],
          [
            t`Order`,
            invoice.source?.type === "sales_order" && (
              <Link to={paths.sales.order(invoice.source.id)}>
                <Trans>Open the order</Trans>
              </Link>
            ),
          ],
          [
            t`Corrects`,
            invoice.originalInvoiceId && (
              <Link to={paths.finance.invoice(invoice.originalInvoiceId)}>
                <Trans>The original invoice</Trans>
              </Link>
            ),
          ],
          [
            t`Journal entry`,
            invoice.entryId && (
              <Link to={paths.finance.entry(invoice.entryId)}>
                <Trans>See the posting</Trans>
              </Link>
            ),
          ],
          [t`Notes`, invoice.notes],
        ]}
      />
    </Panel>
  );
}

/** What settled it: payments, or credit notes; on a credit note, the invoices it settled. */
function Settlement({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  const entries = invoice.allocations.map((allocation, index) => ({
    id: `${index}`,
    ...(allocation.paymentId
      ? { title: t`Payment`, to: paths.finance.payment(allocation.paymentId) }
      : allocation.creditNoteId && allocation.creditNoteId !== invoice.id
        ? { title: t`Credit note`, to: paths.finance.invoice(allocation.creditNoteId) }
        : { title: t`Invoice`, to: paths.finance.invoice(allocation.invoiceId) }),
    note: <DateText value={allocation.allocatedOn} />,
    value: <MoneyText value={allocation.amount} currency={invoice.currency} />,
  }));
  return (
    <Panel title={t`Settled by`}>
      <RecordList entries={entries} empty={t`Nothing yet.`} />
      <p className="Panel-sum">
        <Trans>Still open</Trans> <MoneyText value={invoice.open} currency={invoice.currency} strong />
      </p>
    </Panel>
  );
}

function Attachments({ invoice: { id, state } }: { invoice: Invoice }) {
  const { files, add, remove, save } = useAttachments("invoices", id);
  return <AttachmentsPanel files={files} onAdd={add} onSave={save} onRemove={state === "draft" ? remove : undefined} />;
}
