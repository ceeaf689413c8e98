import { todayOf } from "#core/kernel/clock.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { type AccountColumns, columnSums } from "./column-sums.ts";
import type { Column } from "./comparison.ts";
import type { DifferenceQuery, StatementDifference } from "./difference.ts";
import { readHeadings } from "./headings.ts";
import { layBalanceSheet, layProfitAndLoss, layTrialBalance } from "./layouts.ts";
import { layOut } from "./statement.ts";
import { fiscalYearStart, report, viewOf } from "./view.ts";

/** The later of two views is not before the earlier one. */
export const inOrder = (knownAt: string, until: string | undefined): Outcome<true, Fault<"invalid">> =>
  until !== undefined && until < knownAt
    ? refuse(invalid("report.views", "The later view is before the earlier one.", "/until"))
    : done(true);

/** Side by side, column by column: of each the later view, then the earlier one. */
const sideBySide = (later: readonly AccountColumns[], earlier: readonly AccountColumns[]): AccountColumns[] => {
  const nothing = { debit: 0n, credit: 0n };
  const width = Math.max(0, later[0]?.columns.length ?? 0, earlier[0]?.columns.length ?? 0);
  const [laterById, earlierById] = [later, earlier].map((rows) => new Map(rows.map((row) => [row.account.id, row])));
  const all = new Map([...earlier, ...later].map((row) => [row.account.id, row]));
  const columnsOf = (id: string) =>
    Array.from({ length: width }, (_, at) => [laterById?.get(id)?.columns[at] ?? nothing, earlierById?.get(id)?.columns[at] ?? nothing]);
  return [...all.values()].map((row) => ({ ...row, columns: columnsOf(row.account.id).flat() }));
};

const differs = ({ columns: [later, earlier] }: AccountColumns) =>
  (later?.debit ?? 0n) - (later?.credit ?? 0n) !== (earlier?.debit ?? 0n) - (earlier?.credit ?? 0n);

type Asked = Readonly<{
  statement: DifferenceQuery["statement"];
  from: string | undefined;
  to: string;
  knownAt: string;
  until?: string | undefined;
}>;

const linesOf = async (ctx: ReadCtx, { statement, from, to, knownAt, until }: Asked, yearStart: string | undefined) => {
  const companyId = ctx.actor.companyId;
  const isIncome = statement === "profit_and_loss";
  const columns: Column[] = [{ from: isIncome ? from : undefined, to }];
  if (statement === "balance_sheet" && yearStart !== undefined) columns.push({ from: yearStart, to });
  const of = { companyId, columns, withoutClosing: isIncome, types: isIncome ? (["income", "expense"] as const) : undefined };
  const [later, earlier, headings] = await Promise.all([
    columnSums(ctx.db, { ...of, knownAt: until }),
    columnSums(ctx.db, { ...of, knownAt }),
    readHeadings(ctx.db, companyId),
  ]);
  const both = sideBySide(later, earlier);
  const layout = layOut(ctx, { columns: [{ to }, { to }], compared: true, hideZero: false, headings, shows: differing(both) });
  if (statement === "trial_balance") return layTrialBalance(layout, both, 2);
  if (isIncome) return layProfitAndLoss(layout, both).lines;
  return layBalanceSheet(layout, both, 2, (column) => (columns.length > 1 ? 2 + column : undefined)).lines;
};

const differing = (both: readonly AccountColumns[]) => {
  const ids = new Set(both.filter(differs).map(({ account }) => account.id));
  return (accountId: string) => ids.has(accountId);
};

/** What a statement of the same days says now (or said at a later instant) and what it said before. */
export const statementDifference = report(
  async (
    ctx,
    { statement, knownAt, until, from: wanted, to: last }: DifferenceQuery,
  ): Promise<Outcome<StatementDifference, Fault<"invalid">>> => {
    const ordered = inOrder(knownAt, until);
    if (!ordered.ok) return ordered;
    const to = last ?? todayOf(ctx);
    const yearStart = await fiscalYearStart(ctx.db, ctx.actor.companyId, to);
    const from = statement === "profit_and_loss" ? (wanted ?? yearStart ?? to) : undefined;
    if (from !== undefined && from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const value: StatementDifference = {
      statement,
      from: from ?? null,
      to,
      currency: ctx.company.baseCurrency,
      knownAt,
      until: viewOf(ctx, to, until).knownAt,
      lines: await linesOf(ctx, { statement, from, to, knownAt, until }, yearStart),
    };
    return done(value);
  },
);
