import { useLingui } from "@lingui/react/macro";
import type { UseFormReturn } from "react-hook-form";
import type * as z from "zod";
import type { TaxInput } from "#core/finance/taxes/tax.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { MoneyField, SelectField, SwitchField, TextField } from "../../../ui/Field.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { LookupField } from "../../../ui/Lookup.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { choicesOf, useTaxLabels } from "./labels.ts";
import { useAccountSearch } from "./queries.ts";

type TaxForm = UseFormReturn<z.input<typeof TaxInput>, unknown, z.output<typeof TaxInput>>;

/** The fields of a new tax; those that its treatment does not have are not shown. */
export function TaxFields({ form }: { form: TaxForm }) {
  const { t } = useLingui();
  const labels = useTaxLabels();
  const { control } = form;
  const category = form.watch("category");
  return (
    <>
      <Panel title={t`Tax`}>
        <div className="Form">
          <FieldRow>
            <TextField control={control} name="code" label={t`Code`} required />
            <TextField control={control} name="name" label={t`Name`} required />
          </FieldRow>
          <FieldRow>
            <SelectField control={control} name="usage" label={t`Used on`} options={choicesOf(labels.usage)} />
            <SelectField control={control} name="treatment" label={t`Treatment`} options={choicesOf(labels.treatment)} />
            <SelectField control={control} name="category" label={t`Category`} options={choicesOf(labels.category)} clearable />
          </FieldRow>
          {category && !["S", "Z"].includes(category) && (
            <FieldRow>
              <TextField control={control} name="exemptionCode" label={t`Reason code`} placeholder="VATEX-EU-IC" empty="absent" />
              <TextField control={control} name="exemptionReason" label={t`Reason`} empty="absent" />
            </FieldRow>
          )}
        </div>
      </Panel>
      <Rate form={form} />
      <Accounts form={form} />
    </>
  );
}

function Rate({ form }: { form: TaxForm }) {
  const { t } = useLingui();
  const labels = useTaxLabels();
  const { control } = form;
  const [kind, usage, treatment] = form.watch(["kind", "usage", "treatment"]);
  return (
    <Panel title={t`Rate`}>
      <div className="Form">
        <FieldRow>
          <SelectField control={control} name="kind" label={t`Charged as`} options={choicesOf(labels.kind)} />
          <MoneyField control={control} name="rate" label={t`Rate`} unit={kind === "percent" ? "%" : undefined} required />
          {usage === "purchase" && treatment !== "withholding" && (
            <MoneyField control={control} name="deductiblePercent" label={t`Deductible`} unit="%" empty="absent" />
          )}
          <DateField control={control} name="validFrom" label={t`From`} clearable />
        </FieldRow>
        {treatment === "standard" && <SwitchField control={control} name="included" label={t`Prices hold it already`} />}
        <SwitchField control={control} name="compound" label={t`It is charged on the taxes before it too`} />
      </div>
    </Panel>
  );
}

function Accounts({ form }: { form: TaxForm }) {
  const { t } = useLingui();
  const labels = useTaxLabels();
  const { control } = form;
  const [usage, treatment, recognisedOn] = form.watch(["usage", "treatment", "recognisedOn"]);
  const lookup = { control, useSearch: useAccountSearch, placeholder: t`Type a code or name` } as const;
  return (
    <Panel title={t`Accounts`}>
      <div className="Form">
        <LookupField {...lookup} name="accountId" label={treatment === "reverse_charge" ? t`Claimed on` : t`Account`} required />
        {treatment === "reverse_charge" && <LookupField {...lookup} name="reverseAccountId" label={t`Owed on`} required />}
        {usage === "purchase" && treatment !== "withholding" && (
          <LookupField
            {...lookup}
            name="nondeductibleAccountId"
            label={t`For what is not deductible`}
            description={t`Without one it goes to the account of the line.`}
          />
        )}
        {treatment !== "reverse_charge" && (
          <SelectField control={control} name="recognisedOn" label={t`Due`} options={choicesOf(labels.recognisedOn)} />
        )}
        {recognisedOn === "payment" && <LookupField {...lookup} name="pendingAccountId" label={t`Waits on`} required />}
      </div>
    </Panel>
  );
}
