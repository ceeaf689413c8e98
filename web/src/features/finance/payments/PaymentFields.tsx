import { useLingui } from "@lingui/react/macro";
import type { UseFormReturn } from "react-hook-form";
import * as z from "zod";
import { positiveAmount } from "#core/kernel/money.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { MoneyField, SelectField, TextField } from "../../../ui/Field.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { type Choice, LookupField } from "../../../ui/Lookup.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { usePayerSearch } from "./queries.ts";

/** A payment as it is typed; its allocation is chosen below. */
export const PaymentValues = z.object({
  partyId: z.uuid("Choose who it is with."),
  amount: positiveAmount(),
  paidOn: z.iso.date(),
  method: z.string(),
  accountAmount: positiveAmount().optional(),
  reference: z.string().trim().max(200).optional(),
});

interface PaymentFieldsProps {
  readonly form: UseFormReturn<z.input<typeof PaymentValues>, unknown, z.output<typeof PaymentValues>>;
  readonly payer: Choice | undefined;
  readonly currency: string;
  /** What most accounts are kept in. */
  readonly companyCurrency: string;
  readonly direction: "in" | "out";
  readonly onPayer: () => void;
}

export function PaymentFields({ form: { control }, payer, currency, companyCurrency, direction, onPayer }: PaymentFieldsProps) {
  const { t } = useLingui();
  const methods = [
    { value: "bank", label: t`Bank transfer` },
    { value: "cash", label: t`Cash` },
  ];
  return (
    <Panel>
      <div className="Form">
        <LookupField
          control={control}
          name="partyId"
          label={direction === "out" ? t`Paid to` : t`Customer or supplier`}
          useSearch={usePayerSearch}
          chosen={payer}
          onChoose={onPayer}
          placeholder={t`Type a name or number`}
          required
        />
        <FieldRow>
          <MoneyField control={control} name="amount" label={t`Amount`} unit={currency} required />
          <DateField control={control} name="paidOn" label={t`Paid`} required />
        </FieldRow>
        <FieldRow>
          <SelectField control={control} name="method" label={t`Method`} options={methods} />
          <TextField control={control} name="reference" label={t`Reference`} empty="absent" />
        </FieldRow>
        {currency !== companyCurrency && (
          <MoneyField
            control={control}
            name="accountAmount"
            label={direction === "out" ? t`Taken from an account in ${companyCurrency}` : t`Came to an account in ${companyCurrency}`}
            description={t`What the bank says it was there. Leave it empty where the account is kept in ${currency}.`}
            unit={companyCurrency}
            empty="absent"
          />
        )}
      </div>
    </Panel>
  );
}
