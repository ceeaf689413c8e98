import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { type EntryLine, entryQueries } from "./queries.ts";

/** One journal entry: where the drill-down ends. */
export function EntryPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const { data: entry } = useSuspenseQuery(entryQueries.one(id));
  const side = (line: EntryLine, negative: boolean) => {
    const amount = line.companyAmount;
    if (amount.startsWith("-") !== negative || !/[1-9]/.test(amount)) return null;
    return <MoneyText value={amount.replace("-", "")} />;
  };
  const columns: Column<EntryLine>[] = [
    {
      id: "code",
      head: t`Account`,
      cell: ({ account }) => <Link to={paths.finance.generalLedger(account.id)}>{account.code}</Link>,
      width: "7rem",
    },
    { id: "name", head: t`Name`, cell: ({ account }) => account.name },
    { id: "debit", head: t`Debit`, cell: (line) => side(line, false), align: "end", width: "10rem" },
    { id: "credit", head: t`Credit`, cell: (line) => side(line, true), align: "end", width: "10rem" },
  ];
  return (
    <Page
      narrow
      title={entry.number ? t`Entry ${entry.number}` : t`Journal entry`}
      back={{ to: paths.finance.trialBalance(), label: t`Trial balance` }}
      lead={
        <Trans>
          <DateText value={entry.date} />, {entry.description}
        </Trans>
      }
    >
      <Panel flush>
        <SimpleTable label={t`Lines of the entry`} rows={entry.lines} columns={columns} rowId={(line) => `${line.position}`} />
      </Panel>
    </Page>
  );
}
