import { useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import type { Period, TaxReport } from "./queries.ts";

type Account = TaxReport["accounts"][number];

const isZero = (amount: string) => /^-?0(\.0+)?$/.test(amount);

/** The ledger's tax accounts beside the results: what differs is explained line by line. */
export function TaxAccounts({ report, period }: { report: TaxReport; period: Period }) {
  const { t } = useLingui();
  const columns: Column<Account>[] = [
    {
      id: "code",
      head: t`Account`,
      cell: ({ account }) => <Link to={paths.finance.generalLedger(account.id, { from: period.from, to: period.to })}>{account.code}</Link>,
      width: "7rem",
    },
    { id: "name", head: t`Name`, cell: ({ account }) => account.name },
    { id: "ledger", head: t`Ledger`, cell: (row) => <MoneyText value={row.ledger} />, align: "end", width: "9rem" },
    { id: "results", head: t`From taxes`, cell: (row) => <MoneyText value={row.results} />, align: "end", width: "9rem" },
    {
      id: "without",
      head: t`Without a tax`,
      cell: ({ account, withoutTax }) =>
        isZero(withoutTax) ? (
          <MoneyText value={withoutTax} />
        ) : (
          <Link to={paths.finance.taxLines({ ...period, accountId: account.id })}>
            <MoneyText value={withoutTax} />
          </Link>
        ),
      align: "end",
      width: "9rem",
    },
    {
      id: "state",
      head: t`Difference`,
      cell: ({ unexplained }) =>
        isZero(unexplained) ? <StatusBadge tone="good">{t`explained`}</StatusBadge> : <MoneyText value={unexplained} strong />,
      align: "end",
      width: "8rem",
    },
  ];
  return <SimpleTable label={t`Tax accounts`} rows={report.accounts} columns={columns} rowId={({ account }) => account.id} />;
}
