import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { type GeneralLedger, type LedgerRow, reportQueries } from "./queries.ts";

const filters = ["from", "to"] as const;

/** One account, line by line, with its running balance. */
export function GeneralLedgerPage() {
  const { t } = useLingui();
  const { accountId = "" } = useParams();
  const [filter, setFilter] = useUrlFilter(filters);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(reportQueries.generalLedger(accountId, filter));
  const first = data?.pages[0];
  return (
    <Page
      title={first ? `${first.account.code} ${first.account.name}` : t`General ledger`}
      back={{ to: paths.finance.trialBalance({ asOf: filter.to }), label: t`Trial balance` }}
      actions={
        <>
          <DayInput
            aria-label={t`From`}
            placeholder={t`From`}
            clearable
            value={filter.from ?? null}
            onChange={(from) => setFilter({ from: from ?? undefined })}
          />
          <DayInput
            aria-label={t`To`}
            placeholder={t`To`}
            clearable
            value={filter.to ?? null}
            onChange={(to) => setFilter({ to: to ?? undefined })}
          />
        </>
      }
    >
      {error && !data ? (
        <ProblemView problem={problemOf(error)} />
      ) : (
        <Panel flush>
          {first && <Lines ledger={first} rows={data.pages.flatMap((page) => page.rows)} />}
          {hasNextPage && (
            <div className="DataTable-foot">
              <Button variant="default" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                <Trans>Load more</Trans>
              </Button>
            </div>
          )}
        </Panel>
      )}
    </Page>
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
