import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import type * as z from "zod";
import type { CustomerInput } from "#core/sales/customers/customer.ts";
import { MoneyField, NumberField, SelectField, SwitchField, TextAreaField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form } from "../../../ui/Form.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { AddressFields, ContactFields } from "./CustomerPartFields.tsx";
import { customerQueries } from "./queries.ts";

export type CustomerValues = z.input<typeof CustomerInput>;
export type CustomerForm = UseFormReturn<CustomerValues, unknown, z.output<typeof CustomerInput>>;

interface CustomerFormProps {
  readonly form: CustomerForm;
  readonly onSubmit: (customer: z.output<typeof CustomerInput>) => Promise<unknown>;
  readonly onCancel: () => void;
  readonly submit: string;
}

/** The fields of a customer, new or old. */
export function CustomerForm({ form, onSubmit, onCancel, submit }: CustomerFormProps) {
  const { t } = useLingui();
  const { control } = form;
  const currency = form.watch("currency");
  const { data } = useQuery(customerQueries.terms);
  const terms = data?.items.filter(({ active }) => active) ?? [];
  return (
    <Form form={form} onSubmit={onSubmit} onCancel={onCancel} submit={submit}>
      <Panel title={t`Customer`}>
        <div className="Form">
          <FieldRow>
            <TextField control={control} name="name" label={t`Name`} required />
            <TextField control={control} name="code" label={t`Number`} empty="absent" placeholder={t`Given by the system`} />
          </FieldRow>
          <FieldRow>
            <TextField control={control} name="email" label={t`Email`} type="email" empty="null" />
            <TextField control={control} name="country" label={t`Country`} empty="null" placeholder="DE" />
          </FieldRow>
          <FieldRow>
            <TextField control={control} name="taxNumber" label={t`Tax number`} empty="null" />
            <SwitchField control={control} name="taxExempt" label={t`Exempt from tax`} />
          </FieldRow>
        </div>
      </Panel>
      <Panel title={t`Terms`}>
        <div className="Form">
          <FieldRow>
            <TextField control={control} name="currency" label={t`Currency`} empty="absent" placeholder={t`The company’s`} />
            <SelectField
              control={control}
              name="paymentTermId"
              label={t`Payment terms`}
              description={t`Without them invoices are due after the days.`}
              options={terms.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
              clearable
              empty="null"
            />
            <NumberField control={control} name="paymentTermsDays" label={t`Due after`} unit={t`days`} />
            <MoneyField
              control={control}
              name="creditLimit"
              label={t`Credit limit`}
              unit={currency}
              empty="null"
              description={t`Empty is no limit.`}
            />
          </FieldRow>
          <TextAreaField control={control} name="notes" label={t`Notes`} empty="null" />
        </div>
      </Panel>
      <AddressFields control={control} />
      <ContactFields control={control} />
    </Form>
  );
}
