import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { LoadMore } from "../../../ui/LoadMore.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { type GeneralLedger, type LedgerRow, reportQueries } from "./queries.ts";
import { ReportDimension } from "./ReportDimension.tsx";
import { ReportFrame } from "./ReportFrame.tsx";
import { dimensionQuery, reportFilters, spanQuery } from "./reportFilter.ts";

/** One account, line by line, with its running balance. */
export function GeneralLedgerPage() {
  const { t } = useLingui();
  const { accountId = "" } = useParams();
  const [filter, setFilter] = useUrlFilter(reportFilters);
  const { from, to, knownAt } = filter;
  const query = { ...spanQuery({ from, to, knownAt }), ...dimensionQuery(filter) };
  const pages = useInfiniteQuery(reportQueries.generalLedger(accountId, query));
  const { data, error } = pages;
  const first = data?.pages[0];
  return (
    <ReportFrame
      title={first ? `${first.account.code} ${first.account.name}` : t`General ledger`}
      path="/finance/reports/general-ledger"
      query={{ accountId, ...query }}
      span="days"
      back={{ to: paths.finance.trialBalance({ asOf: to, knownAt }), label: t`Trial balance` }}
      filter={filter}
      setFilter={setFilter}
      of={first}
      error={data ? undefined : error}
      controls={<ReportDimension filter={filter} setFilter={setFilter} />}
    >
      {first && <Lines ledger={first} rows={data.pages.flatMap((page) => page.rows)} />}
      <LoadMore of={pages} />
    </ReportFrame>
  );
}

function Lines({ ledger, rows }: { ledger: GeneralLedger; rows: readonly LedgerRow[] }) {
  const { t } = useLingui();
  const columns: Column<LedgerRow>[] = [
    { id: "date", head: t`Date`, cell: (row) => <DateText value={row.date} />, width: "8rem" },
    {
      id: "entry",
      head: t`Entry`,
      cell: (row) => <Link to={paths.finance.entry(row.entryId)}>{row.number ?? <Trans>not sealed yet</Trans>}</Link>,
      width: "9rem",
    },
    { id: "text", head: t`Text`, cell: (row) => row.description },
    { id: "debit", head: t`Debit`, cell: (row) => <MoneyText value={row.debit} />, align: "end", width: "9rem" },
    { id: "credit", head: t`Credit`, cell: (row) => <MoneyText value={row.credit} />, align: "end", width: "9rem" },
    { id: "balance", head: t`Balance`, cell: (row) => <MoneyText value={row.balance} />, align: "end", width: "9rem" },
  ];
  return (
    <SimpleTable
      label={t`Lines of the account`}
      rows={rows}
      columns={columns}
      rowId={(row) => `${row.entryId} ${row.position}`}
      empty={t`Nothing was posted to this account in the period.`}
      sums={[
        [
          t`Total`,
          <MoneyText key="debit" value={ledger.totals.debit} strong />,
          <MoneyText key="credit" value={ledger.totals.credit} strong />,
          "",
        ],
      ]}
    />
  );
}
