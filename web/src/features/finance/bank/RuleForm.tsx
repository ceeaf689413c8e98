import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import type { Body } from "../../../api/types.ts";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { type Choice, Lookup } from "../../../ui/Lookup.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useCreateRule, usePartySearch, useTestRule } from "./queries.ts";
import { noOutcome, outcomeOf, RuleOutcomeFields } from "./RuleOutcomeFields.tsx";

type Field = "text" | "name" | "reference" | "code" | "account" | "party";
type Conditions = Body<"/finance/bank-rules">["conditions"];

interface Condition {
  readonly field: Field;
  /** A text, or the number of the other side. */
  readonly value: string;
  readonly party: Choice | null;
  readonly direction: "in" | "out" | null;
  readonly most: string;
}
const noCondition: Condition = { field: "text", value: "", party: null, direction: "out", most: "" };

const saysOf = ({ field, value, party }: Condition): Conditions["all"][number] => {
  if (field === "account") return { field, number: value };
  return field === "party" ? { field, partyId: party?.value ?? "" } : { field, test: "contains", value };
};
const conditionsOf = ({ direction, most, ...says }: Condition): Conditions => ({
  all: [
    saysOf({ direction, most, ...says }),
    ...(direction ? [{ field: "direction" as const, value: direction }] : []),
    ...(most ? [{ field: "amount" as const, to: most }] : []),
  ],
});
/** Whether a refusal is of the number of the other side. */
const isOfNumber = (problem: unknown) =>
  problem !== null && (problemOf(problem).errors ?? []).some(({ pointer }) => pointer.endsWith("/number"));
const isSaid = ({ field, value, party }: Condition) => (field === "party" ? party !== null : value.trim() !== "");

/** A rule: what a line must say, and the account it then belongs to. It can be tried on the latest lines first. */
export function RuleForm({ onSaved }: { onSaved: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const [condition, setCondition] = useState(noCondition);
  const [outcome, setOutcome] = useState(noOutcome);
  const [automatic, setAutomatic] = useState(false);
  const [create, test] = [useCreateRule(), useTestRule()];
  const conditions = conditionsOf(condition);
  const problem = create.error ?? test.error;
  const save = async () => {
    const rule = {
      name,
      mode: automatic ? ("automatic" as const) : ("suggest" as const),
      conditions,
      outcome: outcomeOf(outcome),
    };
    if (await create.mutateAsync(rule).catch(() => undefined)) onSaved();
  };
  return (
    <div className="Form">
      <TextInput label={t`Name`} value={name} onChange={(event) => setName(event.currentTarget.value)} required data-autofocus />
      <ConditionFields condition={condition} onChange={setCondition} wrong={isOfNumber(problem)} />
      <RuleOutcomeFields outcome={outcome} onChange={setOutcome} />
      <Switch
        label={t`Match such lines by itself as they come in`}
        checked={automatic}
        onChange={(event) => setAutomatic(event.currentTarget.checked)}
      />
      {test.data && <Tested {...test.data} />}
      <ProblemNote problem={problem ? problemOf(problem) : undefined} />
      <div className="Dialog-actions">
        <Button
          variant="default"
          disabled={!isSaid(condition)}
          loading={test.isPending}
          onClick={() => test.mutate({ bankAccountId: null, conditions })}
        >
          <Trans>Try it</Trans>
        </Button>
        <Button disabled={!name.trim() || !isSaid(condition) || !outcome.account} loading={create.isPending} onClick={() => void save()}>
          <Trans>Save the rule</Trans>
        </Button>
      </div>
    </div>
  );
}

type Result = NonNullable<ReturnType<typeof useTestRule>["data"]>;

function Tested({ tested, items }: Result) {
  const { t } = useLingui();
  return (
    <>
      <p className="Dialog-lead">
        <Trans>
          It applies to {items.length} of the latest {tested} lines.
        </Trans>
      </p>
      <SimpleTable
        label={t`Lines the rule applies to`}
        rows={items.slice(0, 5)}
        rowId={({ id }) => id}
        columns={[
          { id: "on", head: t`Day`, cell: ({ bookedOn }) => <DateText value={bookedOn} /> },
          { id: "text", head: t`Text`, cell: ({ text, name }) => text ?? name },
          { id: "amount", head: t`Amount`, cell: ({ amount, currency }) => <MoneyText value={amount} currency={currency} />, align: "end" },
        ]}
      />
    </>
  );
}

interface ConditionProps {
  readonly condition: Condition;
  readonly onChange: (condition: Condition) => void;
  /** Whether the number is refused. */
  readonly wrong: boolean;
}

function ConditionFields({ condition, onChange, wrong }: ConditionProps) {
  const { t } = useLingui();
  const { field, direction, most } = condition;
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
          onChange={(next) => onChange({ ...condition, field: (next as Field | null) ?? field })}
        />
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
        <DecimalInput label={t`of at most`} value={most} onChange={(next) => onChange({ ...condition, most: next })} />
      </FieldRow>
    </>
  );
}

/** What the field is held against: a part of a text, a number, or a customer or supplier. */
function Says({ condition, onChange, wrong }: ConditionProps) {
  const { t } = useLingui();
  const { field, value, party } = condition;
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
  return (
    <TextInput
      label={field === "account" ? t`is the IBAN or number` : t`contains`}
      {...(field === "account" && { description: t`It is kept encrypted; only its last four are shown.` })}
      {...(field === "account" && wrong && { error: t`This is no IBAN: its length or its check digits are wrong.` })}
      value={value}
      onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
      required
    />
  );
}
