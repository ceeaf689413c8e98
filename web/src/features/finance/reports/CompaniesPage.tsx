import { useLingui } from "@lingui/react/macro";
import { MultiSelect, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSession } from "../../../api/session.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { CompaniesTable } from "./CompaniesTable.tsx";
import {
  type CompaniesFilter,
  companiesFilters,
  companiesQuery,
  isOfDays,
  type SideBySideStatement,
  sideBySideStatements,
} from "./companiesFilter.ts";
import { reportQueries } from "./queries.ts";
import { ReportCurrency } from "./ReportCurrency.tsx";
import { ReportDimension } from "./ReportDimension.tsx";
import { ReportFrame } from "./ReportFrame.tsx";

/** Statements of the companies one belongs to, beside each other in one currency, with their simple sum. */
export function CompaniesPage() {
  const { t } = useLingui();
  const { company, companies } = useSession();
  const [filter, setFilter] = useUrlFilter(companiesFilters);
  const query = companiesQuery(filter, [company.id, ...companies.map(({ id }) => id)]);
  const { data, error, isPlaceholderData } = useQuery(reportQueries.sideBySide(query));
  const names = useStatementNames();
  const isEmpty = data?.lines.every(
    ({ kind, values, beside }) =>
      kind !== "account" && [values, ...beside.map((of) => of.values)].flat().every((figure) => Number(figure) === 0),
  );
  return (
    <ReportFrame
      title={t`Companies side by side`}
      path="/finance/reports/side-by-side"
      query={query}
      span={isOfDays(query.statement) ? "days" : "day"}
      compares
      parts={isOfDays(query.statement)}
      filter={filter}
      setFilter={setFilter}
      of={data && { asOf: data.to, from: data.from, currency: data.currency, knownAt: data.knownAt }}
      error={error}
      controls={<Controls query={query} filter={filter} setFilter={setFilter} />}
    >
      {isEmpty && (
        <EmptyState
          icon="ledger"
          title={t`Nothing posted up to this day`}
          hint={t`None of these companies has posted anything that counts here.`}
        />
      )}
      {data && !isEmpty && (
        <CompaniesTable label={names[data.statement]} report={data} stale={isPlaceholderData} own={company.id} filter={filter} />
      )}
    </ReportFrame>
  );
}

function useStatementNames(): Readonly<Record<SideBySideStatement, string>> {
  const { t } = useLingui();
  return { balance_sheet: t`Balance sheet`, profit_and_loss: t`Profit and loss`, cash_flow: t`Cash flow`, trial_balance: t`Trial balance` };
}

interface ControlsProps {
  readonly query: ReturnType<typeof companiesQuery>;
  readonly filter: CompaniesFilter;
  readonly setFilter: (change: { readonly [Name in keyof CompaniesFilter]?: string | undefined }) => void;
}

function Controls({ query, filter, setFilter }: ControlsProps) {
  const { t } = useLingui();
  const { companies } = useSession();
  const names = useStatementNames();
  return (
    <>
      <Select
        label={t`Statement`}
        allowDeselect={false}
        data={sideBySideStatements.map((value) => ({ value, label: names[value] }))}
        value={query.statement}
        onChange={(statement) => setFilter({ statement: statement ?? undefined })}
      />
      <MultiSelect
        className="ReportControls-wide"
        label={t`Companies`}
        data={companies.map(({ id, name }) => ({ value: id, label: name }))}
        value={query.companies.split(",")}
        maxValues={20}
        onChange={(ids) => setFilter({ companies: ids.join(",") || undefined })}
      />
      <ReportDimension filter={filter} setFilter={setFilter} />
      <ReportCurrency filter={filter} setFilter={setFilter} />
    </>
  );
}
