import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { Why } from "../../../ui/Why.tsx";
import { type BalanceRow, reportQueries, type TrialBalance } from "./queries.ts";
import { ReportCurrency } from "./ReportCurrency.tsx";
import { ReportDimension } from "./ReportDimension.tsx";
import { ReportFrame } from "./ReportFrame.tsx";
import { currencyQuery, dayQuery, dimensionQuery, type ReportFilter, reportFilters } from "./reportFilter.ts";
import { StatementTable } from "./StatementTable.tsx";

/** Every account's balance on a day; both sides are equal, or something is very wrong. */
export function TrialBalancePage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(reportFilters);
  const query = { ...dayQuery(filter), ...dimensionQuery(filter), ...currencyQuery(filter) };
  const { data, error, isPlaceholderData } = useQuery(reportQueries.trialBalance(query));
  return (
    <ReportFrame
      title={t`Trial balance`}
      path="/finance/reports/trial-balance"
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
      {data && (data.columns.length > 1 || filter.hideZero) && (
        <StatementTable
          explains="trial-balance"
          label={t`Trial balance`}
          columns={data.columns}
          lines={data.lines}
          filter={filter}
          stale={isPlaceholderData}
        />
      )}
      {data && data.columns.length === 1 && !filter.hideZero && <Balances report={data} stale={isPlaceholderData} filter={filter} />}
    </ReportFrame>
  );
}

interface BalancesProps {
  report: TrialBalance;
  stale: boolean;
  filter: ReportFilter;
}

function Balances({ report, stale, filter: { asOf, knownAt, dimension, currency } }: BalancesProps) {
  const { t } = useLingui();
  if (report.rows.length === 0)
    return (
      <EmptyState
        icon="ledger"
        title={t`Nothing posted up to this day`}
        hint={t`Issue an invoice or register a payment, and its entry appears here.`}
      />
    );
  const Explained = ({ row: { account, balance } }: { row: BalanceRow }) => (
    <>
      <Why
        to={paths.finance.figureWhy("trial-balance", { account: account.id, to: asOf, knownAt, dimension, currency })}
        of={`${account.name} ${balance}`}
      />
      <MoneyText value={balance} />
    </>
  );
  const columns: Column<BalanceRow>[] = [
    {
      id: "code",
      head: t`Account`,
      cell: ({ account }) => <Link to={paths.finance.generalLedger(account.id, { to: asOf, knownAt, dimension })}>{account.code}</Link>,
      width: "5rem",
    },
    { id: "name", head: t`Name`, cell: ({ account }) => account.name },
    { id: "debit", head: t`Debit`, cell: (row) => <MoneyText value={row.debit} />, align: "end", width: "10rem", yields: "phone" },
    { id: "credit", head: t`Credit`, cell: (row) => <MoneyText value={row.credit} />, align: "end", width: "10rem", yields: "phone" },
    { id: "balance", head: t`Balance`, cell: (row) => <Explained row={row} />, align: "end", width: "11rem" },
  ];
  const { translationDifference: difference } = report;
  return (
    <div className="Report" data-stale={stale || undefined}>
      <SimpleTable
        label={t`Trial balance`}
        rows={report.rows}
        columns={columns}
        rowId={(row) => row.account.id}
        sums={[
          ...(difference ? [sumRow(t`Translation difference`, difference)] : []),
          [
            report.totals.debit === report.totals.credit ? t`Total, both sides equal` : t`Total, the sides differ`,
            <MoneyText key="debit" value={report.totals.debit} strong />,
            <MoneyText key="credit" value={report.totals.credit} strong />,
            <WholeBalance key="balance" report={report} filter={{ asOf, knownAt, dimension, currency }} />,
          ],
        ]}
      />
    </div>
  );
}

/** Nothing, of a whole company: both sides are equal. */
function WholeBalance({ report: { totals }, filter: { asOf, ...view } }: Pick<BalancesProps, "report" | "filter">) {
  const { t } = useLingui();
  return (
    <>
      <Why to={paths.finance.sumWhy("trial-balance", { item: "balance", to: asOf, ...view })} of={`${t`Balance`} ${totals.balance}`} />
      <MoneyText value={totals.balance} strong />
    </>
  );
}

const sumRow = (label: string, { debit, credit, balance }: NonNullable<TrialBalance["translationDifference"]>) =>
  [
    label,
    <MoneyText key="debit" value={debit} />,
    <MoneyText key="credit" value={credit} />,
    <MoneyText key="balance" value={balance} />,
  ] as const;
