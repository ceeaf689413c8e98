import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { type BalanceRow, reportQueries, type TrialBalance } from "./queries.ts";

const filters = ["asOf"] as const;

/** Every account's balance on a day; both sides are equal, or something is very wrong. */
export function TrialBalancePage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const { data, error, isPlaceholderData } = useQuery(reportQueries.trialBalance(filter.asOf));
  return (
    <Page
      title={t`Trial balance`}
      lead={
        data && (
          <Trans>
            As of <DateText value={data.asOf} />, in {data.currency}
          </Trans>
        )
      }
      actions={
        <DayInput
          aria-label={t`As of`}
          placeholder={t`Today`}
          clearable
          value={filter.asOf ?? null}
          onChange={(asOf) => setFilter({ asOf: asOf ?? undefined })}
        />
      }
    >
      {error && !data ? (
        <ProblemView problem={problemOf(error)} />
      ) : (
        <Panel flush>{data && <Balances report={data} stale={isPlaceholderData} asOf={filter.asOf} />}</Panel>
      )}
    </Page>
  );
}

interface BalancesProps {
  report: TrialBalance;
  stale: boolean;
  asOf: string | undefined;
}

function Balances({ report, stale, asOf }: BalancesProps) {
  const { t } = useLingui();
  if (report.rows.length === 0)
    return (
      <EmptyState
        icon="ledger"
        title={t`Nothing posted up to this day`}
        hint={t`Issue an invoice or register a payment, and its entry appears here.`}
      />
    );
  const columns: Column<BalanceRow>[] = [
    {
      id: "code",
      head: t`Account`,
      cell: ({ account }) => <Link to={paths.finance.generalLedger(account.id, { to: asOf })}>{account.code}</Link>,
      width: "7rem",
    },
    { id: "name", head: t`Name`, cell: ({ account }) => account.name },
    { id: "debit", head: t`Debit`, cell: (row) => <MoneyText value={row.debit} />, align: "end", width: "10rem" },
    { id: "credit", head: t`Credit`, cell: (row) => <MoneyText value={row.credit} />, align: "end", width: "10rem" },
    { id: "balance", head: t`Balance`, cell: (row) => <MoneyText value={row.balance} />, align: "end", width: "10rem" },
  ];
  return (
    <div className="Report" data-stale={stale || undefined}>
      <SimpleTable
        label={t`Trial balance`}
        rows={report.rows}
        columns={columns}
        rowId={(row) => row.account.id}
        sums={[
          [
            report.totals.debit === report.totals.credit ? t`Total, both sides equal` : t`Total, the sides differ`,
            <MoneyText key="debit" value={report.totals.debit} strong />,
            <MoneyText key="credit" value={report.totals.credit} strong />,
            "",
          ],
        ]}
      />
    </div>
  );
}
