import { Trans, useLingui } from "@lingui/react/macro";
import type { CSSProperties } from "react";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import { useItemNames } from "../../../ui/itemNames.ts";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { useLocale } from "../../../ui/useLocale.ts";
import { Why } from "../../../ui/Why.tsx";
import type { StatementLine } from "./queries.ts";
import { dimensionQuery, type ReportFilter } from "./reportFilter.ts";

type Column = Readonly<{ from: string | null; to: string; of?: OfValue | undefined }>;
/** A column of the lines that name a value of a dimension, or none; and what asks another report for them. */
type OfValue = Readonly<{
  value: Readonly<{ code: string; name: string }> | null;
  filter: Pick<ReportFilter, "dimension" | "withoutDimension"> | null;
}>;

interface StatementTableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly lines: readonly StatementLine[];
  /** Heads of columns that are not days. */
  readonly heads?: readonly string[];
  readonly filter: ReportFilter;
  readonly stale?: boolean;
  /** Which statement it is, where the API explains its figures. */
  readonly explains?: string;
}

/** How deep a line stands; the stylesheet knows how far that is, on a phone less. */
export const indented = (depth: number) => ({ "--depth": depth }) as CSSProperties;

const NOWHERE: Place = { section: null, group: null };

/** A statement as it is printed. Every figure of an account leads to the lines behind it. */
export function StatementTable({ label, columns, lines, heads, filter, stale, explains }: StatementTableProps) {
  const nameOf = useItemNames();
  const compared = lines.some(({ changes }) => changes.length > 0);
  const byValue = columns.some(({ of }) => of !== undefined);
  const many = columns.length > 2;
  const places = placesOf(lines, explains);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who scrolls by keyboard needs to reach what scrolls
    <section className="Statement" aria-label={label} tabIndex={0} data-stale={stale || undefined} data-many={many || undefined}>
      <table>
        <Heads columns={columns} heads={heads} compared={compared} byValue={byValue} />
        <tbody>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a statement have an order and no other identity
            <tr key={at} data-kind={line.kind}>
              <td>{line.account?.code}</td>
              <th scope="row" style={indented(line.depth)}>
                {nameOf(line)}
              </th>
              {columns.map((column, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={place} data-align="end">
                  <Figure
                    line={line}
                    column={column}
                    value={line.values[place]}
                    filter={filter}
                    place={places[at] ?? NOWHERE}
                    explains={byValue && filter.currency ? undefined : explains}
                  />
                </td>
              ))}
              {compared && columns.slice(1).flatMap((_, place) => changeCells(line, place))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeadsProps {
  readonly columns: readonly Column[];
  readonly heads: readonly string[] | undefined;
  readonly compared: boolean;
  readonly byValue: boolean;
}

function Heads({ columns, heads, compared, byValue }: HeadsProps) {
  const { t } = useLingui();
  const many = columns.length > 2;
  return (
    <thead>
      <tr>
        <th scope="col">{t`Account`}</th>
        <th scope="col">{t`Name`}</th>
        {columns.map((column, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns have an order and may be equal
          <th key={at} scope="col" data-align="end">
            {heads?.[at] ?? (byValue ? <ValueHead column={column} /> : <Span column={column} />)}
          </th>
        ))}
        {compared &&
          columns.slice(1).flatMap((column, at) => [
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <th key={`change ${at}`} scope="col" data-align="end">
              {t`Change`}
              {many && !heads && (
                <small>
                  <Span column={column} />
                </small>
              )}
            </th>,
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <th key={`percent ${at}`} scope="col" data-align="end">
              %
            </th>,
          ])}
      </tr>
    </thead>
  );
}

const changeCells = ({ kind, changes }: StatementLine, place: number) => [
  <td key={`change ${place}`} data-align="end">
    {kind !== "section" && <MoneyText value={changes[place]?.difference} />}
  </td>,
  <td key={`percent ${place}`} data-align="end">
    <Percent value={changes[place]?.percent} />
  </td>,
];

function ValueHead({ column: { of } }: { column: Column }) {
  if (!of) return <Trans>Total</Trans>;
  if (!of.value) return <Trans>Without</Trans>;
  return (
    <>
      {of.value.code}
      <small>{of.value.name}</small>
    </>
  );
}

/** The days of a column. */
export function Span({ column: { from, to } }: { column: Column }) {
  if (from === null) return <DateText value={to} />;
  return (
    <>
      <DateText value={from} /> – <DateText value={to} />
    </>
  );
}

/** Per cent to one decimal, as people of the language write it. */
export function Percent({ value }: { value: string | null | undefined }) {
  const locale = useLocale();
  if (value === null || value === undefined) return null;
  return <span className="MoneyText">{new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).format(value as `${number}`)}</span>;
}

/** The section a line stands in, and the group within it that is no heading of the chart. */
export type Place = Readonly<{ section: StatementLine["item"]; group: StatementLine["item"] }>;

/** Where each line stands. A trial balance has no sections: it is one. */
export const placesOf = (lines: readonly Pick<StatementLine, "kind" | "item">[], explains: string | undefined): Place[] => {
  let [section, group]: StatementLine["item"][] = [explains === "trial-balance" ? "balance" : null, null];
  return lines.map(({ kind, item }) => {
    if (kind === "section") [section, group] = [item, null];
    else if (kind === "group" && item !== null) group = item;
    return { section: section ?? null, group: group ?? null };
  });
};

/** What a heading, total or figure is explained by. */
export const sumOf = (
  { kind, item, subtype, account }: Pick<StatementLine, "kind" | "item" | "subtype"> & { account: { id: string } | null },
  { section, group }: Place,
) => {
  if (kind === "group" && section) return { item: section, group: group ?? undefined, subtype: subtype ?? undefined, heading: account?.id };
  return (kind === "total" || kind === "figure") && item ? { item } : undefined;
};

interface FigureProps {
  readonly line: StatementLine;
  readonly column: Column;
  readonly value: string | undefined;
  readonly filter: ReportFilter;
  readonly explains: string | undefined;
  readonly place: Place;
}

/** Of the direct method accounts are explained by the entries that moved cash. */
const isDirect = (explains: string | undefined, { method }: ReportFilter) => explains === "cash-flow" && method === "direct";

function Figure({ line, column, value, filter, explains, place }: FigureProps) {
  const nameOf = useItemNames();
  if (value === undefined) return null;
  const text = <MoneyText value={value} strong={line.kind === "total"} />;
  const sum = explains ? sumOf(line, place) : undefined;
  if (column.of?.filter === null || (line.kind !== "account" && !sum)) return text;
  const { knownAt, currency } = filter;
  const lines = dimensionQuery(column.of?.filter ?? filter);
  const span = { ...(column.from && { from: column.from }), to: column.to, ...(knownAt && { knownAt }), ...lines };
  const direct = isDirect(explains, filter);
  if (explains && sum) {
    const to = paths.finance.sumWhy(explains, { ...sum, ...(direct && { method: "direct" }), currency, ...span });
    return (
      <>
        <Why to={to} of={`${nameOf(line)} ${value}`} />
        {text}
      </>
    );
  }
  if (!line.account) return text;
  const asked = { account: line.account.id, currency, ...span };
  const side = place.group === "receipts" || place.group === "payments" ? place.group : undefined;
  const why = explains && (direct ? paths.finance.flowWhy({ side, ...asked }) : paths.finance.figureWhy(explains, asked));
  return (
    <>
      {why && <Why to={why} of={`${line.account.name} ${value}`} />}
      <Link to={paths.finance.generalLedger(line.account.id, span)}>{text}</Link>
    </>
  );
}
