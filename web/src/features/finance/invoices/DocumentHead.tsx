import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { DateField } from "../../../ui/DateField.tsx";
import { SelectField, SwitchField, TextAreaField, TextField } from "../../../ui/Field.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { LookupField } from "../../../ui/Lookup.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { activeTerms, useCustomerSearch, useSupplierSearch } from "./choices.ts";
import type { DocumentForm, DocumentKind } from "./documentForm.ts";
import type { Invoice } from "./queries.ts";

interface DocumentHeadProps {
  readonly form: DocumentForm;
  readonly kind: DocumentKind;
  /** Who stands on the draft that is changed. */
  readonly party: Invoice["party"] | undefined;
}

/** Who it is with, under which number, and what holds for all of its lines. */
export function DocumentHead({ form: { control }, kind, party }: DocumentHeadProps) {
  const { t } = useLingui();
  const { data: terms } = useQuery(activeTerms);
  const bill = kind === "bill";
  return (
    <Panel>
      <div className="Form">
        <FieldRow>
          <LookupField
            control={control}
            name="partyId"
            label={bill ? t`Supplier` : t`Customer`}
            useSearch={bill ? useSupplierSearch : useCustomerSearch}
            chosen={party && { value: party.id, label: party.name }}
            placeholder={t`Type a name or number`}
            required
          />
          <TextField control={control} name="reference" label={bill ? t`Number on the bill` : t`Their reference`} required={bill} />
          <DateField
            control={control}
            name="day"
            label={bill ? t`Date of the bill` : t`Tax point`}
            description={bill ? undefined : t`The day of the delivery. Without one, the day it is issued on.`}
            required={bill}
            clearable={!bill}
          />
        </FieldRow>
        <FieldRow>
          <SelectField
            control={control}
            name="paymentTermId"
            label={t`Payment terms`}
            options={terms?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            description={bill ? t`The supplier's own when none are chosen.` : t`The customer's own when none are chosen.`}
            clearable
          />
          <TextField
            control={control}
            name="currency"
            label={t`Currency`}
            description={bill ? t`The supplier's own when none is written.` : t`The customer's own when none is written.`}
          />
          {bill && (
            <TextField
              control={control}
              name="duplicateReason"
              label={t`Reason for entering it twice`}
              description={t`Only when a bill with this number is there already.`}
            />
          )}
        </FieldRow>
        <TextAreaField control={control} name="notes" label={t`Notes`} />
        <SwitchField control={control} name="pricesIncludeTax" label={t`Prices include tax`} />
      </div>
    </Panel>
  );
}
