import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useFieldArray } from "react-hook-form";
import { SelectField, SwitchField, TextField } from "../../../ui/Field.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Panel } from "../../../ui/Page.tsx";
import type { CustomerForm } from "./CustomerForm.tsx";

type Control = CustomerForm["control"];

/** Where to send invoices and goods. */
export function AddressFields({ control }: { control: Control }) {
  const { t } = useLingui();
  const { fields, append, remove } = useFieldArray({ control, name: "addresses" });
  const kinds = [
    { value: "billing", label: t`Billing` },
    { value: "shipping", label: t`Shipping` },
  ];
  return (
    <Panel
      title={t`Addresses`}
      actions={
        <Add
          onClick={() =>
            append({
              kind: fields.length === 0 ? "billing" : "shipping",
              street: "",
              city: "",
              country: "",
              isDefault: fields.length === 0,
            })
          }
        >
          <Trans>Add an address</Trans>
        </Add>
      }
    >
      {fields.map((field, index) => (
        <div key={field.id} className="Part">
          <FieldRow>
            <SelectField control={control} name={`addresses.${index}.kind`} label={t`Kind`} options={kinds} />
            <TextField control={control} name={`addresses.${index}.name`} label={t`Addressee`} empty="null" />
          </FieldRow>
          <TextField control={control} name={`addresses.${index}.street`} label={t`Street`} required />
          <FieldRow>
            <TextField control={control} name={`addresses.${index}.postalCode`} label={t`Postal code`} empty="null" />
            <TextField control={control} name={`addresses.${index}.city`} label={t`City`} required />
            <TextField control={control} name={`addresses.${index}.country`} label={t`Country`} placeholder="DE" required />
          </FieldRow>
          <div className="Part-foot">
            <SwitchField control={control} name={`addresses.${index}.isDefault`} label={t`Default of its kind`} />
            <Remove label={t`Remove address ${index + 1}`} onClick={() => remove(index)} />
          </div>
        </div>
      ))}
    </Panel>
  );
}

/** Whom to talk to. */
export function ContactFields({ control }: { control: Control }) {
  const { t } = useLingui();
  const { fields, append, remove } = useFieldArray({ control, name: "contacts" });
  return (
    <Panel
      title={t`Contacts`}
      actions={
        <Add onClick={() => append({ name: "" })}>
          <Trans>Add a contact</Trans>
        </Add>
      }
    >
      {fields.map((field, index) => (
        <div key={field.id} className="Part">
          <FieldRow>
            <TextField control={control} name={`contacts.${index}.name`} label={t`Name`} required />
            <TextField control={control} name={`contacts.${index}.role`} label={t`Role`} empty="null" />
          </FieldRow>
          <FieldRow>
            <TextField control={control} name={`contacts.${index}.email`} label={t`Email`} type="email" empty="null" />
            <TextField control={control} name={`contacts.${index}.phone`} label={t`Phone`} type="tel" empty="null" />
          </FieldRow>
          <div className="Part-foot">
            <Remove label={t`Remove contact ${index + 1}`} onClick={() => remove(index)} />
          </div>
        </div>
      ))}
    </Panel>
  );
}

const Add = ({ onClick, children }: { onClick: () => void; children: React.ReactNode }) => (
  <Button variant="subtle" size="compact-sm" leftSection={<Icon name="plus" size={14} />} onClick={onClick}>
    {children}
  </Button>
);

const Remove = ({ onClick, label }: { onClick: () => void; label: string }) => (
  <Button variant="subtle" color="red" size="compact-sm" leftSection={<Icon name="trash" size={14} />} onClick={onClick} aria-label={label}>
    <Trans>Remove</Trans>
  </Button>
);
