import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { useAttachments } from "../../../api/attachments.ts";
import { paths } from "../../../app/paths.ts";
import { AttachmentsPanel } from "../../../ui/AttachmentsPanel.tsx";
import { Columns } from "../../../ui/Columns.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { InvoiceActions } from "./InvoiceActions.tsx";
import { InvoiceLines } from "./InvoiceLines.tsx";
import { InvoiceSchedule } from "./InvoiceSchedule.tsx";
import { InvoiceStateBadge } from "./InvoiceStateBadge.tsx";
import { useKindLabel } from "./kinds.ts";
import { type Invoice, invoiceQueries } from "./queries.ts";
import { Settlement } from "./Settlement.tsx";

/** One invoice or credit note: its lines and taxes, what was paid on it, and the entry it made. */
export function InvoicePage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: invoice } = useSuspenseQuery(invoiceQueries.one(id));
  const kind = useKindLabel()(invoice.kind);
  const purchase = invoice.kind === "bill" || invoice.kind === "debit_note";
  return (
    <Page
      title={invoice.number ? `${kind} ${invoice.number}` : t`${kind}, draft`}
      mark={<InvoiceStateBadge invoice={invoice} />}
      back={purchase ? { to: paths.finance.bills(), label: t`Bills` } : { to: paths.finance.invoices(), label: t`Invoices` }}
      lead={
        <Link to={purchase ? paths.finance.party(invoice.party.id, { ledger: "payable" }) : paths.sales.customer(invoice.party.id)}>
          {invoice.party.name}
        </Link>
      }
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
            <InvoiceSchedule invoice={invoice} />
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
          [t`Tax point`, invoice.taxedOn && <DateText value={invoice.taxedOn} />],
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
          [t`Entered twice because`, invoice.duplicateReason],
          [t`Notes`, invoice.notes],
        ]}
      />
    </Panel>
  );
}

function Attachments({ invoice: { id, state } }: { invoice: Invoice }) {
  const { files, add, remove, save } = useAttachments("invoices", id);
  return <AttachmentsPanel files={files} onAdd={add} onSave={save} onRemove={state === "draft" ? remove : undefined} />;
}
