import { Trans, useLingui } from "@lingui/react/macro";
import type { UseFormReturn } from "react-hook-form";
import { useNavigate } from "react-router";
import * as z from "zod";
import { amount, currencyCode } from "#core/kernel/money.ts";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { MoneyField, SwitchField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { LookupField } from "../../../ui/Lookup.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { useAccountSearch, useCreateBankAccount } from "./queries.ts";

const Values = z.object({
  code: z.string().trim().min(1).max(32),
  name: z.string().trim().min(1).max(100),
  iban: z.string().nullable(),
  accountNumber: z.string().nullable(),
  bic: z.string().nullable(),
  bankName: z.string().nullable(),
  currency: currencyCode(),
  accountId: z.uuid("Choose an account of the ledger."),
  opening: z.object({ on: z.iso.date(), balance: amount(), post: z.boolean() }),
});

/** A bank account is entered once; what the bank sends builds upon its opening balance. */
export function NewBankAccountPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { company } = useSession();
  const create = useCreateBankAccount();
  const form = useZodForm(Values, {
    ...{ code: "", name: "", iban: null, accountNumber: null, bic: null, bankName: null, currency: company.currency, accountId: "" },
    opening: { on: `${new Date().getFullYear()}-01-01`, balance: "0.00", post: false },
  });
  return (
    <Page narrow title={t`New bank account`} back={{ to: paths.finance.bankAccounts(), label: t`Bank` }}>
      <Form
        form={form}
        submit={t`Enter the account`}
        onCancel={() => navigate(-1)}
        onSubmit={async (values) => {
          const { id, name } = await create.mutateAsync(values);
          void toast(t`${name} is entered.`);
          navigate(paths.finance.bankAccount(id));
        }}
      >
        <AccountFields form={form} />
        <OpeningFields form={form} />
      </Form>
    </Page>
  );
}

type BankForm = { readonly form: UseFormReturn<z.input<typeof Values>, unknown, z.output<typeof Values>> };

function AccountFields({ form: { control } }: BankForm) {
  const { t } = useLingui();
  return (
    <Panel title={t`Account`}>
      <div className="Form">
        <FieldRow>
          <TextField control={control} name="name" label={t`Name`} required />
          <TextField control={control} name="code" label={t`Code`} required />
        </FieldRow>
        <FieldRow>
          <TextField control={control} name="iban" label={t`IBAN`} empty="null" />
          <TextField control={control} name="accountNumber" label={t`Or the bank's own number`} empty="null" />
        </FieldRow>
        <FieldRow>
          <TextField control={control} name="bic" label={t`BIC`} empty="null" />
          <TextField control={control} name="bankName" label={t`Bank`} empty="null" />
          <TextField control={control} name="currency" label={t`Currency`} required />
        </FieldRow>
        <LookupField
          control={control}
          name="accountId"
          label={t`Account of the ledger`}
          useSearch={useAccountSearch}
          placeholder={t`Type a code or name`}
          required
        />
      </div>
    </Panel>
  );
}

function OpeningFields({ form }: BankForm) {
  const { t } = useLingui();
  const { control } = form;
  const currency = form.watch("currency");
  return (
    <Panel title={t`Before the first statement`}>
      <div className="Form">
        <FieldRow>
          <DateField control={control} name="opening.on" label={t`First day`} required />
          <MoneyField control={control} name="opening.balance" label={t`Balance`} unit={currency} decimals={2} required />
        </FieldRow>
        <SwitchField control={control} name="opening.post" label={t`Post it: the ledger does not hold it yet`} />
        <p className="Dialog-lead">
          <Trans>Statements build upon this balance, so it stays once the first one has come in.</Trans>
        </p>
      </div>
    </Panel>
  );
}
