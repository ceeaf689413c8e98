import { Trans, useLingui } from "@lingui/react/macro";
import { Button, NumberInput, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { FieldRow } from "../../../ui/Form.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { type Rule, useChangeRule, useCreateRule, useTestRule } from "./queries.ts";
import { RuleConditionFields } from "./RuleConditionFields.tsx";
import { noOutcome, type Outcome, outcomeOf, RuleOutcomeFields } from "./RuleOutcomeFields.tsx";
import { type Condition, conditionsOf, isSaid, noCondition } from "./rule-condition.ts";

/** Whether a refusal is of the number of the other side. */
const isOfNumber = (problem: unknown) =>
  problem !== null && (problemOf(problem).errors ?? []).some(({ pointer }) => pointer.endsWith("/number"));

interface RuleFormProps {
  /** The rule that is changed; without one it is a new one. */
  readonly rule?: Rule;
  readonly condition?: Condition;
  readonly outcome?: Outcome;
  readonly onSaved: () => void;
}

const LAST = 9999;

/** A rule: what a line must say, and the account it then belongs to. It can be tried on the latest lines first. */
export function RuleForm({ rule, condition: said = noCondition, outcome: had = noOutcome, onSaved }: RuleFormProps) {
  const { t } = useLingui();
  const [head, setHead] = useState({
    ...{ name: rule?.name ?? "", priority: rule?.priority ?? 100 },
    ...{ automatic: rule?.mode === "automatic", active: rule?.active ?? true },
  });
  const [condition, setCondition] = useState(said);
  const [outcome, setOutcome] = useState(had);
  const [create, change, test] = [useCreateRule(), useChangeRule(), useTestRule()];
  const conditions = conditionsOf(condition);
  const problem = create.error ?? change.error ?? test.error;
  const save = async () => {
    const { name, priority, automatic, active } = head;
    const told = {
      name,
      priority,
      mode: automatic ? ("automatic" as const) : ("suggest" as const),
      conditions,
      outcome: outcomeOf(outcome),
    };
    const saving = rule ? change.mutateAsync({ rule, changes: { ...told, active } }) : create.mutateAsync(told);
    if (await saving.catch(() => undefined)) onSaved();
  };
  return (
    <div className="Form">
      <HeadFields head={head} onChange={setHead} isNew={!rule} />
      <RuleConditionFields condition={condition} onChange={setCondition} wrong={isOfNumber(problem)} />
      <RuleOutcomeFields outcome={outcome} onChange={setOutcome} />
      <Switch
        label={t`Match such lines by itself as they come in`}
        checked={head.automatic}
        onChange={(event) => setHead({ ...head, automatic: event.currentTarget.checked })}
      />
      {test.data && <Tested {...test.data} />}
      <ProblemNote problem={problem ? problemOf(problem) : undefined} />
      <div className="Dialog-actions">
        <Button
          variant="default"
          disabled={!isSaid(condition)}
          loading={test.isPending}
          onClick={() => test.mutate({ bankAccountId: rule?.bankAccountId ?? null, conditions, ...(rule && { ruleId: rule.id }) })}
        >
          <Trans>Try it</Trans>
        </Button>
        <Button
          disabled={!head.name.trim() || !isSaid(condition) || !outcome.account}
          loading={create.isPending || change.isPending}
          onClick={() => void save()}
        >
          <Trans>Save the rule</Trans>
        </Button>
      </div>
    </div>
  );
}

type Head = Readonly<{ name: string; priority: number; automatic: boolean; active: boolean }>;

/** What it is called and when it is tried. */
function HeadFields({ head, onChange, isNew }: { head: Head; onChange: (head: Head) => void; isNew: boolean }) {
  const { t } = useLingui();
  return (
    <>
      <FieldRow>
        <TextInput
          label={t`Name`}
          value={head.name}
          onChange={(event) => onChange({ ...head, name: event.currentTarget.value })}
          required
          data-autofocus
        />
        <NumberInput
          label={t`Order`}
          description={t`The lowest goes first.`}
          min={1}
          max={LAST}
          clampBehavior="strict"
          allowDecimal={false}
          value={head.priority}
          onChange={(priority) => onChange({ ...head, priority: Number(priority) || 1 })}
        />
      </FieldRow>
      {!isNew && (
        <Switch label={t`In use`} checked={head.active} onChange={(event) => onChange({ ...head, active: event.currentTarget.checked })} />
      )}
    </>
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
