import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page } from "../../../ui/Page.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { grouped } from "./numbers.ts";
import { type BankAccount, bankQueries } from "./queries.ts";

/** The company's bank accounts: what they hold, and what there is to reconcile. */
export function BankAccountsPage() {
  const { t } = useLingui();
  const { data, error, isPending, refetch } = useQuery(bankQueries.accounts());
  const newAccount = (
    <Button component={Link} to={paths.finance.newBankAccount()} variant="default" leftSection={<Icon name="plus" size={16} />}>
      <Trans>New bank account</Trans>
    </Button>
  );
  return (
    <Page
      title={t`Bank`}
      actions={
        <>
          <Button component={Link} to={paths.finance.bankRules()} variant="subtle">
            <Trans>Rules</Trans>
          </Button>
          {newAccount}
          <Button component={Link} to={paths.finance.bankImport()} leftSection={<Icon name="arrowUp" size={16} />}>
            <Trans>Import statements</Trans>
          </Button>
        </>
      }
    >
      <DataTable
        label={t`Bank accounts`}
        rows={data?.items ?? []}
        columns={useColumns()}
        rowId={(account) => account.id}
        href={(account) => paths.finance.bankAccount(account.id)}
        loading={isPending}
        problem={error && !data ? problemOf(error) : undefined}
        onRetry={() => void refetch()}
        empty={
          <EmptyState
            icon="payments"
            title={t`No bank accounts yet`}
            hint={t`Enter an account once, then drop your bank's files here.`}
            action={newAccount}
          />
        }
      />
    </Page>
  );
}

function useColumns(): Column<BankAccount>[] {
  const { t } = useLingui();
  return [
    { id: "name", head: t`Account`, cell: (account) => account.name, below: (account) => grouped(account.iban ?? account.accountNumber) },
    { id: "number", head: t`Number`, cell: (account) => grouped(account.iban ?? account.accountNumber), width: "15rem", yields: "desk" },
    { id: "ledger", head: t`Ledger`, cell: ({ account }) => `${account.code} ${account.name}`, yields: "tablet" },
    {
      id: "left",
      head: t`To reconcile`,
      cell: ({ linesLeft }) => (
        <StatusBadge tone={linesLeft > 0 ? "warning" : "good"}>{linesLeft > 0 ? t`${linesLeft} lines` : t`Nothing`}</StatusBadge>
      ),
      width: "9rem",
      yields: "phone",
    },
    {
      id: "reconciled",
      head: t`Reconciled to`,
      cell: ({ reconciledOn }) => <DateText value={reconciledOn} />,
      width: "9rem",
      yields: "phone",
    },
    {
      id: "balance",
      head: t`Balance at the bank`,
      cell: ({ balance, currency }) => <MoneyText value={balance} currency={currency} />,
      align: "end",
      width: "11rem",
    },
  ];
}
