import { Trans, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { LoadMore } from "../../../ui/LoadMore.tsx";
import { DateText, InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { type DifferenceEntry, reportQueries } from "./queries.ts";
import { ReportFrame } from "./ReportFrame.tsx";
import { reportFilters } from "./reportFilter.ts";
import { StatementTable } from "./StatementTable.tsx";

const filters = [...reportFilters, "statement"] as const;
const statements = ["trial_balance", "profit_and_loss", "balance_sheet"] as const;

/** What a statement says now beside what it said at an earlier moment, and the entries that made the difference. */
export function DifferencePage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const { from, to, knownAt = "" } = filter;
  const statement = oneOf(filter.statement, statements) ?? "trial_balance";
  const query = { statement, knownAt, ...(from && { from }), ...(to && { to }) };
  const { data, error, isPlaceholderData } = useQuery({ ...reportQueries.difference(query), enabled: knownAt !== "" });
  return (
    <ReportFrame
      title={t`What changed since`}
      path="/finance/reports/differences"
      query={query}
      span="days"
      filter={filter}
      setFilter={setFilter}
      of={data && { asOf: data.to, from: data.from, currency: data.currency, knownAt: data.knownAt }}
      error={data ? undefined : error}
      controls={
        <Select
          label={t`Statement`}
          allowDeselect={false}
          data={[
            { value: "trial_balance", label: t`Trial balance` },
            { value: "profit_and_loss", label: t`Profit and loss` },
            { value: "balance_sheet", label: t`Balance sheet` },
          ]}
          value={statement}
          onChange={(chosen) => setFilter({ statement: chosen ?? undefined })}
        />
      }
    >
      {knownAt === "" && (
        <EmptyState icon="ledger" title={t`Since when?`} hint={t`Choose the day at whose end the earlier statement was known.`} />
      )}
      {data && knownAt !== "" && (
        <StatementTable
          label={t`What changed`}
          columns={[
            { from: null, to: data.to },
            { from: null, to: data.to },
          ]}
          heads={[t`Now`, t`Then`]}
          lines={data.lines}
          filter={{}}
          stale={isPlaceholderData}
        />
      )}
      {data && knownAt !== "" && <Made knownAt={knownAt} from={data.from ?? undefined} to={data.to} />}
    </ReportFrame>
  );
}

function Made({ knownAt, from, to }: { knownAt: string; from: string | undefined; to: string }) {
  const { t } = useLingui();
  const query = { knownAt, to, ...(from && { from }) };
  const pages = useInfiniteQuery(reportQueries.differenceEntries(query));
  const { data } = pages;
  const columns: Column<DifferenceEntry>[] = [
    { id: "date", head: t`Date`, cell: (row) => <DateText value={row.effectiveOn} />, width: "8rem" },
    {
      id: "entry",
      head: t`Entry`,
      cell: (row) => <Link to={paths.finance.entry(row.id)}>{row.number ?? <Trans>not sealed yet</Trans>}</Link>,
      width: "9rem",
    },
    { id: "text", head: t`Text`, cell: (row) => row.description },
    { id: "sealed", head: t`Sealed`, cell: (row) => (row.sealedAt ? <InstantText value={row.sealedAt} /> : "–"), width: "12rem" },
    { id: "total", head: t`Total`, cell: (row) => <MoneyText value={row.total} />, align: "end", width: "9rem" },
  ];
  const rows = data?.pages.flatMap((page) => page.items) ?? [];
  if (!data) return null;
  return (
    <>
      <SimpleTable
        label={t`The entries that made the difference`}
        rows={rows}
        columns={columns}
        rowId={(row) => row.id}
        empty={t`No entry was added to these days since.`}
      />
      <LoadMore of={pages} />
    </>
  );
}
