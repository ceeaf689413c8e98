import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { useNavigate } from "react-router";
import * as z from "zod";
import { positiveQuantity, unitPrice } from "#core/kernel/money.ts";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { MoneyField, SelectField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { LookupField } from "../../../ui/Lookup.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { activeTerms, purchaseTaxes, useAccountSearch, useEnterBill, useSupplierSearch } from "./bills.ts";

/** A bill as it is typed: from whom, with which number, over what. */
const BillValues = z.object({
  partyId: z.uuid("Choose the supplier."),
  reference: z.string().trim().min(1, "Write the number on the bill.").max(200),
  issuedOn: z.iso.date(),
  paymentTermId: z.string().optional(),
  duplicateReason: z.string().trim().max(200).optional(),
  lines: z
    .array(
      z.object({
        description: z.string().trim().min(1, "Write what it is for.").max(500),
        quantity: positiveQuantity(),
        unitPrice: unitPrice(),
        accountId: z.string().optional(),
        tax: z.string().optional(),
      }),
    )
    .min(1),
});
type BillForm = UseFormReturn<z.input<typeof BillValues>, unknown, z.output<typeof BillValues>>;
const emptyLine = { description: "", quantity: "1", unitPrice: "" };

/** Entering what a supplier sent: posted at once, or kept as a draft. */
export function NewBillPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const enter = useEnterBill();
  const form = useZodForm(BillValues, { partyId: "", reference: "", issuedOn: new Date().toLocaleDateString("sv"), lines: [emptyLine] });
  const entering =
    (post: boolean) =>
    async ({ lines, ...bill }: z.output<typeof BillValues>) => {
      const { id, number } = await enter.mutateAsync({
        ...bill,
        kind: "bill",
        post,
        pricesIncludeTax: false,
        lines: lines.map(({ tax, ...line }) => ({ ...line, ...(tax ? { taxCodes: [tax] } : {}) })),
      });
      void toast(post ? t`Bill ${number ?? ""} is posted.` : t`The bill is kept as a draft.`);
      navigate(paths.finance.invoice(id));
    };
  return (
    <Page title={t`New bill`} back={{ to: paths.finance.bills(), label: t`Bills` }}>
      <Form
        form={form}
        submit={t`Post the bill`}
        onSubmit={entering(true)}
        second={{ label: t`Keep as a draft`, onSubmit: entering(false) }}
        onCancel={() => navigate(-1)}
      >
        <Head form={form} />
        <Lines form={form} />
      </Form>
    </Page>
  );
}

function Head({ form: { control } }: { form: BillForm }) {
  const { t } = useLingui();
  const { data: terms } = useQuery(activeTerms);
  return (
    <Panel>
      <div className="Form">
        <FieldRow>
          <LookupField
            control={control}
            name="partyId"
            label={t`Supplier`}
            useSearch={useSupplierSearch}
            placeholder={t`Type a name or number`}
            required
          />
          <TextField control={control} name="reference" label={t`Number on the bill`} required />
          <DateField control={control} name="issuedOn" label={t`Date of the bill`} required />
        </FieldRow>
        <FieldRow>
          <SelectField
            control={control}
            name="paymentTermId"
            label={t`Payment terms`}
            options={terms?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            description={t`The supplier's own when none are chosen.`}
            clearable
          />
          <TextField
            control={control}
            name="duplicateReason"
            label={t`Reason for entering it twice`}
            description={t`Only when a bill with this number is there already.`}
            empty="absent"
          />
        </FieldRow>
      </div>
    </Panel>
  );
}

function Lines({ form }: { form: BillForm }) {
  const { t } = useLingui();
  const { company } = useSession();
  const { control } = form;
  const { fields, append, remove } = useFieldArray({ control, name: "lines" });
  const { data: taxes } = useQuery(purchaseTaxes);
  const options = taxes?.items.map(({ code, name }) => ({ value: code, label: name })) ?? [];
  return (
    <Panel
      title={t`Lines`}
      actions={
        <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={() => append(emptyLine)}>
          <Trans>Add a line</Trans>
        </Button>
      }
    >
      <div className="Form">
        {fields.map((field, index) => (
          <FieldRow key={field.id}>
            <TextField control={control} name={`lines.${index}.description`} label={t`Description`} required />
            <MoneyField control={control} name={`lines.${index}.quantity`} label={t`Quantity`} required />
            <MoneyField control={control} name={`lines.${index}.unitPrice`} label={t`Price`} unit={company.currency} required />
            <LookupField
              control={control}
              name={`lines.${index}.accountId`}
              label={t`Account`}
              useSearch={useAccountSearch}
              placeholder={t`As usual`}
            />
            <SelectField control={control} name={`lines.${index}.tax`} label={t`Tax`} options={options} clearable />
            {fields.length > 1 && (
              <Button variant="subtle" color="gray" c="dimmed" onClick={() => remove(index)} aria-label={t`Remove line ${index + 1}`}>
                <Icon name="trash" size={16} />
              </Button>
            )}
          </FieldRow>
        ))}
      </div>
    </Panel>
  );
}
