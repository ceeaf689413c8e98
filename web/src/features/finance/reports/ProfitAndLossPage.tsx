import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { reportQueries } from "./queries.ts";
import { ReportCurrency } from "./ReportCurrency.tsx";
import { ReportDimension, reportDimensions } from "./ReportDimension.tsx";
import { ReportFrame } from "./ReportFrame.tsx";
import { byDimensionQuery, currencyQuery, dimensionQuery, reportFilters, spanQuery } from "./reportFilter.ts";
import { StatementTable } from "./StatementTable.tsx";

/** Income, expenses and what is left, beside other periods, month by month or by the values of a dimension. */
export function ProfitAndLossPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(reportFilters);
  const query = { ...spanQuery(filter), ...dimensionQuery(filter), ...byDimensionQuery(filter), ...currencyQuery(filter) };
  const { data: dimensions } = useQuery(reportDimensions);
  const { data, error, isPlaceholderData } = useQuery(reportQueries.profitAndLoss(query));
  return (
    <ReportFrame
      title={t`Profit and loss`}
      path="/finance/reports/profit-and-loss"
      query={query}
      span="days"
      compares
      parts
      dimensions={dimensions?.items ?? []}
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
          explains="profit-and-loss"
          label={t`Profit and loss`}
          columns={data.columns}
          lines={data.lines}
          filter={filter}
          stale={isPlaceholderData}
        />
      )}
    </ReportFrame>
  );
}
