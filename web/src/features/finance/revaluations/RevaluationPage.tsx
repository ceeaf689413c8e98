import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import { DateText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { revaluationQueries } from "./queries.ts";
import { RevaluationLines } from "./RevaluationLines.tsx";

/** A revaluation as it was posted. */
export function RevaluationPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: revaluation } = useSuspenseQuery(revaluationQueries.one(id));
  return (
    <Page
      title={t`Revaluation`}
      lead={
        <Trans>
          <DateText value={revaluation.on} />, taken back on <DateText value={revaluation.reversedOn} />
        </Trans>
      }
      back={{ to: paths.finance.revaluations(), label: t`Revaluation` }}
      actions={
        <>
          <Link to={paths.finance.entry(revaluation.entryId ?? "")}>
            <Trans>Entry</Trans>
          </Link>
          <Link to={paths.finance.entry(revaluation.reversalEntryId ?? "")}>
            <Trans>Reversal</Trans>
          </Link>
        </>
      }
    >
      <Panel flush>
        <RevaluationLines revaluation={revaluation} />
      </Panel>
    </Page>
  );
}
