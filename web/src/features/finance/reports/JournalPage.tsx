import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { LoadMore } from "../../../ui/LoadMore.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { type JournalReport, reportQueries } from "./queries.ts";
import { ReportFrame } from "./ReportFrame.tsx";
import { reportFilters, spanQuery } from "./reportFilter.ts";

type Entry = JournalReport["items"][number];
type Line = Entry["lines"][number];

/** The daybook: every entry with its lines, by date. */
export function JournalPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(reportFilters);
  const { from, to, knownAt } = filter;
  const query = spanQuery({ from, to, knownAt });
  const pages = useInfiniteQuery(reportQueries.journal(query));
  const { data, error } = pages;
  const first = data?.pages[0];
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <ReportFrame
      title={t`Journal`}
      path="/finance/reports/journal"
      query={query}
      span="days"
      filter={filter}
      setFilter={setFilter}
      of={first && { asOf: first.to, from: first.from, currency: first.currency, knownAt }}
      error={data ? undefined : error}
    >
      {first && entries.length === 0 && (
        <EmptyState icon="ledger" title={t`Nothing posted in the period`} hint={t`Choose other days, or post an entry.`} />
      )}
      {entries.map((entry) => (
        <EntryOfJournal key={entry.entryId} entry={entry} filter={query} />
      ))}
      <LoadMore of={pages} />
    </ReportFrame>
  );
}

function EntryOfJournal({ entry, filter }: { entry: Entry; filter: Readonly<{ from?: string; to?: string }> }) {
  const { t } = useLingui();
  const columns: Column<Line>[] = [
    {
      id: "account",
      head: t`Account`,
      cell: ({ account }) => <Link to={paths.finance.generalLedger(account.id, filter)}>{account.code}</Link>,
      width: "7rem",
    },
    { id: "text", head: t`Text`, cell: (line) => line.description ?? line.account.name },
    { id: "debit", head: t`Debit`, cell: ({ debit }) => <Side amount={debit} />, align: "end", width: "9rem" },
    { id: "credit", head: t`Credit`, cell: ({ credit }) => <Side amount={credit} />, align: "end", width: "9rem" },
  ];
  return (
    <article className="Journal-entry">
      <h2 className="Journal-head">
        <DateText value={entry.date} />
        <Link to={paths.finance.entry(entry.entryId)}>{entry.number ?? <Trans>not sealed yet</Trans>}</Link>
        <span>{entry.journal.name}</span>
        <span>{entry.description}</span>
      </h2>
      <SimpleTable label={entry.description} rows={entry.lines} columns={columns} rowId={(line) => `${line.position}`} />
    </article>
  );
}

const Side = ({ amount }: { amount: string }) => (/[1-9]/.test(amount) ? <MoneyText value={amount} /> : null);
