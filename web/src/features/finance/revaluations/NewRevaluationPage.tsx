import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { toast } from "../../../ui/toast.ts";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { type Revaluation, revaluationQueries, useRevalue } from "./queries.ts";
import { RevaluationLines } from "./RevaluationLines.tsx";

const filters = ["on"] as const;

/** The last day of the month before. */
const lastMonthEnd = () => {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), 0).toLocaleDateString("sv");
};

/** A revaluation is looked at before it is posted: each amount, its rate and the difference. */
export function NewRevaluationPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const on = filter.on ?? lastMonthEnd();
  const { data, error, isFetching } = useQuery(revaluationQueries.preview(on));
  const shown = error ? undefined : data;
  return (
    <Page
      title={t`Revalue`}
      lead={
        shown && (
          <Trans>
            Posted on <DateText value={shown.on} />, taken back on <DateText value={shown.reversedOn} />
          </Trans>
        )
      }
      back={{ to: paths.finance.revaluations(), label: t`Revaluation` }}
      actions={
        <>
          <DayInput aria-label={t`Day`} value={on} onChange={(day) => setFilter({ on: day ?? undefined })} />
          <PostButton preview={shown} waiting={isFetching} />
        </>
      }
    >
      {error ? <ProblemView problem={problemOf(error)} /> : shown && <Preview preview={shown} />}
    </Page>
  );
}

function Preview({ preview }: { preview: Revaluation }) {
  const { t } = useLingui();
  if (preview.lines.length === 0)
    return (
      <EmptyState
        icon="check"
        title={t`Nothing to revalue`}
        hint={t`Everything that is open in another currency is carried at the rates of this day already.`}
      />
    );
  return (
    <Panel title={t`Preview`} flush>
      <RevaluationLines revaluation={preview} />
    </Panel>
  );
}

function PostButton({ preview, waiting }: { preview: Revaluation | undefined; waiting: boolean }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const revalue = useRevalue();
  const nothing = !preview || preview.lines.length === 0;
  return (
    <ConfirmButton
      title={t`Post the revaluation`}
      verb={t`Post it`}
      reason={nothing && !waiting ? t`There is nothing to revalue on this day.` : undefined}
      ready={!nothing}
      text={t`An entry on this day and its reversal on the day after. If something was posted meanwhile, it counts too.`}
      onConfirm={async () => {
        const { id } = await revalue.mutateAsync(preview?.on ?? "");
        void toast(id ? t`The revaluation is posted.` : t`There was nothing left to revalue.`);
        navigate(id ? paths.finance.revaluation(id) : paths.finance.revaluations());
      }}
    >
      <Trans>Post</Trans>
    </ConfirmButton>
  );
}
