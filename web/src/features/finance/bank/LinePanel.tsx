import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Kbd } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { toast } from "../../../ui/toast.ts";
import { PartsEditor } from "./PartsEditor.tsx";
import { type BankLine, bankQueries, type Suggestion, useConfirm } from "./queries.ts";
import { useConfirmKey } from "./useLineKeys.ts";

interface LinePanelProps {
  readonly line: BankLine;
  readonly onDone: () => void;
}

/** One line: what the bank says of it, what it may be and why, and what else one may make of it. */
export function LinePanel({ line, onDone }: LinePanelProps) {
  const { t } = useLingui();
  const { data, isPending } = useQuery(bankQueries.suggestions(line.id));
  const confirm = useConfirm();
  const suggestions = data?.items ?? [];
  const take = async ({ lines, score, reasons }: Suggestion) => {
    const done = await confirm.mutateAsync({ lines, score, reasons, origin: "suggestion" }).catch(() => undefined);
    if (!done) return;
    void toast(t`Matched.`);
    onDone();
  };
  useConfirmKey((place) => {
    const suggestion = suggestions[place];
    if (suggestion && !confirm.isPending) void take(suggestion);
  });
  return (
    <div className="Reconcile-panel">
      <Panel title={line.name ?? t`Line of the bank`}>
        <Facts line={line} />
      </Panel>
      {line.details.length > 0 && <Batch line={line} />}
      <Panel title={t`What it may be`} actions={<KeyHint />}>
        <ProblemNote problem={confirm.error ? problemOf(confirm.error) : undefined} />
        {suggestions.map((suggestion, index) => (
          <SuggestionRow
            key={`${suggestion.title} ${index.toString()}`}
            suggestion={suggestion}
            place={index + 1}
            loading={confirm.isPending}
            onTake={() => void take(suggestion)}
          />
        ))}
        {!isPending && suggestions.length === 0 && (
          <p className="Dialog-lead">
            <Trans>Nothing in the books fits. Say below what it is.</Trans>
          </p>
        )}
      </Panel>
      <PartsEditor line={line} onDone={onDone} />
    </div>
  );
}

const KeyHint = () => (
  <small>
    <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> <Trans>walk</Trans>, <Kbd size="xs">1</Kbd> <Trans>confirms the best</Trans>
  </small>
);

function Facts({ line }: { line: BankLine }) {
  const { t } = useLingui();
  const partly = line.left !== line.amount;
  return (
    <KeyValue
      facts={[
        [t`Amount`, <MoneyText key="amount" value={line.amount} currency={line.currency} strong />],
        [t`Left`, partly && <MoneyText key="left" value={line.left} currency={line.currency} />],
        [t`Booked`, <DateText key="booked" value={line.bookedOn} />],
        [t`Text`, line.text],
        [t`Reference`, line.endToEndId ?? line.structuredReference],
        [t`Account`, line.account],
        [
          t`Ordered`,
          line.instructed &&
            `${line.instructed.amount} ${line.instructed.currency}${line.instructed.rate ? ` @ ${line.instructed.rate}` : ""}`,
        ],
        [t`Returned`, line.returnReason],
        [t`Kind`, line.code],
      ]}
    />
  );
}

function Batch({ line }: { line: BankLine }) {
  const { t } = useLingui();
  const columns: Column<BankLine["details"][number]>[] = [
    { id: "name", head: t`Name`, cell: ({ name }) => name },
    { id: "text", head: t`Text`, cell: ({ text, endToEndId }) => text ?? endToEndId },
    { id: "amount", head: t`Amount`, cell: ({ amount }) => <MoneyText value={amount} />, align: "end" },
  ];
  return (
    <Panel title={t`A batch of ${line.batchCount}`} flush>
      <SimpleTable label={t`Payments of the batch`} rows={line.details} columns={columns} rowId={(detail) => JSON.stringify(detail)} />
    </Panel>
  );
}

interface SuggestionRowProps {
  readonly suggestion: Suggestion;
  readonly place: number;
  readonly loading: boolean;
  readonly onTake: () => void;
}

function SuggestionRow({ suggestion, place, loading, onTake }: SuggestionRowProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(place === 1);
  const { score, title, reasons } = suggestion;
  return (
    <div className="Suggestion">
      <span className="Suggestion-score" title={t`${score} of 100 points`}>
        {score}
      </span>
      <div className="Suggestion-text">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {title}
        </button>
        {open && (
          <ul>
            {reasons.map(({ text, points }) => (
              <li key={text}>
                {text}
                {points > 0 && <small> +{points}</small>}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Button
        size="compact-sm"
        variant={place === 1 ? "filled" : "default"}
        loading={loading}
        onClick={onTake}
        aria-label={t`Confirm ${title}`}
      >
        <Trans>Confirm</Trans>
      </Button>
    </div>
  );
}
