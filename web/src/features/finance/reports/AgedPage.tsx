import { Trans, useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { saveReport } from "../../../api/files.ts";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { SaveAs } from "../../../ui/SaveAs.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { Why } from "../../../ui/Why.tsx";
import { useAgeLabel } from "./ageLabel.ts";
import { type Aged, type AgedLedger, type AgedRow, reportQueries } from "./queries.ts";

const filters = ["asOf", "days"] as const;
const written = /^\d{1,4}(,\d{1,4}){0,7}$/;

export const AgedReceivablesPage = () => <AgedPage ledger="receivables" />;
export const AgedPayablesPage = () => <AgedPage ledger="payables" />;

/** What parties owe, or are owed, by age: on any day, by the due date of each instalment. */
function AgedPage({ ledger }: { ledger: AgedLedger }) {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const { data, error } = useQuery(reportQueries.aged(ledger, { asOf: filter.asOf, days: filter.days }));
  return (
    <Page
      title={ledger === "receivables" ? t`Aged receivables` : t`Aged payables`}
      lead={
        data && (
          <Trans>
            As of <DateText value={data.asOf} />, in {data.currency}
          </Trans>
        )
      }
      actions={
        <>
          <Days key={filter.days ?? ""} days={filter.days} onChange={(days) => setFilter({ days })} />
          <DayInput
            aria-label={t`As of`}
            placeholder={t`Today`}
            clearable
            value={filter.asOf ?? null}
            onChange={(asOf) => setFilter({ asOf: asOf ?? undefined })}
          />
          <SaveAs
            shapes={[
              { value: "party", label: t`By party` },
              { value: "instalment", label: t`By instalment` },
            ]}
            save={({ shape: detail, ...as }) =>
              saveReport(`/finance/reports/aged-${ledger}`, { asOf: filter.asOf, days: filter.days, detail }, as)
            }
          />
        </>
      }
    >
      {error && !data ? (
        <ProblemView problem={problemOf(error)} />
      ) : (
        <Panel flush>{data && <Ages report={data} ledger={ledger} days={filter.days} />}</Panel>
      )}
    </Page>
  );
}

/** Where columns begin in this look; what the company usually wants is set with how it settles. */
function Days({ days, onChange }: { days: string | undefined; onChange: (days: string | undefined) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState(days ?? "");
  const plain = text.replaceAll(/\s/g, "");
  const isWrong = plain !== "" && !written.test(plain);
  const take = () => {
    if (!isWrong && plain !== (days ?? "")) onChange(plain || undefined);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextInput
        aria-label={t`Ages begin after days`}
        placeholder="30, 60, 90"
        w="9rem"
        value={text}
        error={isWrong}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={take}
      />
    </form>
  );
}

interface AgesProps {
  readonly report: Aged;
  readonly ledger: AgedLedger;
  /** Where columns begin, if something else than usual was asked. */
  readonly days: string | undefined;
}

function Ages({ report, ledger, days }: AgesProps) {
  const { t } = useLingui();
  if (report.rows.length === 0)
    return (
      <EmptyState
        icon="ledger"
        title={ledger === "receivables" ? t`No customer owes anything on this day` : t`No supplier is owed anything on this day`}
        hint={t`Open items appear here with the documents that made them.`}
      />
    );
  return <AgesTable report={report} ledger={ledger} days={days} />;
}

function AgesTable({ report, ledger, days }: AgesProps) {
  const { t } = useLingui();
  // It stands on days of revaluation alone, and is taken back on the day after.
  const isRevalued = report.rows.some(({ revaluation }) => Number(revaluation) !== 0);
  const columns = useAgedColumns({ report, ledger, days }, isRevalued);
  const view = { asOf: report.asOf, days };
  return (
    <SimpleTable
      label={t`Open items by age`}
      rows={report.rows}
      columns={columns}
      rowId={(row) => row.party.id}
      sums={[
        [
          t`Total`,
          ...figuresOf(report.totals, isRevalued).map(([column, value]) => (
            <Explained key={column ?? "total"} to={paths.finance.agedWhy(ledger, { ...view, column })} value={value} />
          )),
        ],
      ]}
    />
  );
}

/** The figures of a row, with what the API calls their columns. */
const figuresOf = ({ onAccount, notDue, buckets, revaluation, total }: Aged["totals"], isRevalued: boolean) =>
  [
    ["onAccount", onAccount],
    ["notDue", notDue],
    ...buckets.map((value, at) => [`${at}`, value] as const),
    ...(isRevalued ? [["revaluation", revaluation] as const] : []),
    [undefined, total],
  ] as const;

/** As the figures above it, a total leads to the items it is of. */
function Explained({ to, value }: { to: string; value: string }) {
  const text = <MoneyText value={value} strong />;
  return Number(value) === 0 ? text : <Link to={to}>{text}</Link>;
}

function useAgedColumns({ report, ledger, days }: AgesProps, isRevalued: boolean): Column<AgedRow>[] {
  const { t } = useLingui();
  const ageLabel = useAgeLabel();
  const side = ledger === "receivables" ? "receivable" : "payable";
  /** A figure of a party leads to the items it is of. */
  const figure = (column: string, shown: (row: AgedRow) => string | undefined) => (row: AgedRow) => {
    const value = shown(row);
    const text = <MoneyText value={value} />;
    if (Number(value) === 0) return text;
    return <Link to={paths.finance.agedWhy(ledger, { asOf: report.asOf, days, partyId: row.party.id, column })}>{text}</Link>;
  };
  return [
    { id: "party", head: t`Name`, cell: ({ party }) => <Link to={paths.finance.party(party.id, { ledger: side })}>{party.name}</Link> },
    { id: "account", head: t`On account`, cell: figure("onAccount", (row) => row.onAccount), align: "end", width: "8.5rem" },
    { id: "current", head: t`Not due`, cell: figure("notDue", (row) => row.notDue), align: "end", width: "8.5rem" },
    ...report.columns.map(
      (column, index): Column<AgedRow> => ({
        id: `age${index}`,
        head: ageLabel(column),
        cell: figure(`${index}`, (row) => row.buckets[index]),
        align: "end",
        width: "8.5rem",
      }),
    ),
    ...(isRevalued
      ? [
          {
            id: "revaluation",
            head: t`Revaluation`,
            cell: (row: AgedRow) => <MoneyText value={row.revaluation} />,
            align: "end" as const,
            width: "8.5rem",
          },
        ]
      : []),
    { id: "total", head: t`Total`, cell: (row) => <Total row={row} side={side} asOf={report.asOf} />, align: "end", width: "10.5rem" },
  ];
}

/** What a party owes or is owed is what the items of its account have open, each of which tells how it came about. */
function Total({ row: { party, total }, side, asOf }: { row: AgedRow; side: "receivable" | "payable"; asOf: string }) {
  return (
    <>
      <Why to={paths.finance.party(party.id, { ledger: side, to: asOf })} of={`${party.name} ${total}`} />
      <MoneyText value={total} strong />
    </>
  );
}
