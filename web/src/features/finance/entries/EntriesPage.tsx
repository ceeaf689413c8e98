import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import { DayInput } from "../../../ui/DateField.tsx";
import { FilterTabs } from "../../../ui/FilterTabs.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { type Choice, Lookup } from "../../../ui/Lookup.tsx";
import { Page } from "../../../ui/Page.tsx";
import { SearchInput } from "../../../ui/SearchInput.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { DraftTable, EntryTable } from "./EntryTables.tsx";
import { entryQueries, useAccountSearch } from "./queries.ts";

const filters = ["state", "q", "journalId", "accountId", "from", "to", "sort"] as const;

/** The journal: what is posted, and what somebody is still writing. */
export function EntriesPage() {
  const { t } = useLingui();
  const [{ state, sort, ...filter }, setFilter] = useUrlFilter(filters);
  const tabs = (
    <FilterTabs
      label={t`State`}
      options={[
        { value: "", label: t`Posted` },
        { value: "draft", label: t`Drafts` },
      ]}
      value={state === "draft" ? "draft" : ""}
      onChange={(value) => setFilter({ state: value })}
    />
  );
  const journal = <JournalFilter value={filter.journalId} onChange={(journalId) => setFilter({ journalId })} />;
  return (
    <Page
      title={t`Entries`}
      actions={
        <Button component={Link} to={paths.finance.newEntry()} leftSection={<Icon name="plus" size={16} />}>
          <Trans>New entry</Trans>
        </Button>
      }
    >
      {state === "draft" ? (
        <DraftTable
          filter={filter.journalId ? { journalId: filter.journalId } : {}}
          toolbar={
            <>
              {tabs}
              {journal}
            </>
          }
        />
      ) : (
        <EntryTable
          filter={{ ...filter, sort: sort === "effectiveOn" ? sort : "-effectiveOn" }}
          onSort={(next) => setFilter({ sort: next === "effectiveOn" ? next : undefined })}
          toolbar={
            <>
              <SearchInput
                label={t`Search entries`}
                value={filter.q ?? ""}
                onChange={(q) => setFilter({ q: q.length > 1 ? q : undefined })}
              />
              {tabs}
              {journal}
              <AccountFilter value={filter.accountId} onChange={(accountId) => setFilter({ accountId })} />
              <DayFilter label={t`From`} value={filter.from} onChange={(from) => setFilter({ from })} />
              <DayFilter label={t`To`} value={filter.to} onChange={(to) => setFilter({ to })} />
            </>
          }
        />
      )}
    </Page>
  );
}

interface FilterProps {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function DayFilter({ label, value, onChange }: FilterProps & { readonly label: string }) {
  return <DayInput aria-label={label} placeholder={label} clearable value={value ?? null} onChange={(day) => onChange(day ?? undefined)} />;
}

function JournalFilter({ value, onChange }: FilterProps) {
  const { t } = useLingui();
  const { data: journals = [] } = useQuery(entryQueries.journals);
  return (
    <Select
      aria-label={t`Journal`}
      placeholder={t`Every journal`}
      clearable
      data={journals.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}

function AccountFilter({ value, onChange }: FilterProps) {
  const { t } = useLingui();
  const [choice, setChoice] = useState<Choice | null>(null);
  const { data: account } = useQuery({ ...entryQueries.account(value ?? ""), enabled: value !== undefined && choice === null });
  const known = account && { value: account.id, label: `${account.code} ${account.name}` };
  return (
    <Lookup
      aria-label={t`Account`}
      placeholder={t`Every account`}
      useSearch={useAccountSearch}
      clearable
      value={value ? (choice ?? known ?? null) : null}
      onChange={(next) => {
        setChoice(next);
        onChange(next?.value);
      }}
    />
  );
}
