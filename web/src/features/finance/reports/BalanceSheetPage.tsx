import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { reportQueries } from "./queries.ts";
import { ReportCurrency } from "./ReportCurrency.tsx";
import { ReportDimension } from "./ReportDimension.tsx";
import { ReportFrame } from "./ReportFrame.tsx";
import { currencyQuery, dayQuery, dimensionQuery, reportFilters } from "./reportFilter.ts";
import { StatementTable } from "./StatementTable.tsx";

/** What the company has, owes and is worth on a day, beside earlier days. */
export function BalanceSheetPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(reportFilters);
  const query = { ...dayQuery(filter), ...dimensionQuery(filter), ...currencyQuery(filter) };
  const { data, error, isPlaceholderData } = useQuery(reportQueries.balanceSheet(query));
  return (
    <ReportFrame
      title={t`Balance sheet`}
      path="/finance/reports/balance-sheet"
      query={query}
      span="day"
      compares
      filter={filter}
      setFilter={setFilter}
      of={data}
      error={data ? undefined : error}
      controls={
        <>
          <ReportDimension filter={filter} setFilter={setFilter} />
          <ReportCurrency filter={filter} setFilter={setFilter} />
        </>
      }
    >
      {data && (
        <StatementTable
          explains="balance-sheet"
          label={t`Balance sheet`}
          columns={data.columns}
          lines={data.lines}
          filter={filter}
          stale={isPlaceholderData}
        />
      )}
    </ReportFrame>
  );
}
