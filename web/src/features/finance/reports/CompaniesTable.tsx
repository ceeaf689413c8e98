import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import { useItemNames } from "../../../ui/itemNames.ts";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Why } from "../../../ui/Why.tsx";
import type { SideBySide } from "./queries.ts";
import type { ReportFilter } from "./reportFilter.ts";
import { indented, Percent, type Place, placesOf, Span, sumOf } from "./StatementTable.tsx";

interface CompaniesTableProps {
  readonly label: string;
  readonly report: SideBySide;
  readonly stale: boolean;
  /** The company one works in: its figures lead to their lines. */
  readonly own: string;
  /** As known when, and of which dimensions, in the company one works in. */
  readonly filter: Pick<ReportFilter, "knownAt" | "dimension" | "withoutDimension">;
}

type Line = SideBySide["lines"][number];
type Column = SideBySide["columns"][number];

/**
 * Columns for each company and their sum: the span asked for, the earlier ones, and how much it changed since each. Accounts are matched by number and type;
 * where companies call one differently, all names stand there.
 */
export function CompaniesTable({ label, report, stale, own, filter: { knownAt, dimension, withoutDimension } }: CompaniesTableProps) {
  const view = { knownAt, dimension, withoutDimension };
  // Earlier columns say what changed since; parts do not.
  const compared = report.lines.some(({ beside }) => beside.some(({ changes }) => changes.length > 0));
  const itemNames = useItemNames();
  const nameOf = ({ kind, item, subtype, account }: Line) =>
    account ? account.names.join(" / ") : itemNames({ kind, item, subtype, account: null });
  const { companies, columns, lines } = report;
  const places = placesOf(lines, explained[report.statement]);
  const many = companies.length > 1 || columns.length > 1 || undefined;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who scrolls by keyboard needs to reach what scrolls
    <section className="Statement" aria-label={label} tabIndex={0} data-stale={stale || undefined} data-many={many}>
      <table>
        <Heads report={report} compared={compared} />
        <tbody>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a statement have an order and no other identity
            <tr key={at} data-kind={line.kind}>
              <td>{line.account?.code}</td>
              <th scope="row" style={indented(line.depth)}>
                {nameOf(line)}
              </th>
              {companies.map(({ id }, place) => (
                <Cells
                  key={id}
                  figures={[line.values[place], ...line.beside.map(({ values }) => values[place])]}
                  changes={compared ? line.beside.map(({ changes }) => changes[place]) : []}
                  strong={line.kind === "total"}
                  to={(column) => ledgerOf(id === own ? line : undefined, place, columns[column], view)}
                  why={(column) =>
                    id === own ? whyOf(report, line, places[at], { company: place, column: columns[column], view }) : undefined
                  }
                  of={nameOf(line)}
                />
              ))}
              <Cells
                figures={[line.total ?? undefined, ...line.beside.map(({ total }) => total ?? undefined)]}
                changes={compared ? line.beside.map(({ totalChange }) => totalChange) : []}
                strong
              />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Names of the companies; beside earlier spans each has a column for every span and change. */
function Heads({ report: { companies, columns }, compared }: { report: SideBySide; compared: boolean }) {
  const { t } = useLingui();
  const many = columns.length > 1;
  const width = columns.length + (compared ? 2 * (columns.length - 1) : 0);
  const rows = many ? 2 : 1;
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={rows}>{t`Account`}</th>
        <th scope="col" rowSpan={rows}>{t`Name`}</th>
        {companies.map((company) => (
          <th key={company.id} scope={many ? "colgroup" : "col"} colSpan={width} data-align="end">
            {company.name}
            <Rates company={company} />
          </th>
        ))}
        <th scope={many ? "colgroup" : "col"} colSpan={width} data-align="end">
          <Trans>Simple sum</Trans>
          <small>
            <Trans>no eliminations</Trans>
          </small>
        </th>
      </tr>
      {many && (
        <tr>
          {[...companies.map(({ id }) => id), "sum"].map((id) => SpanHeads({ id, columns, change: compared ? t`Change` : undefined }))}
        </tr>
      )}
    </thead>
  );
}

/** `change`: what its column is called; parts have none. */
const SpanHeads = ({ id, columns, change }: { id: string; columns: readonly Column[]; change: string | undefined }) => [
  ...columns.map((column, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: columns have an order and may be equal
    <th key={`${id} ${at}`} scope="col" data-align="end">
      <Span column={column} />
    </th>
  )),
  ...(change === undefined ? [] : columns.slice(1)).flatMap((column) => [
    <th key={`${id} change ${column.to}`} scope="col" data-align="end">
      {change}
      {columns.length > 2 && (
        <small>
          <Span column={column} />
        </small>
      )}
    </th>,
    <th key={`${id} percent ${column.to}`} scope="col" data-align="end">
      %
    </th>,
  ]),
];

interface CellsProps {
  readonly figures: readonly (string | undefined)[];
  readonly changes: readonly (Line["beside"][number]["totalChange"] | undefined)[];
  readonly strong: boolean;
  /** Where the lines behind a figure are. */
  readonly to?: (column: number) => string | undefined;
  /** How a figure came about, and of what. */
  readonly why?: (column: number) => string | undefined;
  readonly of?: string;
}

/** What a company, or the sum of all, has in a line. */
function Cells({ figures, changes, strong, to, why, of }: CellsProps) {
  return (
    <>
      {figures.map((value, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have an order and no other identity
        <td key={column} data-align="end">
          <Figure value={value} strong={strong} to={to?.(column)} why={why?.(column)} of={of} />
        </td>
      ))}
      {changes.flatMap((change, at) => [
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <td key={`change ${at}`} data-align="end">
          {change && <MoneyText value={change.difference} />}
        </td>,
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <td key={`percent ${at}`} data-align="end">
          <Percent value={change?.percent} />
        </td>,
      ])}
    </>
  );
}

/** The lines of an account of the company one works in. */
const ledgerOf = (line: Line | undefined, company: number, column: Column | undefined, view: CompaniesTableProps["filter"]) => {
  const accountId = line?.kind === "account" ? line.account?.ids[company] : undefined;
  if (!accountId || !column) return undefined;
  return paths.finance.generalLedger(accountId, { from: column.from ?? undefined, to: column.to, ...view });
};

const explained = {
  balance_sheet: "balance-sheet",
  profit_and_loss: "profit-and-loss",
  cash_flow: "cash-flow",
  trial_balance: "trial-balance",
} as const satisfies Record<SideBySide["statement"], string>;

/**
 * How a figure of that company came about: as in its own statement, translated by the same steps. Where an account stands is told by the first company that
 * has it, so headings are surely those of its own statement only there.
 */
const whyOf = (
  { statement, currency, companies }: SideBySide,
  line: Line,
  place: Place | undefined,
  { company, column, view: seen }: Readonly<{ company: number; column: Column | undefined; view: CompaniesTableProps["filter"] }>,
) => {
  if (!column || !place) return undefined;
  const { kind, item, subtype, account } = line;
  const id = account?.ids[company] ?? undefined;
  const view = {
    ...{ from: column.from ?? undefined, to: column.to, ...seen },
    currency: companies[company]?.translation ? currency : undefined,
  };
  if (kind === "account") return id && paths.finance.figureWhy(explained[statement], { account: id, ...view });
  if (account && (!id || company > 0)) return undefined;
  const sum = sumOf({ kind, item, subtype, account: id ? { id } : null }, place);
  return sum && paths.finance.sumWhy(explained[statement], { ...sum, ...view });
};

interface FigureProps {
  readonly value: string | undefined;
  readonly strong: boolean;
  readonly to?: string | undefined;
  readonly why?: string | undefined;
  readonly of?: string | undefined;
}

function Figure({ value, strong, to, why, of = "" }: FigureProps) {
  if (value === undefined) return null;
  const text = <MoneyText value={value} strong={strong} />;
  return (
    <>
      {why && <Why to={why} of={`${of} ${value}`} />}
      {to ? <Link to={to}>{text}</Link> : text}
    </>
  );
}

function Rates({ company: { currency, translation } }: { company: SideBySide["companies"][number] }) {
  const { closingRate, averageRate } = translation?.columns[0] ?? {};
  return (
    <small>
      {currency}
      {closingRate && (
        <>
          {", "}
          <Trans>closing rate {closingRate}</Trans>
        </>
      )}
      {averageRate && (
        <>
          {", "}
          <Trans>average rate {averageRate}</Trans>
        </>
      )}
    </small>
  );
}
