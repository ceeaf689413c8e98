import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import * as z from "zod";
import { positiveAmount } from "#core/kernel/money.ts";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { MoneyField, SelectField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { type Choice, LookupField } from "../../../ui/Lookup.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { AllocationTable } from "./AllocationTable.tsx";
import { shareOut } from "./allocate.ts";
import { type Invoice, paymentQueries, usePayerSearch, useRegisterPayment } from "./queries.ts";

const PaymentForm = z.object({
  partyId: z.uuid("Choose who paid."),
  amount: positiveAmount(),
  paidOn: z.iso.date(),
  method: z.string(),
  reference: z.string().trim().max(200).optional(),
});

/** Registering money received. Opened from an invoice, it begins with that invoice's open amount. */
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
  const { company } = useSession();
  const register = useRegisterPayment();
  const [shares, setShares] = useState<Readonly<Record<string, string>>>();
  const methods = [
    { value: "bank", label: t`Bank transfer` },
    { value: "cash", label: t`Cash` },
  ];
  const payer: Choice | undefined = invoice && { value: invoice.party.id, label: invoice.party.name };
  const form = useZodForm(PaymentForm, {
    partyId: payer?.value ?? "",
    amount: invoice?.open ?? "",
    paidOn: new Date().toLocaleDateString("sv"),
    method: "bank",
  });
  const { partyId, amount } = form.watch();
  const { data: open = [] } = useQuery({ ...paymentQueries.openInvoices(partyId), enabled: partyId !== "" });
  const currency = invoice?.currency ?? open[0]?.currency ?? company.currency;
  const payable = open
    .filter((one) => one.currency === currency)
    .sort((left, right) => Number(right.id === invoice?.id) - Number(left.id === invoice?.id));
  const allocated = shares ?? shareOut(amount, payable, currency);

  return (
    <Page narrow title={t`Register payment`} back={{ to: paths.finance.payments(), label: t`Payments` }}>
      <Form
        form={form}
        submit={t`Register the payment`}
        onCancel={() => navigate(-1)}
        onSubmit={async (payment) => {
          const allocations = Object.entries(allocated)
            .filter(([, share]) => /[1-9]/.test(share))
            .map(([id, share]) => ({ invoiceId: id, amount: share }));
          const { id, number } = await register.mutateAsync({ ...payment, currency, allocations });
          void toast(t`Payment ${number} is registered.`);
          navigate(paths.finance.payment(id));
        }}
      >
        <Panel>
          <div className="Form">
            <LookupField
              control={form.control}
              name="partyId"
              label={t`Customer`}
              useSearch={usePayerSearch}
              chosen={payer}
              onChoose={() => setShares(undefined)}
              placeholder={t`Type a name or number`}
              required
            />
            <FieldRow>
              <MoneyField control={form.control} name="amount" label={t`Amount`} unit={currency} required />
              <DateField control={form.control} name="paidOn" label={t`Paid`} required />
            </FieldRow>
            <FieldRow>
              <SelectField control={form.control} name="method" label={t`Method`} options={methods} />
              <TextField control={form.control} name="reference" label={t`Reference`} empty="absent" />
            </FieldRow>
          </div>
        </Panel>
        <AllocationTable
          invoices={payable}
          amount={amount}
          currency={currency}
          shares={allocated}
          onShares={setShares}
          chosen={partyId !== ""}
        />
      </Form>
    </Page>
  );
}
