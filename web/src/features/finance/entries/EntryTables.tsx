import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { Link } from "react-router";
import { usePages } from "../../../api/pages.ts";
import { paths } from "../../../app/paths.ts";
import { type Column, DataTable } from "../../../ui/DataTable.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText, InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { type DraftRow, type EntryFilter, type EntryRow, entryQueries } from "./queries.ts";

const useJournalNames = () => {
  const { data: journals = [] } = useQuery(entryQueries.journals);
  return useMemo(() => new Map(journals.map(({ id, code }) => [id, code])), [journals]);
};

interface TableProps<Filter> {
  readonly filter: Filter;
  readonly toolbar: ReactNode;
}

export function EntryTable({ filter, toolbar, onSort }: TableProps<EntryFilter> & { onSort: (sort: string | undefined) => void }) {
  const { t } = useLingui();
  const list = usePages(entryQueries.list(filter));
  const filtered = Boolean(filter.q || filter.journalId || filter.accountId || filter.from || filter.to);
  return (
    <DataTable
      {...list}
      label={t`Entries`}
      columns={useEntryColumns()}
      rowId={(entry) => entry.id}
      href={(entry) => paths.finance.entry(entry.id)}
      sort={filter.sort}
      onSort={onSort}
      toolbar={toolbar}
      empty={
        list.more.hasMore ? (
          <EmptyState
            icon="search"
            title={t`Nothing found so far`}
            hint={t`The search goes back through the ledger step by step.`}
            action={
              <Button variant="default" loading={list.more.loading} onClick={list.more.load}>
                <Trans>Search further back</Trans>
              </Button>
            }
          />
        ) : filtered ? (
          <EmptyState icon="search" title={t`No entry matches`} hint={t`Try another text, account or day.`} />
        ) : (
          <EmptyState icon="ledger" title={t`No entries yet`} hint={t`Documents post by themselves; write one by hand for the rest.`} />
        )
      }
    />
  );
}

function useEntryColumns() {
  const { t } = useLingui();
  const journals = useJournalNames();
  return useMemo<Column<EntryRow>[]>(
    () => [
      {
        id: "date",
        head: t`Date`,
        cell: ({ effectiveOn }) => <DateText value={effectiveOn} />,
        sort: "effectiveOn",
        below: ({ description }) => description,
        width: "8rem",
      },
      { id: "number", head: t`Number`, cell: ({ number }) => number ?? "–", width: "6.5rem", yields: "tablet" },
      { id: "journal", head: t`Journal`, cell: ({ journalId }) => journals.get(journalId) ?? "", width: "6rem", yields: "tablet" },
      { id: "text", head: t`Text`, cell: ({ description }) => description, yields: "phone" },
      {
        id: "state",
        head: t`State`,
        cell: ({ reversedByEntryId, kind }) =>
          reversedByEntryId ? (
            <StatusBadge tone="warning">{t`Reversed`}</StatusBadge>
          ) : kind === "reversal" ? (
            <StatusBadge tone="neutral">{t`Reversal`}</StatusBadge>
          ) : null,
        width: "8rem",
        yields: "tablet",
      },
      { id: "total", head: t`Total`, cell: ({ total }) => <MoneyText value={total} />, align: "end", width: "9rem" },
    ],
    [t, journals],
  );
}

export function DraftTable({ filter, toolbar }: TableProps<{ journalId?: string }>) {
  const { t } = useLingui();
  const list = usePages(entryQueries.drafts(filter));
  return (
    <DataTable
      {...list}
      label={t`Draft entries`}
      columns={useDraftColumns()}
      rowId={(draft) => draft.id}
      href={(draft) => paths.finance.entryDraft(draft.id)}
      toolbar={toolbar}
      empty={
        <EmptyState
          icon="ledger"
          title={t`No drafts`}
          hint={t`An entry that is not finished can be kept as a draft.`}
          action={
            <Button component={Link} to={paths.finance.newEntry()} variant="default">
              <Trans>New entry</Trans>
            </Button>
          }
        />
      }
    />
  );
}

function useDraftColumns() {
  const { t } = useLingui();
  const journals = useJournalNames();
  return useMemo<Column<DraftRow>[]>(
    () => [
      {
        id: "date",
        head: t`Date`,
        cell: ({ effectiveOn }) => (effectiveOn ? <DateText value={effectiveOn} /> : t`No date`),
        below: ({ description }) => description,
        width: "8rem",
      },
      { id: "text", head: t`Text`, cell: ({ description }) => description ?? t`Without a text`, yields: "phone" },
      { id: "journal", head: t`Journal`, cell: ({ journalId }) => journals.get(journalId ?? "") ?? "", width: "6rem", yields: "tablet" },
      { id: "owner", head: t`Written by`, cell: ({ ownerName }) => ownerName, width: "10rem", yields: "tablet" },
      { id: "changed", head: t`Changed`, cell: ({ changedAt }) => <InstantText value={changedAt} />, width: "11rem", yields: "tablet" },
      { id: "balance", head: t`State`, cell: (draft) => <Balance draft={draft} />, width: "8rem", yields: "phone" },
      {
        id: "total",
        head: t`Debit`,
        cell: ({ debit, currency }) => debit && <MoneyText value={debit} currency={currency} />,
        align: "end",
        width: "9rem",
      },
    ],
    [t, journals],
  );
}

function Balance({ draft: { debit, credit } }: { draft: DraftRow }) {
  const { t } = useLingui();
  if (debit === null || credit === null) return null;
  return debit === credit ? (
    <StatusBadge tone="good">{t`Balanced`}</StatusBadge>
  ) : (
    <StatusBadge tone="warning">{t`Not balanced`}</StatusBadge>
  );
}
