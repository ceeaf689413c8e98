import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { useCreditInvoice, useIssueInvoice } from "./commands.ts";
import type { Invoice } from "./queries.ts";

export function InvoiceActions({ invoice }: { invoice: Invoice }) {
  if (invoice.kind !== "invoice") return null;
  if (invoice.state === "draft") return <Issue invoice={invoice} />;
  const open = invoice.state === "issued" || invoice.state === "part_paid";
  return (
    <>
      <Credit invoice={invoice} open={open} />
      {open && (
        <Button component={Link} to={paths.finance.newPayment({ invoiceId: invoice.id })}>
          <Trans>Register payment</Trans>
        </Button>
      )}
    </>
  );
}

function Issue({ invoice }: { invoice: Invoice }) {
  const { t } = useLingui();
  const issue = useIssueInvoice(invoice);
  return (
    <ConfirmButton
      title={t`Issue this invoice?`}
      text={<Trans>It gets the next number and is posted to the ledger. From then on it is corrected by a credit note only.</Trans>}
      verb={t`Issue the invoice`}
      onConfirm={async () => {
        const issued = await issue.mutateAsync(undefined);
        void toast(t`Invoice ${issued.number ?? ""} is issued.`);
      }}
    >
      <Trans>Issue</Trans>
    </ConfirmButton>
  );
}

function Credit({ invoice, open }: { invoice: Invoice; open: boolean }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const credit = useCreditInvoice(invoice);
  const [reason, setReason] = useState("");
  const refusal = invoice.state === "credited" ? t`It is credited already.` : open ? undefined : t`It is paid.`;
  return (
    <ConfirmButton
      variant="default"
      reason={refusal}
      title={t`Credit invoice ${invoice.number ?? ""}?`}
      ready={reason.trim() !== ""}
      text={
        <div className="Dialog">
          <Trans>A credit note over the invoice is issued and posted; it settles what is still open.</Trans>
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
      verb={t`Issue the credit note`}
      onConfirm={async () => {
        const note = await credit.mutateAsync(reason.trim());
        void toast(t`Credit note ${note.number ?? ""} is issued.`);
        navigate(paths.finance.invoice(note.id));
      }}
    >
      <Trans>Write a credit note</Trans>
    </ConfirmButton>
  );
}
