import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { currencyCodes } from "#core/kernel/currencies.ts";
import { DateField } from "../../../ui/DateField.tsx";
import { MultiField, SwitchField } from "../../../ui/Field.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { Panel } from "../../../ui/Page.tsx";
import type { AccountForm } from "./AccountForm.tsx";
import { accountQueries } from "./queries.ts";

const currencies = currencyCodes.map((code) => ({ value: code, label: code }));

/** What limits the postings to an account. The database holds each of them. */
export function AccountLimitFields({ control }: { control: AccountForm["control"] }) {
  const { t } = useLingui();
  const { data: roles } = useQuery(accountQueries.roles());
  const { data: dimensions } = useQuery(accountQueries.dimensions());
  return (
    <Panel title={t`Limits`}>
      <div className="Form">
        <FieldRow>
          <DateField control={control} name="opensOn" label={t`Opens on`} clearable empty="null" />
          <DateField
            control={control}
            name="closesOn"
            label={t`Closes on`}
            clearable
            empty="null"
            description={t`The last day of postings.`}
          />
        </FieldRow>
        <FieldRow>
          <MultiField control={control} name="currencies" label={t`Currencies`} options={currencies} empty="null" placeholder={t`Any`} />
          {dimensions && (
            <MultiField
              control={control}
              name="requiredDimensionIds"
              label={t`Needs a value of`}
              options={dimensions.items.map(({ id, name }) => ({ value: id, label: name }))}
              empty="list"
              placeholder={t`No dimension`}
            />
          )}
        </FieldRow>
        <FieldRow>
          <SwitchField control={control} name="manualPosting" label={t`Entries by hand may use it`} />
          {roles && (
            <MultiField
              control={control}
              name="postingRoleIds"
              label={t`By hand only`}
              options={roles.items.map(({ id, name }) => ({ value: id, label: name }))}
              empty="null"
              placeholder={t`Whoever may post`}
            />
          )}
        </FieldRow>
      </div>
    </Panel>
  );
}
