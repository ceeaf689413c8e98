import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { toast } from "../../../ui/toast.ts";
import { useUndoAllocation } from "./commands.ts";
import type { Invoice } from "./queries.ts";

type Allocation = Invoice["allocations"][number];

/** What settled it: payments, discounts, write-offs or notes; on a note, the documents it settled. Each can be taken back. */
export function Settlement({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  const title = useTitle(invoice);
  const standing = invoice.allocations.filter(({ undoneOn }) => undoneOn === null);
  return (
    <Panel title={t`Settled by`} actions={standing.length > 0 && <Undo allocations={standing} title={title} />}>
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
  return allocation.kind === "invoice" ? { to: paths.finance.invoice(otherDocument(invoice, allocation)) } : {};
};

const useTitle = (invoice: Invoice) => {
  const { t } = useLingui();
  return (allocation: Allocation): string => {
    const number = allocation.number ?? "";
    if (allocation.kind === "payment") return t`Payment ${number}`;
    if (allocation.kind === "discount") return t`Discount for paying early`;
    if (allocation.kind === "write_off") return t`Written off`;
    if (allocation.kind !== "invoice") return t`Correction`;
    return allocation.creditNoteId === invoice.id ? t`Settled ${number}` : t`Credit note ${number}`;
  };
};

function Undo({ allocations, title }: { allocations: readonly Allocation[]; title: (allocation: Allocation) => string }) {
  const { t } = useLingui();
  const undo = useUndoAllocation();
  const [reason, setReason] = useState("");
  const last = allocations.at(-1);
  if (!last) return null;
  return (
    <ConfirmButton
      variant="subtle"
      size="compact-sm"
      title={t`Take the last allocation back?`}
      ready={reason.trim() !== ""}
      text={
        <div className="Dialog">
          <Trans>
            {title(last)} is taken back today, with what it brought along. Both sides are open again; nothing that happened is erased.
          </Trans>
          <TextInput
            label={t`Reason`}
            withAsterisk
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
        </div>
      }
      verb={t`Take it back`}
      onConfirm={async () => {
        const undone = await undo.mutateAsync({ id: last.id, reason: reason.trim() });
        void toast("approval" in undone ? t`It waits for the approval of a second person.` : t`The allocation is taken back.`);
      }}
    >
      <Trans>Take back</Trans>
    </ConfirmButton>
  );
}
