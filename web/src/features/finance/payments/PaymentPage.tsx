import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { useAttachments } from "../../../api/attachments.ts";
import { paths } from "../../../app/paths.ts";
import { AttachmentsPanel } from "../../../ui/AttachmentsPanel.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { Why } from "../../../ui/Why.tsx";
import { AllocateLater } from "./AllocateLater.tsx";
import { PaymentActions } from "./PaymentActions.tsx";
import { type Payment, paymentQueries } from "./queries.ts";

/** One payment and the invoices it settled. */
export function PaymentPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: payment } = useSuspenseQuery(paymentQueries.one(id));
  return (
    <Page
      narrow
      title={t`Payment ${payment.number}`}
      mark={
        payment.state === "reversed" ? (
          <StatusBadge tone="bad">{t`Reversed`}</StatusBadge>
        ) : (
          <StatusBadge tone="good">{t`Posted`}</StatusBadge>
        )
      }
      back={{ to: paths.finance.payments(), label: t`Payments` }}
      lead={<Link to={paths.finance.party(payment.party.id)}>{payment.party.name}</Link>}
      actions={<PaymentActions payment={payment} />}
    >
      <Panel title={t`Details`}>
        <KeyValue
          facts={[
            [t`Amount`, <Amount key="amount" payment={payment} />],
            [
              t`On the account`,
              payment.accountAmount && (
                <MoneyText key="account" value={payment.accountAmount.amount} currency={payment.accountAmount.currency} />
              ),
            ],
            [t`Direction`, payment.direction === "in" ? t`Received` : t`Paid out`],
            [t`Paid`, <DateText key="paid" value={payment.paidOn} />],
            [t`Paid to`, payment.payeeAccount?.hint],
            [t`Reference`, payment.reference],
            [
              t`Journal entry`,
              <Link key="entry" to={paths.finance.entry(payment.entryId)}>
                <Trans>See the posting</Trans>
              </Link>,
            ],
          ]}
        />
      </Panel>
      <Allocations payment={payment} />
      {payment.state === "posted" && /[1-9]/.test(payment.unallocated) && <AllocateLater key={payment.version} payment={payment} />}
      <Attachments id={payment.id} />
    </Page>
  );
}

/** The entry says by which rules and at which rate it was posted. */
function Amount({ payment: { amount, currency, entryId, number } }: { payment: Payment }) {
  return (
    <>
      <MoneyText value={amount} currency={currency} strong /> <Why to={paths.finance.entryWhy(entryId)} of={`${number} ${amount}`} />
    </>
  );
}

function Attachments({ id }: { id: string }) {
  const { files, add, save } = useAttachments("payments", id);
  return <AttachmentsPanel files={files} onAdd={add} onSave={save} />;
}

/** What the money settled, and what was taken off with it. */
function Allocations({ payment }: { payment: Payment }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Allocated to`}>
      <RecordList
        empty={t`Nothing yet.`}
        entries={payment.allocations.map(
          ({ id: edge, kind, invoiceId, paymentId, entryId, invoiceNumber, amount, allocatedOn, undoneOn }) => ({
            id: edge,
            ...(invoiceId
              ? {
                  title:
                    kind === "discount"
                      ? t`Discount on ${invoiceNumber}`
                      : kind === "write_off"
                        ? t`Written off ${invoiceNumber}`
                        : invoiceNumber,
                  to: paths.finance.invoice(invoiceId),
                }
              : entryId
                ? { title: t`Entry ${invoiceNumber}`, to: paths.finance.entry(entryId) }
                : { title: t`Payment ${invoiceNumber}`, to: paths.finance.payment(paymentId ?? "") }),
            note: undoneOn ? (
              <Trans>
                <DateText value={allocatedOn} />, taken back on <DateText value={undoneOn} />
              </Trans>
            ) : (
              <DateText value={allocatedOn} />
            ),
            value: <MoneyText value={amount} currency={payment.currency} />,
          }),
        )}
      />
      <p className="Panel-sum">
        <Trans>Not allocated</Trans> <MoneyText value={payment.unallocated} currency={payment.currency} strong />
      </p>
    </Panel>
  );
}
