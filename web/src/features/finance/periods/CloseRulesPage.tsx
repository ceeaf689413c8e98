import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Problem, problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { CloseItemList } from "./CloseItemList.tsx";
import { useCheckNames } from "./checkNames.ts";
import { type CloseRule, closingQueries, useSetRule } from "./closing.ts";
import { EffectSelect } from "./EffectSelect.tsx";

/** What a period must be in order to be closed: what each check refuses, and what people tick besides. */
export function CloseRulesPage() {
  const { t } = useLingui();
  return (
    <Page
      narrow
      title={t`Close checklist`}
      lead={t`What is not in order warns, or refuses to close the period.`}
      back={{ to: paths.finance.periods(), label: t`Periods` }}
    >
      <Rules />
      <CloseItemList />
    </Page>
  );
}

function Rules() {
  const { t } = useLingui();
  const { data: rules } = useSuspenseQuery(closingQueries.rules());
  const nameOf = useCheckNames();
  const set = useSetRule();
  const [problem, setProblem] = useState<Problem>();
  const change = (rule: CloseRule, effects: Partial<Pick<CloseRule, "softClose" | "close">>) => {
    setProblem(undefined);
    const { softClose, close } = { ...rule, ...effects };
    void set({ rule, effects: { softClose, close } }).catch((error: unknown) => setProblem(problemOf(error)));
  };
  return (
    <Panel flush title={t`Checks`}>
      <SimpleTable
        label={t`Checks`}
        rows={rules}
        rowId={({ check }) => check}
        columns={[
          { id: "check", head: t`Check`, cell: ({ check, title }) => nameOf({ code: check, title }) },
          ...(["softClose", "close"] as const).map((when) => ({
            id: when,
            head: when === "close" ? t`At the close` : t`At the soft close`,
            width: "9rem",
            cell: (rule: CloseRule) => (
              <EffectSelect
                label={`${nameOf({ code: rule.check, title: rule.title })}: ${when === "close" ? t`At the close` : t`At the soft close`}`}
                value={rule[when]}
                onChange={(value) => change(rule, { [when]: value })}
              />
            ),
          })),
        ]}
      />
      <ProblemNote problem={problem} />
    </Panel>
  );
}
