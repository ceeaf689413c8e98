import type { ReadCtx } from "#core/kernel/context.ts";
import { formatMinor, minorOf } from "#core/kernel/money.ts";
import { partOf } from "./cash-flow.ts";
import { layCashFlow } from "./cash-flow-layout.ts";
import { percentOf } from "./comparison.ts";
import { type Beside, layBalanceSheet, layProfitAndLoss, layTrialBalance } from "./layouts.ts";
import type { StatementLine } from "./report.ts";
import type { SideBySide, SideBySideLine } from "./side-by-side-body.ts";
import { type CompanySums, mergeCompanies } from "./side-by-side-merge.ts";
import { addFigures, type Figures, layOut } from "./statement.ts";

/** A statement of one company in the currency of all: its accounts, and what translation makes of them, and lines of some dimensions leave. */
export type CompanyFigures = CompanySums & Readonly<Beside>;
type Laying = Readonly<{
  statement: SideBySide["statement"];
  companies: readonly CompanyFigures[];
  /** Of each company: the one asked for and those beside it. */
  columns: SideBySide["columns"];
  currency: string;
  hideZero: boolean;
  /** Whether the columns beside are earlier ones; else they are parts of it. */
  compared: boolean;
}>;

/** Of each company one after the other, and their sum; undefined where none has any. */
const besideOf = (all: readonly (Figures | undefined)[], width: number): Figures | undefined => {
  if (all.every((figures) => figures === undefined)) return undefined;
  const own = all.map((figures) => Array.from({ length: width }, (_, at) => figures?.[at] ?? 0n));
  return [...own.flat(), ...addFigures(own, width)];
};

/** The statement as if it were of one company, a column of whom is a column of one of them, or of their sum. */
const linesOf = (ctx: Pick<ReadCtx, "company">, { statement, companies, columns, currency, hideZero }: Laying) => {
  const width = columns.length;
  const blocks = statement === "balance_sheet" || statement === "cash_flow" ? 2 : 1;
  const isCashFlow = statement === "cash_flow";
  const { sums, headings, matched } = mergeCompanies(companies, width, blocks, (of) => (isCashFlow ? partOf(of) : ""));
  const beside: Beside = {
    difference: besideOf(
      companies.map((of) => of.difference),
      width,
    ),
    outside: besideOf(
      companies.map((of) => of.outside),
      width,
    ),
  };
  const wide = Array.from({ length: companies.length + 1 }, () => columns).flat();
  const spans = wide.map(({ from, to }) => ({ from: from ?? undefined, to }));
  const layout = layOut(ctx, { columns: spans, compared: false, hideZero, headings, currency });
  const lines = (): readonly StatementLine[] => {
    if (statement === "profit_and_loss") return layProfitAndLoss(layout, sums).lines;
    if (isCashFlow) return layCashFlow(layout, Map.groupBy(sums, partOf), wide.length, beside).lines;
    if (statement === "balance_sheet") return layBalanceSheet(layout, sums, wide.length, (column) => wide.length + column, beside).lines;
    return layTrialBalance(layout, sums, wide.length, beside);
  };
  return { lines: lines(), matched };
};

/** Writes the lines of the statement with columns for each company and their sum. */
export const laySideBySide = (ctx: Pick<ReadCtx, "company">, laying: Laying): SideBySideLine[] => {
  const { companies, columns, currency, compared } = laying;
  const { lines, matched } = linesOf(ctx, laying);
  const changeOf = (now: string, before: string) => {
    const [first, base] = [minorOf(now, currency), minorOf(before, currency)];
    return { difference: formatMinor(first - base, currency), percent: percentOf(first, base) };
  };
  return lines.map(({ kind, item, subtype, depth, account, values }): SideBySideLine => {
    const isHead = values.length === 0;
    const ofColumn = (column: number) =>
      isHead ? [] : Array.from({ length: companies.length + 1 }, (_, at) => values[at * columns.length + column] ?? "");
    const now = ofColumn(0);
    const split = <T>(figures: readonly T[]) => ({ own: figures.slice(0, companies.length), total: figures.at(-1) ?? null });
    const { own, total } = split(now);
    const beside = columns.slice(1).map((_, at) => {
      const before = ofColumn(at + 1);
      const changes = split(compared ? before.map((base, place) => changeOf(now[place] ?? "", base)) : []);
      return { values: split(before).own, total: split(before).total, changes: changes.own, totalChange: changes.total };
    });
    return { kind, item, subtype, depth, account: account ? (matched.get(account.id) ?? null) : null, values: own, total, beside };
  });
};
