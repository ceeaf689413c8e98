import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { reportQueries } from "./queries.ts";
import { ReportCurrency } from "./ReportCurrency.tsx";
import { ReportDimension } from "./ReportDimension.tsx";
import { ReportFrame } from "./ReportFrame.tsx";
import { currencyQuery, dimensionQuery, reportFilters, spanQuery } from "./reportFilter.ts";
import { StatementTable } from "./StatementTable.tsx";

/** Where cash came from and went to. */
export function CashFlowPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(reportFilters);
  const query = { ...spanQuery(filter), ...dimensionQuery(filter), ...currencyQuery(filter) };
  const { data, error, isPlaceholderData } = useQuery(reportQueries.cashFlow(query));
  return (
    <ReportFrame
      title={t`Cash flow`}
      path="/finance/reports/cash-flow"
      query={query}
      span="days"
      compares
      parts
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
          explains="cash-flow"
          label={t`Cash flow`}
          columns={data.columns}
          lines={data.lines}
          filter={filter}
          stale={isPlaceholderData}
        />
      )}
    </ReportFrame>
  );
}
