import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { Lookup } from "../../../ui/Lookup.tsx";
import { usePartySearch } from "./queries.ts";
import { RuleWhen } from "./RuleWhen.tsx";
import type { Condition, ConditionField, ConditionTest } from "./rule-condition.ts";

interface ConditionProps {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  /** Whether the number is refused. */
  readonly wrong: boolean;
}

/** What must be so of a line. */
export function RuleConditionFields({ condition, onChange, wrong }: ConditionProps) {
  const { t } = useLingui();
  const { field, direction, least, most, further } = condition;
  const fields = [
    { value: "text", label: t`the text` },
    { value: "name", label: t`the name` },
    { value: "reference", label: t`a reference` },
    { value: "code", label: t`the kind` },
    { value: "account", label: t`the other side's account` },
    { value: "party", label: t`the other side` },
  ];
  const directions = [
    { value: "out", label: t`goes out` },
    { value: "in", label: t`comes in` },
  ];
  return (
    <>
      <FieldRow>
        <Select
          label={t`When`}
          data={fields}
          value={field}
          allowDeselect={false}
          onChange={(next) => onChange({ ...condition, field: (next as ConditionField | null) ?? field })}
        />
        {field !== "account" && field !== "party" && <Test condition={condition} onChange={onChange} />}
        <Says condition={condition} onChange={onChange} wrong={wrong} />
      </FieldRow>
      <FieldRow>
        <Select
          label={t`and money`}
          clearable
          data={directions}
          value={direction}
          onChange={(next) => onChange({ ...condition, direction: next as Condition["direction"] })}
        />
        <DecimalInput label={t`of at least`} value={least} onChange={(next) => onChange({ ...condition, least: next })} />
        <DecimalInput label={t`of at most`} value={most} onChange={(next) => onChange({ ...condition, most: next })} />
      </FieldRow>
      {further.length > 0 && (
        <p className="Dialog-lead">
          <Trans>
            And besides: <RuleWhen conditions={{ all: further }} />
          </Trans>
        </p>
      )}
    </>
  );
}

function useTestNames(): Readonly<Record<ConditionTest, string>> {
  const { t } = useLingui();
  return { contains: t`contains`, equals: t`is exactly`, startsWith: t`begins with` };
}

function Test({ condition, onChange }: Omit<ConditionProps, "wrong">) {
  const { t } = useLingui();
  const names = useTestNames();
  return (
    <Select
      label={t`How`}
      data={Object.entries(names).map(([value, label]) => ({ value, label }))}
      value={condition.test}
      allowDeselect={false}
      onChange={(next) => onChange({ ...condition, test: (next as ConditionTest | null) ?? condition.test })}
    />
  );
}

/** What the field is held against: a part of a text, a number, or a customer or supplier. */
function Says({ condition, onChange, wrong }: ConditionProps) {
  const { t } = useLingui();
  const names = useTestNames();
  const { field, value, hint, party } = condition;
  if (field === "party")
    return (
      <Lookup
        label={t`is the customer or supplier`}
        placeholder={t`Type a name or number`}
        description={t`By its account, as confirmed before or entered to pay it, or by its name.`}
        useSearch={usePartySearch}
        value={party}
        onChange={(next) => onChange({ ...condition, party: next })}
      />
    );
  const isKept = field === "account" && hint !== null;
  return (
    <TextInput
      label={field === "account" ? t`is the IBAN or number` : names[condition.test]}
      {...(field === "account" && { description: t`It is kept encrypted; only its last four are shown.` })}
      {...(field === "account" && wrong && { error: t`This is no IBAN: its length or its check digits are wrong.` })}
      {...(isKept && { placeholder: hint })}
      value={value}
      onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
      required={!isKept}
    />
  );
}
