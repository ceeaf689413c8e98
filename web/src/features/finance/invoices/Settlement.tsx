import { Trans, useLingui } from "@lingui/react/macro";
import { useUndoAllocation } from "../../../api/openItems.ts";
import { paths } from "../../../app/paths.ts";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { TakeBackButton } from "../../../ui/TakeBackButton.tsx";
import type { Invoice } from "./queries.ts";

type Allocation = Invoice["allocations"][number];

/** What settled it: payments, discounts, write-offs or notes; on a note, the documents it settled. Each can be taken back. */
export function Settlement({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  const title = useTitle(invoice);
  const last = invoice.allocations.filter(({ undoneOn }) => undoneOn === null).at(-1);
  return (
    <Panel title={t`Settled by`} actions={last && <Undo last={last} title={title(last)} />}>
      <RecordList
        empty={t`Nothing yet.`}
        entries={invoice.allocations.map((allocation) => ({
          id: allocation.id,
          title: title(allocation),
          ...target(invoice, allocation),
          note: allocation.undoneOn ? (
            <Trans>
              <DateText value={allocation.allocatedOn} />, taken back on <DateText value={allocation.undoneOn} />
            </Trans>
          ) : (
            <DateText value={allocation.allocatedOn} />
          ),
          value: <MoneyText value={allocation.amount} currency={invoice.currency} />,
        }))}
      />
      <p className="Panel-sum">
        <Trans>Still open</Trans> <MoneyText value={invoice.open} currency={invoice.currency} strong />
      </p>
    </Panel>
  );
}

const otherDocument = ({ id }: Invoice, { creditNoteId, invoiceId }: Allocation) =>
  creditNoteId && creditNoteId !== id ? creditNoteId : invoiceId;

const target = (invoice: Invoice, allocation: Allocation) => {
  if (allocation.paymentId) return { to: paths.finance.payment(allocation.paymentId) };
  if (allocation.entryId) return { to: paths.finance.entry(allocation.entryId) };
  return allocation.kind === "invoice" ? { to: paths.finance.invoice(otherDocument(invoice, allocation)) } : {};
};

const useTitle = (invoice: Invoice) => {
  const { t } = useLingui();
  return (allocation: Allocation): string => {
    const number = allocation.number ?? "";
    if (allocation.kind === "payment") return t`Payment ${number}`;
    if (allocation.kind === "discount") return t`Discount for paying early`;
    if (allocation.kind === "write_off") return t`Written off`;
    if (allocation.kind === "entry") return number ? t`Entry ${number}` : t`Entry`;
    if (allocation.kind !== "invoice") return t`Correction`;
    return allocation.creditNoteId === invoice.id ? t`Settled ${number}` : t`Credit note ${number}`;
  };
};

function Undo({ last: { id }, title }: { last: Allocation; title: string }) {
  const undo = useUndoAllocation();
  return (
    <TakeBackButton
      size="compact-sm"
      text={
        <Trans>{title} is taken back today, with what it brought along. Both sides are open again; nothing that happened is erased.</Trans>
      }
      onConfirm={(reason) => undo.mutateAsync({ id, reason })}
    />
  );
}
