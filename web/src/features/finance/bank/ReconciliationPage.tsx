import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { isZero } from "./numbers.ts";
import { bankQueries, type Reconciliation } from "./queries.ts";

const filters = ["asOf"] as const;

/** The reconciliation statement: what ties the bank's balance on a day to the ledger's. */
export function ReconciliationPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const [filter, setFilter] = useUrlFilter(filters);
  const { data, error } = useQuery(bankQueries.reconciliation(id, filter.asOf));
  return (
    <Page
      narrow
      title={t`Reconciliation statement`}
      mark={data && <Tie report={data} />}
      lead={
        data && (
          <Trans>
            {data.name}, as of <DateText value={data.asOf} />, in {data.currency}
          </Trans>
        )
      }
      back={{ to: paths.finance.bankAccount(id), label: data?.name ?? t`Bank` }}
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
      {error && !data ? <ProblemView problem={problemOf(error)} /> : data && <Report report={data} />}
    </Page>
  );
}

function Tie({ report }: { report: Reconciliation }) {
  const { t } = useLingui();
  const tied = isZero(report.difference);
  return <StatusBadge tone={tied ? "good" : "bad"}>{tied ? t`No difference` : t`Difference ${report.difference}`}</StatusBadge>;
}

function Report({ report }: { report: Reconciliation }) {
  const { t } = useLingui();
  const rows: readonly (readonly [string, string, boolean?])[] = [
    [t`Balance the bank states`, report.statementBalance, true],
    [t`Less lines that only the bank has`, report.bankOnlyTotal],
    [t`Postings that only the ledger has`, report.ledgerOnlyTotal],
    [t`What the ledger should hold`, report.expectedLedgerBalance, true],
    [t`What the ledger holds`, report.ledgerBalance, true],
    [t`Difference`, report.difference, true],
  ];
  return (
    <>
      <Panel flush>
        <SimpleTable
          label={t`Reconciliation statement`}
          rows={rows}
          rowId={([name]) => name}
          columns={[
            { id: "name", head: t`As of the day`, cell: ([name]) => name },
            {
              id: "value",
              head: t`Amount`,
              cell: ([, value, strong]) => <MoneyText value={value} strong={strong ?? false} />,
              align: "end",
              width: "11rem",
            },
          ]}
        />
      </Panel>
      {!isZero(report.openingDifference) && (
        <Panel>
          <Trans>
            Before the first statement the ledger held <MoneyText value={report.openingDifference} currency={report.currency} /> less than
            the opening balance says.
          </Trans>
        </Panel>
      )}
      <Items
        title={t`Only the bank has (${report.bankOnlyCount})`}
        items={report.bankOnly}
        empty={t`Every line of the bank is in the ledger.`}
      />
      <Items
        title={t`Only the ledger has (${report.ledgerOnlyCount})`}
        items={report.ledgerOnly}
        entries
        empty={t`Every posting has its line at the bank.`}
      />
    </>
  );
}

interface ItemsProps {
  title: string;
  items: Reconciliation["bankOnly"];
  empty: string;
  entries?: boolean;
}

function Items({ title, items, empty, entries = false }: ItemsProps) {
  const { t } = useLingui();
  const columns: Column<Reconciliation["bankOnly"][number]>[] = [
    { id: "on", head: t`Day`, cell: ({ on }) => <DateText value={on} />, width: "8rem" },
    { id: "text", head: t`Text`, cell: ({ id, text }) => (entries ? <Link to={paths.finance.entry(id)}>{text}</Link> : text) },
    { id: "amount", head: t`Amount`, cell: ({ amount }) => <MoneyText value={amount} />, align: "end", width: "10rem" },
  ];
  return (
    <Panel title={title} flush>
      <SimpleTable label={title} rows={items} columns={columns} rowId={({ id, position }) => `${id} ${position}`} empty={empty} />
    </Panel>
  );
}
