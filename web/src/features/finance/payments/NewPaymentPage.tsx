import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import type { Choice } from "../../../ui/Lookup.tsx";
import { Page } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { AllocationTable } from "./AllocationTable.tsx";
import { allocationsOf, shareOut } from "./allocate.ts";
import { amountDue, withExtras } from "./extras.ts";
import { PaymentFields, PaymentValues } from "./PaymentFields.tsx";
import { PayTo } from "./PayTo.tsx";
import { type Invoice, payeeOn, paymentQueries, useRegisterPayment } from "./queries.ts";
import { SettleExtras } from "./SettleExtras.tsx";

/** Registering money received or paid. Opened from a document, it begins with what settles that, its discount taken. */
export function NewPaymentPage() {
  const [query] = useSearchParams();
  const invoiceId = query.get("invoiceId") ?? "";
  const { data: invoice, isLoading } = useQuery({ ...paymentQueries.invoice(invoiceId), enabled: invoiceId !== "" });
  if (isLoading) return null;
  return <Register invoice={invoice} />;
}

function Register({ invoice }: { invoice: Invoice | undefined }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const register = useRegisterPayment();
  const [shares, setShares] = useState<Readonly<Record<string, string>>>();
  const direction = invoice?.kind === "bill" || invoice?.kind === "credit_note" ? "out" : "in";
  const today = new Date().toLocaleDateString("sv");
  const [extras, setExtras] = useState({ takeDiscount: true, writeOffReason: "" });
  const payer: Choice | undefined = invoice && { value: invoice.party.id, label: invoice.party.name };
  const form = useZodForm(PaymentValues, {
    partyId: payer?.value ?? "",
    amount: invoice ? amountDue(invoice, today) : "",
    paidOn: today,
    method: "bank",
  });
  const { partyId, amount, paidOn } = form.watch();
  const payee = useQuery({ ...payeeOn(partyId, paidOn), enabled: direction === "out" && partyId !== "" });
  const { payable, currency } = usePayable(invoice, partyId, direction);
  const allocated = shares ?? shareOut(amount, payable, currency);

  return (
    <Page narrow title={direction === "out" ? t`Pay` : t`Register payment`} back={{ to: paths.finance.payments(), label: t`Payments` }}>
      <Form
        form={form}
        submit={t`Register the payment`}
        onCancel={() => navigate(-1)}
        onSubmit={async (payment) => {
          const allocations = allocationsOf(allocated).map((one) => withExtras(one, invoice, payment.paidOn, extras));
          const registered = await register.mutateAsync({
            ...payment,
            ...{ direction, currency, allocations },
            ...(payee.data ? { payeeAccountId: payee.data.id } : {}),
          });
          if ("approval" in registered) {
            void toast(t`It waits for the approval of a second person.`);
            navigate(paths.platform.approval(registered.approval.id));
            return;
          }
          const { number } = registered;
          void toast(t`Payment ${number} is registered.`);
          navigate(paths.finance.payment(registered.id));
        }}
      >
        <PaymentFields form={form} payer={payer} currency={currency} direction={direction} onPayer={() => setShares(undefined)} />
        {payee.isSuccess && <PayTo partyId={partyId} account={payee.data} />}
        <AllocationTable
          invoices={payable}
          amount={amount}
          currency={currency}
          shares={allocated}
          onShares={setShares}
          chosen={partyId !== ""}
        />
        {invoice && (
          <SettleExtras invoice={invoice} paidOn={paidOn} share={allocated[invoice.id] ?? "0"} extras={extras} onExtras={setExtras} />
        )}
      </Form>
    </Page>
  );
}

/** What the money can settle, the document it was opened from first, and in which currency. */
function usePayable(invoice: Invoice | undefined, partyId: string, direction: "in" | "out") {
  const { company } = useSession();
  const { data: open = [] } = useQuery({ ...paymentQueries.openInvoices(partyId, direction), enabled: partyId !== "" });
  const currency = invoice?.currency ?? open[0]?.currency ?? company.currency;
  const payable = open
    .filter((one) => one.currency === currency)
    .sort((left, right) => Number(right.id === invoice?.id) - Number(left.id === invoice?.id));
  return { payable, currency };
}
