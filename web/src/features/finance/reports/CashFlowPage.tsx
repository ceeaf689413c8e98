import { Plural, useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { reportQueries } from "./queries.ts";
import { ReportCurrency } from "./ReportCurrency.tsx";
import { ReportDimension } from "./ReportDimension.tsx";
import { ReportFrame } from "./ReportFrame.tsx";
import { currencyQuery, dimensionQuery, methodQuery, reportFilters, spanQuery } from "./reportFilter.ts";
import { StatementTable } from "./StatementTable.tsx";

/** Where cash came from and went to: by the indirect method from the result, by the direct one as gross receipts and payments. */
export function CashFlowPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(reportFilters);
  const query = { ...spanQuery(filter), ...methodQuery(filter), ...dimensionQuery(filter), ...currencyQuery(filter) };
  const isDirect = filter.method === "direct";
  const { data, error, isPlaceholderData } = useQuery(reportQueries.cashFlow(query));
  const shared = data?.sharedEntries ?? 0;
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
          <Select
            label={t`Method`}
            allowDeselect={false}
            data={[
              { value: "indirect", label: t`Indirect` },
              { value: "direct", label: t`Direct` },
            ]}
            value={isDirect ? "direct" : "indirect"}
            onChange={(method) => setFilter({ method: method === "direct" ? method : undefined })}
          />
          <ReportDimension filter={filter} setFilter={setFilter} />
          <ReportCurrency filter={filter} setFilter={setFilter} />
        </>
      }
    >
      {shared > 0 && (
        <p className="Statement-note">
          <Plural
            value={shared}
            one="In # entry more stands against cash than cash: what it was for is shared in proportion."
            other="In # entries more stands against cash than cash: what it was for is shared in proportion."
          />
        </p>
      )}
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
