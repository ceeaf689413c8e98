import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { useNavigate } from "react-router";
import * as z from "zod";
import { PaymentTermInput } from "#core/finance/payment-terms/payment-term.ts";
import { paths } from "../../../app/paths.ts";
import { MoneyField, NumberField, SelectField, SwitchField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form, useZodForm } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { toast } from "../../../ui/toast.ts";
import { type NewPaymentTerm, useCreateTerm } from "./queries.ts";

const days = z.coerce.number<unknown>().int().min(0);
/** Terms as they are typed; what the schema of the API says of them is said when they are sent. */
const TermValues = z.object({
  code: PaymentTermInput.shape.code,
  name: PaymentTermInput.shape.name,
  parts: z.array(z.object({ share: z.string(), value: z.string().optional(), days, endOfMonth: z.boolean() })).min(1),
  discounts: z.array(z.object({ days, percent: z.string() })),
  discountReducesTax: z.boolean(),
});
type TermForm = UseFormReturn<z.input<typeof TermValues>, unknown, z.output<typeof TermValues>>;
const remainder = { share: "remainder", value: "", days: 30, endOfMonth: false };

export function NewPaymentTermPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const create = useCreateTerm();
  const form = useZodForm(TermValues, { code: "", name: "", parts: [remainder], discounts: [], discountReducesTax: true });
  return (
    <Page narrow title={t`New payment terms`} back={{ to: paths.finance.paymentTerms(), label: t`Payment terms` }}>
      <Form
        form={form}
        submit={t`Save the payment terms`}
        onCancel={() => navigate(-1)}
        onSubmit={async ({ parts, ...values }) => {
          const input = { ...values, parts: parts.map(({ value, ...part }) => (part.share === "remainder" ? part : { ...part, value })) };
          const term = await create.mutateAsync(input as NewPaymentTerm);
          void toast(t`Payment terms ${term.code} are saved.`);
          navigate(paths.finance.paymentTerms());
        }}
      >
        <Panel>
          <FieldRow>
            <TextField control={form.control} name="code" label={t`Code`} required />
            <TextField control={form.control} name="name" label={t`Name`} required />
          </FieldRow>
        </Panel>
        <Parts form={form} />
        <Discounts form={form} />
      </Form>
    </Page>
  );
}

function Parts({ form: { control } }: { form: TermForm }) {
  const { t } = useLingui();
  const { fields, insert, remove } = useFieldArray({ control, name: "parts" });
  const shares = [
    { value: "percent", label: t`Percent` },
    { value: "fixed", label: t`Fixed amount` },
  ];
  const rest = [{ value: "remainder", label: t`The rest` }];
  const last = fields.length - 1;
  return (
    <Panel
      title={t`Instalments`}
      actions={
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => insert(last, { ...remainder, share: "percent", value: "50" })}
        >
          <Trans>Add an instalment</Trans>
        </Button>
      }
    >
      <div className="Form">
        {fields.map((field, index) => (
          <FieldRow key={field.id}>
            <SelectField control={control} name={`parts.${index}.share`} label={t`Share`} options={index === last ? rest : shares} />
            {index !== last && <MoneyField control={control} name={`parts.${index}.value`} label={t`How much`} required />}
            <NumberField control={control} name={`parts.${index}.days`} label={t`Due after`} unit={t`days`} required />
            <SwitchField control={control} name={`parts.${index}.endOfMonth`} label={t`At the end of that month`} />
            {index !== last && (
              <Button variant="subtle" color="gray" c="dimmed" onClick={() => remove(index)} aria-label={t`Remove instalment ${index + 1}`}>
                <Icon name="trash" size={16} />
              </Button>
            )}
          </FieldRow>
        ))}
      </div>
    </Panel>
  );
}

function Discounts({ form: { control } }: { form: TermForm }) {
  const { t } = useLingui();
  const { fields, append, remove } = useFieldArray({ control, name: "discounts" });
  return (
    <Panel
      title={t`Discounts for paying early`}
      actions={
        fields.length < 3 && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => append({ days: 10, percent: "2" })}
          >
            <Trans>Add a discount</Trans>
          </Button>
        )
      }
    >
      <div className="Form">
        {fields.map((field, index) => (
          <FieldRow key={field.id}>
            <MoneyField control={control} name={`discounts.${index}.percent`} label={t`Discount`} unit="%" required />
            <NumberField control={control} name={`discounts.${index}.days`} label={t`Within`} unit={t`days`} required />
            <Button variant="subtle" color="gray" c="dimmed" onClick={() => remove(index)} aria-label={t`Remove discount ${index + 1}`}>
              <Icon name="trash" size={16} />
            </Button>
          </FieldRow>
        ))}
        <SwitchField
          control={control}
          name="discountReducesTax"
          label={t`A discount reduces the tax`}
          description={t`As value added tax demands in most countries.`}
        />
      </div>
    </Panel>
  );
}
