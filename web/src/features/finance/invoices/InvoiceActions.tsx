import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { toast } from "../../../ui/toast.ts";
import { useCreditInvoice, useIssueInvoice, useWriteOff } from "./commands.ts";
import { DeleteDraft } from "./DeleteDraft.tsx";
import type { Invoice } from "./queries.ts";

export function InvoiceActions({ invoice }: { invoice: Invoice }) {
  const note = invoice.kind === "credit_note" || invoice.kind === "debit_note";
  if (invoice.state === "draft") return note ? null : <DraftActions invoice={invoice} />;
  const open = invoice.state === "issued" || invoice.state === "part_paid";
  return (
    <>
      {open && <WriteOff invoice={invoice} />}
      {!note && <Credit invoice={invoice} open={open} />}
      {open && (
        <Button component={Link} to={paths.finance.newPayment({ invoiceId: invoice.id })}>
          {invoice.kind === "bill" || invoice.kind === "credit_note" ? <Trans>Pay</Trans> : <Trans>Register payment</Trans>}
        </Button>
      )}
    </>
  );
}

const DraftActions = ({ invoice }: { invoice: Invoice }) => (
  <>
    <DeleteDraft draft={invoice} />
    <Button variant="default" component={Link} to={paths.finance.editInvoice(invoice.id)}>
      <Trans>Change</Trans>
    </Button>
    <Issue invoice={invoice} />
  </>
);

function WriteOff({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  const writeOff = useWriteOff(invoice);
  const [reason, setReason] = useState("");
  return (
    <ConfirmButton
      variant="subtle"
      title={t`Write off what is open?`}
      ready={reason.trim() !== ""}
      text={
        <div className="Dialog">
          <span>
            <Trans>
              <MoneyText value={invoice.open} currency={invoice.currency} strong /> are given up and posted as an expense, within the
              company's limit.
            </Trans>
          </span>
          <TextInput
            label={t`Reason`}
            withAsterisk
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
        </div>
      }
      verb={t`Write it off`}
      onConfirm={async () => {
        const written = await writeOff.mutateAsync(reason.trim());
        const number = invoice.number ?? "";
        void toast("approval" in written ? t`It waits for the approval of a second person.` : t`${number} is written off.`);
      }}
    >
      <Trans>Write off</Trans>
    </ConfirmButton>
  );
}

function Issue({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  const issue = useIssueInvoice(invoice);
  const bill = invoice.kind === "bill";
  return (
    <ConfirmButton
      title={bill ? t`Post this bill?` : t`Issue this invoice?`}
      text={
        bill ? (
          <Trans>It gets the next number and is posted to the ledger. From then on it is corrected by a debit note only.</Trans>
        ) : (
          <Trans>It gets the next number and is posted to the ledger. From then on it is corrected by a credit note only.</Trans>
        )
      }
      verb={bill ? t`Post the bill` : t`Issue the invoice`}
      onConfirm={async () => {
        const issued = await issue.mutateAsync(undefined);
        const number = issued.number ?? "";
        void toast(bill ? t`Bill ${number} is posted.` : t`Invoice ${number} is issued.`);
      }}
    >
      {bill ? <Trans>Post</Trans> : <Trans>Issue</Trans>}
    </ConfirmButton>
  );
}

function Credit({ invoice, open }: { invoice: Invoice; open: boolean }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const credit = useCreditInvoice(invoice);
  const bill = invoice.kind === "bill";
  const number = invoice.number ?? "";
  const [reason, setReason] = useState("");
  const refusal = invoice.state === "credited" ? t`It is credited already.` : open ? undefined : t`It is paid.`;
  return (
    <ConfirmButton
      variant="default"
      reason={refusal}
      title={bill ? t`Write a debit note over ${number}?` : t`Credit invoice ${number}?`}
      ready={reason.trim() !== ""}
      text={
        <div className="Dialog">
          {bill ? (
            <Trans>A debit note over the bill is posted; it settles what is still open.</Trans>
          ) : (
            <Trans>A credit note over the invoice is issued and posted; it settles what is still open.</Trans>
          )}
          <TextInput
            label={t`Reason`}
            description={t`It is printed on the credit note.`}
            withAsterisk
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
        </div>
      }
      verb={bill ? t`Post the debit note` : t`Issue the credit note`}
      onConfirm={async () => {
        const note = await credit.mutateAsync(reason.trim());
        const written = note.number ?? "";
        void toast(bill ? t`Debit note ${written} is posted.` : t`Credit note ${written} is issued.`);
        navigate(paths.finance.invoice(note.id));
      }}
    >
      {bill ? <Trans>Write a debit note</Trans> : <Trans>Write a credit note</Trans>}
    </ConfirmButton>
  );
}
