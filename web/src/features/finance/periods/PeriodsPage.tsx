import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import type { Column } from "../../../ui/DataTable.tsx";
import { FilterTabs } from "../../../ui/FilterTabs.tsx";
import { DateText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { moduleNames, PeriodState } from "./PeriodState.tsx";
import { type Period, type PeriodModule, periodQueries, useOpenYear } from "./queries.ts";
import { YearEnd } from "./YearEnd.tsx";

const modules = Object.keys(moduleNames) as PeriodModule[];

/** Fiscal years, and the state of each period for the whole and for each module. */
export function PeriodsPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(["year"] as const);
  const { data: years } = useSuspenseQuery(periodQueries.years());
  const today = new Date().toLocaleDateString("sv");
  const year =
    years.find(({ id }) => id === filter.year) ??
    years.find(({ startsOn, endsOn }) => startsOn <= today && today <= endsOn) ??
    years.at(-1);
  const { data: periods = [] } = useQuery({ ...periodQueries.ofYear(year?.id ?? ""), enabled: year !== undefined });
  return (
    <Page title={t`Periods`} lead={t`Nothing is posted to a closed period; to a soft-closed one only adjustments.`} actions={<Actions />}>
      <FilterTabs
        label={t`Fiscal year`}
        options={years.map(({ id, name }) => ({ value: id, label: name }))}
        value={year?.id ?? ""}
        onChange={(id) => setFilter({ year: id })}
      />
      <Panel flush>
        <SimpleTable label={t`Periods`} rows={periods} columns={useColumns()} rowId={({ id }) => id} empty={t`This year has no periods.`} />
      </Panel>
      {year && <YearEnd key={year.id} year={year} />}
    </Page>
  );
}

function Actions() {
  const { t } = useLingui();
  const open = useOpenYear();
  return (
    <>
      <Button component={Link} to={paths.finance.closeRules()} variant="default">
        <Trans>Close checklist</Trans>
      </Button>
      <ConfirmButton
        variant="default"
        title={t`Open the next fiscal year?`}
        text={t`It has twelve months and follows the last one. The year before may stay open.`}
        verb={t`Open it`}
        onConfirm={() => open.mutateAsync(undefined)}
      >
        <Trans>Open the next year</Trans>
      </ConfirmButton>
    </>
  );
}

function useColumns(): Column<Period>[] {
  const { t, i18n } = useLingui();
  return [
    { id: "name", head: t`Period`, cell: ({ id, name }) => <Link to={paths.finance.period(id)}>{name}</Link>, width: "8rem" },
    { id: "from", head: t`From`, cell: ({ startsOn }) => <DateText value={startsOn} />, width: "8rem" },
    { id: "to", head: t`To`, cell: ({ endsOn }) => <DateText value={endsOn} />, width: "8rem" },
    { id: "whole", head: t`Finance and whole`, cell: ({ state }) => <PeriodState state={state} /> },
    ...modules.map((module) => ({
      id: module,
      head: i18n._(moduleNames[module]),
      cell: (period: Period) => <PeriodState state={period.modules[module]} />,
    })),
    { id: "closes", head: t`Closes`, cell: (period) => <Closes period={period} />, align: "end", width: "7rem" },
  ];
}

/** What the checklist said, where there was a close of any part. */
function Closes({ period: { id, name, state, modules: parts } }: { period: Period }) {
  const { t } = useLingui();
  if ([state, ...Object.values(parts)].every((one) => one === "open")) return null;
  return (
    <Link to={paths.finance.closes(id)} aria-label={t`Closes of ${name}`}>
      <Trans>See them</Trans>
    </Link>
  );
}
