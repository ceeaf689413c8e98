import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import type * as z from "zod";
import type { CustomerInput } from "#core/sales/customers/customer.ts";
import { MoneyField, TextAreaField } from "../../../ui/Field.tsx";
import { Form } from "../../../ui/Form.tsx";
import { PartyFields, TermFields } from "../../../ui/PartyFields.tsx";
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
  return (
    <Form form={form} onSubmit={onSubmit} onCancel={onCancel} submit={submit}>
      <PartyFields control={control} title={t`Customer`} />
      <TermFields
        control={control}
        terms={data?.items ?? []}
        description={t`Without them invoices are due after the days.`}
        beside={
          <MoneyField
            control={control}
            name="creditLimit"
            label={t`Credit limit`}
            unit={currency}
            empty="null"
            description={t`Empty is no limit.`}
          />
        }
      >
        <TextAreaField control={control} name="notes" label={t`Notes`} empty="null" />
      </TermFields>
      <AddressFields control={control} />
      <ContactFields control={control} />
    </Form>
  );
}
