import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { saveReport } from "../../../api/files.ts";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { FilterTabs } from "../../../ui/FilterTabs.tsx";
import { LoadMore } from "../../../ui/LoadMore.tsx";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { SaveAs } from "../../../ui/SaveAs.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { Why } from "../../../ui/Why.tsx";
import { type OpenItem, partyQueries, type Statement, type StatementAccount } from "./queries.ts";

const filters = ["ledger", "from", "to"] as const;
const ledgers = ["receivable", "payable"] as const;

/** The account of a customer or supplier: what was open, what happened, what is open now. */
export function StatementPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const [filter, setFilter] = useUrlFilter(filters);
  const ledger = oneOf(filter.ledger, ledgers);
  const span = { ledger, from: filter.from, to: filter.to };
  const pages = useInfiniteQuery(partyQueries.statement(id, span));
  const { data: loaded, error } = pages;
  const data = loaded && together(loaded.pages);
  const shown = data?.ledger ?? ledger ?? "receivable";
  if (error && !data) return <ProblemView problem={problemOf(error)} />;
  return (
    <Page
      title={data?.party.name ?? t`Statement of account`}
      lead={
        data && (
          <Trans>
            Statement of account from <DateText value={data.from} /> to <DateText value={data.to} />
          </Trans>
        )
      }
      back={
        shown === "payable"
          ? { to: paths.finance.agedPayables(), label: t`Aged payables` }
          : { to: paths.finance.agedReceivables(), label: t`Aged receivables` }
      }
      actions={
        <Span filter={filter} setFilter={setFilter}>
          <SaveAs save={(as) => saveReport(`/finance/parties/${id}/statement`, span, as)} />
        </Span>
      }
    >
      <div className="Form">
        <FilterTabs
          label={t`Ledger`}
          options={[
            { value: "receivable", label: t`As a customer` },
            { value: "payable", label: t`As a supplier` },
          ]}
          value={shown}
          onChange={(value) => setFilter({ ledger: value })}
        />
        {data && <Accounts statement={data} more={<LoadMore of={pages} />} />}
      </div>
    </Page>
  );
}

interface SpanProps {
  readonly filter: Readonly<{ from?: string | undefined; to?: string | undefined }>;
  readonly setFilter: (change: Readonly<{ from?: string | undefined; to?: string | undefined }>) => void;
  readonly children: ReactNode;
}

function Span({ filter, setFilter, children }: SpanProps) {
  const { t } = useLingui();
  return (
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
      {children}
    </>
  );
}

/** The pages of a statement as one: every page tells the same currencies. */
const together = ([first, ...others]: readonly Statement[]): Statement | undefined =>
  first && {
    ...first,
    currencies: first.currencies.map((account, at) => ({
      ...account,
      rows: [...account.rows, ...others.flatMap(({ currencies }) => currencies[at]?.rows ?? [])],
    })),
  };

function Accounts({ statement, more }: { statement: Statement; more: ReactNode }) {
  const { t } = useLingui();
  return (
    <>
      {statement.currencies.length === 0 && (
        <Panel>
          <p>
            <Trans>Nothing happened in this time, and nothing was open before.</Trans>
          </p>
        </Panel>
      )}
      {statement.currencies.map((account) => (
        <Panel key={account.currency} title={t`Account in ${account.currency}`} flush>
          <Movements account={account} />
        </Panel>
      ))}
      {more}
      <Panel title={t`Open items`} flush>
        <OpenItems items={statement.aged.items ?? []} />
      </Panel>
    </>
  );
}

const isShown = (kind: string) => ["invoice", "credit_note", "bill", "debit_note", "payment"].includes(kind);

function Movements({ account }: { account: StatementAccount }) {
  const { t } = useLingui();
  type Row = StatementAccount["rows"][number];
  const columns: Column<Row>[] = [
    { id: "date", head: t`Date`, cell: (row) => <DateText value={row.date} />, width: "8rem" },
    {
      id: "document",
      head: t`Document`,
      cell: ({ kind, document, entryId }) => (
        <Link to={isShown(kind) ? paths.openDocument(kind, document.id) : paths.finance.entry(entryId)}>
          {document.number ?? <Trans>Entry</Trans>}
        </Link>
      ),
      width: "9rem",
    },
    { id: "text", head: t`Text`, cell: (row) => row.text },
    { id: "due", head: t`Due`, cell: (row) => row.dueOn && <DateText value={row.dueOn} />, width: "8rem" },
    { id: "amount", head: t`Amount`, cell: (row) => <Amount row={row} />, align: "end", width: "9rem" },
    { id: "balance", head: t`Balance`, cell: (row) => <MoneyText value={row.balance} />, align: "end", width: "9rem" },
  ];
  return (
    <SimpleTable
      label={t`Account in ${account.currency}`}
      rows={account.rows}
      columns={columns}
      rowId={(row) => `${row.entryId}${row.kind}`}
      sums={[
        [t`Open before`, "", <MoneyText key="opening" value={account.opening} />],
        [t`Open at the end`, "", <MoneyText key="closing" value={account.closing} currency={account.currency} strong />],
      ]}
    />
  );
}

function Amount({ row: { entryId, text, amount } }: { row: StatementAccount["rows"][number] }) {
  return (
    <>
      <Why to={paths.finance.entryWhy(entryId)} of={`${text} ${amount}`} />
      <MoneyText value={amount} />
    </>
  );
}

function OpenItems({ items }: { items: readonly OpenItem[] }) {
  const { t } = useLingui();
  const columns: Column<OpenItem>[] = [
    {
      id: "document",
      head: t`Document`,
      cell: ({ document, entryId }) =>
        isShown(document.kind) ? (
          <Link to={paths.openDocument(document.kind, document.id)}>{document.number}</Link>
        ) : (
          <Link to={paths.finance.entry(entryId)}>{document.number ?? <Trans>Entry</Trans>}</Link>
        ),
    },
    { id: "due", head: t`Due`, cell: (item) => <DateText value={item.dueOn} />, width: "8rem" },
    { id: "age", head: t`Days overdue`, cell: (item) => item.daysOverdue || "–", align: "end", width: "8rem" },
    {
      id: "amount",
      head: t`Amount`,
      cell: (item) => <MoneyText value={item.amount} currency={item.currency} />,
      align: "end",
      width: "10rem",
    },
    {
      id: "open",
      head: t`Open`,
      cell: (item) => (
        <>
          <Why
            to={paths.finance.entryWhy(item.entryId, { line: `${item.instalment}` })}
            of={`${item.document.number ?? item.dueOn} ${item.open}`}
          />
          <MoneyText value={item.open} currency={item.currency} strong />
        </>
      ),
      align: "end",
      width: "10rem",
    },
  ];
  return (
    <SimpleTable
      label={t`Open items`}
      rows={items}
      columns={columns}
      rowId={(item) => `${item.entryId}${item.instalment}`}
      empty={t`Nothing is open.`}
    />
  );
}
