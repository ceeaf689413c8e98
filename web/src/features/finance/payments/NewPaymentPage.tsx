import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useOpenDocuments } from "../../../api/openItems.ts";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { AllocationTable } from "../../../ui/AllocationTable.tsx";
import { allocationsOf, type OpenDocument, onOneAccount, shareOut } from "../../../ui/allocate.ts";
import { FilterTabs } from "../../../ui/FilterTabs.tsx";
import { Form, useZodForm } from "../../../ui/Form.tsx";
import type { Choice } from "../../../ui/Lookup.tsx";
import { Page } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { amountDue, withExtras } from "./extras.ts";
import { PaymentFields, PaymentValues } from "./PaymentFields.tsx";
import { PayTo } from "./PayTo.tsx";
import { type Invoice, type NewPayment, payeeOn, paymentQueries, useRegisterPayment } from "./queries.ts";
import { SettleExtras } from "./SettleExtras.tsx";

/** Registering money received or paid. Opened from a document, it begins with what settles that, its discount taken. */
export function NewPaymentPage() {
  const [query] = useSearchParams();
  const invoiceId = query.get("invoiceId") ?? "";
  const { data: invoice, isLoading } = useQuery({ ...paymentQueries.invoice(invoiceId), enabled: invoiceId !== "" });
  if (isLoading) return null;
  const asked = query.get("direction") === "out" ? "out" : "in";
  const direction = invoice ? directionOf(invoice) : asked;
  return <Register key={direction} invoice={invoice} direction={direction} />;
}

const directionOf = ({ kind }: Invoice) => (kind === "bill" || kind === "credit_note" ? "out" : "in");

function Register({ invoice, direction }: { invoice: Invoice | undefined; direction: "in" | "out" }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const register = useRegistering();
  const { company } = useSession();
  const [shares, setShares] = useState<Readonly<Record<string, string>>>();
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
  const { payable, currency, more } = usePayable(invoice, partyId, direction);
  const allocated = shares ?? shareOut(amount, onOneAccount(payable), currency);

  return (
    <Page
      narrow
      actions={!invoice && <Direction direction={direction} />}
      title={direction === "out" ? t`Pay` : t`Register payment`}
      back={{ to: paths.finance.payments(), label: t`Payments` }}
    >
      <Form
        form={form}
        submit={t`Register the payment`}
        onCancel={() => navigate(-1)}
        onSubmit={({ accountAmount, ...payment }) => {
          const allocations = allocationsOf(allocated, payable).map((one) => withExtras(one, invoice, payment.paidOn, extras));
          return register({
            ...payment,
            ...{ direction, currency, allocations },
            ...movedBy(accountAmount, currency, company.currency),
            ...(payee.data ? { payeeAccountId: payee.data.id } : {}),
          });
        }}
      >
        <PaymentFields {...{ form, payer, currency, direction }} companyCurrency={company.currency} onPayer={() => setShares(undefined)} />
        {payee.isSuccess && <PayTo partyId={partyId} account={payee.data} />}
        <AllocationTable
          {...{ documents: payable, more }}
          to={({ kind, id }) => paths.openDocument(kind, id)}
          amount={amount}
          currency={currency}
          shares={allocated}
          onShares={setShares}
          empty={partyId === "" ? t`Choose who it is with first.` : t`Nothing is open. The money stays with the customer as credit.`}
          rest={t`Stays as credit`}
        />
        {invoice && (
          <SettleExtras invoice={invoice} paidOn={paidOn} share={allocated[invoice.id] ?? "0"} extras={extras} onExtras={setExtras} />
        )}
      </Form>
    </Page>
  );
}

/** What the account moved by, where it is kept in company currency and the money was in another. */
const movedBy = (amount: string | undefined, currency: string, companyCurrency: string) =>
  amount && currency !== companyCurrency ? { accountAmount: { currency: companyCurrency, amount } } : {};

/** Registers it, and shows it or what waits for a second person. */
function useRegistering() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { mutateAsync } = useRegisterPayment();
  return async (payment: NewPayment) => {
    const registered = await mutateAsync(payment);
    if ("approval" in registered) {
      void toast(t`It waits for the approval of a second person.`);
      navigate(paths.platform.approval(registered.approval.id));
      return;
    }
    const { number } = registered;
    void toast(t`Payment ${number} is registered.`);
    navigate(paths.finance.payment(registered.id));
  };
}

/** What the money can settle: the document it was opened from first, then what stands with customers for money received, with suppliers for money paid. */
function usePayable(invoice: Invoice | undefined, partyId: string, direction: "in" | "out") {
  const { company } = useSession();
  const side = direction === "in" ? "debit" : "credit";
  const { documents: open, more } = useOpenDocuments({ partyId, side }, { enabled: partyId !== "" });
  const isMissing = invoice !== undefined && !open.some(({ id }) => id === invoice.id);
  useEffect(() => {
    // What it was opened from may be due last.
    if (isMissing && more && !more.loading) more.load();
  }, [isMissing, more]);
  const first = direction === "in" ? "receivable" : "payable";
  const rank = ({ id, ledger }: OpenDocument) => (id === invoice?.id ? 0 : ledger === first ? 1 : 2);
  const sorted = open.toSorted((left, right) => rank(left) - rank(right));
  const currency = invoice?.currency ?? sorted[0]?.currency ?? company.currency;
  return { payable: sorted.filter((one) => one.currency === currency), currency, more };
}

/** Whether the money came or went; a document says it by itself. */
function Direction({ direction }: { direction: "in" | "out" }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <FilterTabs
      label={t`Direction`}
      options={[
        { value: "in", label: t`Received` },
        { value: "out", label: t`Paid out` },
      ]}
      value={direction}
      onChange={(value) => navigate(paths.finance.newPayment(value === "out" ? { direction: "out" } : {}), { replace: true })}
    />
  );
}
