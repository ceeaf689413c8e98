import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { UseFormReturn } from "react-hook-form";
import type * as z from "zod";
import type { AccountInput } from "#core/finance/accounts/account.ts";
import { SelectField, SwitchField, TextField } from "../../../ui/Field.tsx";
import { FieldRow, Form } from "../../../ui/Form.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { AccountLimitFields } from "./AccountLimitFields.tsx";
import { accountQueries } from "./queries.ts";
import { useTypeNames } from "./typeNames.ts";

export type AccountForm = UseFormReturn<z.input<typeof AccountInput>, unknown, z.output<typeof AccountInput>>;

interface AccountFormProps {
  readonly form: AccountForm;
  readonly onSubmit: (account: z.output<typeof AccountInput>) => Promise<unknown>;
  readonly onCancel: () => void;
  readonly submit: string;
  /** The account itself, which is no heading of its own. */
  readonly id?: string;
}

/** The fields of an account or a heading, new or old. */
export function AccountForm({ form, onSubmit, onCancel, submit, id }: AccountFormProps) {
  const { t } = useLingui();
  const { control } = form;
  const types = useTypeNames();
  const [type, isGroup] = [form.watch("type"), form.watch("isGroup")];
  return (
    <Form form={form} onSubmit={onSubmit} onCancel={onCancel} submit={submit}>
      <Panel title={t`Account`}>
        <div className="Form">
          <FieldRow>
            <TextField control={control} name="code" label={t`Code`} required />
            <TextField control={control} name="name" label={t`Name`} required />
          </FieldRow>
          <FieldRow>
            <TextField control={control} name="nameLocal" label={t`Name in the local language`} empty="null" />
            <TextField control={control} name="subtype" label={t`Kind`} />
          </FieldRow>
          <FieldRow>
            <SelectField
              control={control}
              name="type"
              label={t`Type`}
              required
              options={Object.entries(types).map(([value, label]) => ({ value, label }))}
            />
            <SelectField
              control={control}
              name="normalBalance"
              label={t`Grows on the side of`}
              clearable
              options={[
                { value: "debit", label: t`Debit` },
                { value: "credit", label: t`Credit` },
              ]}
            />
            <SelectField
              control={control}
              name="parentId"
              label={t`Heading above`}
              clearable
              empty="null"
              options={useHeadings(type, id)}
              description={t`Only headings of the same type.`}
            />
          </FieldRow>
          <FieldRow>
            <SwitchField control={control} name="isGroup" label={t`A heading: totals, and is not posted to`} />
            <SwitchField control={control} name="isContra" label={t`Contra account`} />
          </FieldRow>
          {!isGroup && (type === "asset" || type === "liability") && <ControlField control={control} />}
        </div>
      </Panel>
      {!isGroup && <AccountLimitFields control={control} />}
    </Form>
  );
}

/** Whose open items its lines are. */
function ControlField({ control }: { control: AccountForm["control"] }) {
  const { t } = useLingui();
  return (
    <SelectField
      control={control}
      name="control"
      label={t`Control account`}
      clearable
      empty="null"
      options={[
        { value: "receivable", label: t`Of customers` },
        { value: "payable", label: t`Of suppliers` },
      ]}
      description={t`Each line names a customer or supplier and is an open item. Chosen before the first posting.`}
    />
  );
}

function useHeadings(type: string | undefined, own: string | undefined) {
  const { data } = useQuery(accountQueries.tree());
  return (data?.items ?? [])
    .filter((account) => account.isGroup && account.active && account.type === type && account.id !== own)
    .map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }));
}
