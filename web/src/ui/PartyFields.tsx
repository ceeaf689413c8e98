import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Control, FieldValues, Path } from "react-hook-form";
import { NumberField, SelectField, SwitchField, TextField } from "./Field.tsx";
import { FieldRow } from "./Form.tsx";
import { Panel } from "./Page.tsx";

interface PartyFieldsProps<Values extends FieldValues, Output> {
  readonly control: Control<Values, unknown, Output>;
  readonly title: string;
}

/** Who a customer or supplier is, by the fields that both have. */
export function PartyFields<Values extends FieldValues, Output>({ control, title }: PartyFieldsProps<Values, Output>) {
  const { t } = useLingui();
  const field = (name: "name" | "code" | "email" | "country" | "taxNumber" | "taxExempt") => ({ control, name: name as Path<Values> });
  return (
    <Panel title={title}>
      <div className="Form">
        <FieldRow>
          <TextField {...field("name")} label={t`Name`} required />
          <TextField {...field("code")} label={t`Number`} empty="absent" placeholder={t`Given by the system`} />
        </FieldRow>
        <FieldRow>
          <TextField {...field("email")} label={t`Email`} type="email" empty="null" />
          <TextField {...field("country")} label={t`Country`} empty="null" placeholder="DE" />
        </FieldRow>
        <FieldRow>
          <TextField {...field("taxNumber")} label={t`Tax number`} empty="null" />
          <SwitchField {...field("taxExempt")} label={t`Exempt from tax`} />
        </FieldRow>
      </div>
    </Panel>
  );
}

type Term = Readonly<{ id: string; code: string; name: string; active: boolean }>;

interface TermFieldsProps<Values extends FieldValues, Output> {
  readonly control: Control<Values, unknown, Output>;
  readonly terms: readonly Term[];
  /** What holds without payment terms. */
  readonly description: string;
  /** Whether one must say the currency; otherwise it is the company's. */
  readonly ownCurrency?: boolean;
  /** More that is agreed, beside and below. */
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
}

/** In which currency and until when is paid. */
export function TermFields<Values extends FieldValues, Output>(props: TermFieldsProps<Values, Output>) {
  const { t } = useLingui();
  const { control, terms, description, ownCurrency = false, beside, children } = props;
  const currency = { control, name: "currency" as Path<Values>, label: t`Currency` };
  return (
    <Panel title={t`Terms`}>
      <div className="Form">
        <FieldRow>
          {ownCurrency ? <TextField {...currency} required /> : <TextField {...currency} empty="absent" placeholder={t`The company’s`} />}
          <SelectField
            control={control}
            name={"paymentTermId" as Path<Values>}
            label={t`Payment terms`}
            description={description}
            options={terms.filter(({ active }) => active).map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
            clearable
            empty="null"
          />
          <NumberField control={control} name={"paymentTermsDays" as Path<Values>} label={t`Due after`} unit={t`days`} />
          {beside}
        </FieldRow>
        {children}
      </div>
    </Panel>
  );
}
