import { useLingui } from "@lingui/react/macro";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText, InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { CloseChecklist } from "./CloseChecklist.tsx";
import { PeriodChanges } from "./PeriodChanges.tsx";
import { moduleNames, PeriodState } from "./PeriodState.tsx";
import { type LateEntry, type PeriodModule, periodQueries } from "./queries.ts";

/** One period: its states and their changes, what became of it, and what was posted after it was first closed. */
export function PeriodPage() {
  const { t, i18n } = useLingui();
  const { id = "" } = useParams();
  const { data: period } = useSuspenseQuery(periodQueries.one(id));
  const { data: events = [] } = useQuery(periodQueries.events(id));
  const late = usePages(periodQueries.late(id));
  const nameOf = (module: string) => (module === "all" ? t`Whole period` : i18n._(moduleNames[module as PeriodModule]));
  return (
    <Page
      title={t`Period ${period.name}`}
      mark={<PeriodState state={period.state} />}
      back={{ to: paths.finance.periods(), label: t`Periods` }}
    >
      <Panel flush title={t`States`}>
        <PeriodChanges period={period} />
      </Panel>
      <CloseChecklist periodId={id} closed={period.state === "closed"} />
      <Panel flush title={t`What became of it`}>
        <SimpleTable
          label={t`What became of it`}
          rows={events}
          rowId={({ changedAt, module }) => `${changedAt} ${module}`}
          empty={t`It was never closed.`}
          columns={[
            { id: "at", head: t`When`, cell: ({ changedAt }) => <InstantText value={changedAt} />, width: "12rem" },
            { id: "module", head: t`Part`, cell: ({ module }) => nameOf(module), width: "10rem" },
            { id: "state", head: t`Since then`, cell: ({ after }) => <PeriodState state={after} />, width: "9rem" },
            { id: "reason", head: t`Reason`, cell: ({ reason }) => reason },
          ]}
        />
      </Panel>
      <DataTable
        {...late}
        label={t`Posted after it was first closed`}
        columns={useLateColumns()}
        rowId={(entry) => entry.id}
        href={(entry) => paths.finance.entry(entry.id)}
        empty={<EmptyState icon="check" title={t`Nothing came late`} hint={t`Entries posted after the first close appear here.`} />}
      />
    </Page>
  );
}

function useLateColumns(): Column<LateEntry>[] {
  const { t } = useLingui();
  return [
    { id: "at", head: t`Posted`, cell: ({ postedAt }) => <InstantText value={postedAt} />, width: "12rem" },
    { id: "date", head: t`Date`, cell: ({ effectiveOn }) => <DateText value={effectiveOn} />, width: "8rem", yields: "phone" },
    { id: "description", head: t`Description`, cell: ({ description }) => description },
    { id: "state", head: t`Period was`, cell: ({ state }) => <PeriodState state={state} />, width: "9rem", yields: "tablet" },
    { id: "total", head: t`Total`, cell: ({ total }) => <MoneyText value={total} />, align: "end", width: "9rem" },
  ];
}
