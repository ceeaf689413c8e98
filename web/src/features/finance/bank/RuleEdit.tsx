import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { problemOf } from "../../../api/problem.ts";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { bankQueries, type Rule } from "./queries.ts";
import { RuleForm } from "./RuleForm.tsx";
import type { Outcome } from "./RuleOutcomeFields.tsx";
import { conditionOf } from "./rule-condition.ts";

type Named = Readonly<{ id: string; code: string; name: string }>;
const choiceOf = (named: Named | undefined) => (named ? { value: named.id, label: `${named.code} ${named.name}` } : null);

/** A rule that is there, with the names of what it leads to. What was matched by it stays as it is. */
export function RuleEdit({ rule, onSaved }: { rule: Rule; onSaved: () => void }) {
  const { data, error } = useQuery(bankQueries.ruleNames(rule));
  if (error) return <ProblemView problem={problemOf(error)} />;
  if (!data) return <Loader />;
  const { account, party, other, values } = data;
  const outcome: Outcome = {
    ...{ account: choiceOf(account), party: choiceOf(party) },
    ...{ taxCodeId: rule.outcome.taxCodeId ?? null, description: rule.outcome.description ?? "" },
    values: new Map(values.map((value) => [value.dimensionId, { value: value.id, label: `${value.code} ${value.name}` }])),
  };
  return <RuleForm rule={rule} condition={conditionOf(rule, choiceOf(other))} outcome={outcome} onSaved={onSaved} />;
}
