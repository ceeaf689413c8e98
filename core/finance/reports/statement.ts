import type { ReadCtx } from "#core/kernel/context.ts";
import type { AccountColumns, Sums } from "./column-sums.ts";
import { type Column, percentOf } from "./comparison.ts";
import type { ReportAccount, StatementItem, StatementLine } from "./report.ts";
import { formatterOf } from "./view.ts";

/** One figure for each column, in minor units. */
export type Figures = readonly bigint[];
export type Leaf = Readonly<{ account: ReportAccount; figures: Figures }>;

export const debitOf = ({ debit, credit }: Sums): bigint => debit - credit;
export const creditOf = ({ debit, credit }: Sums): bigint => credit - debit;

/** The accounts of a type with a figure for each column that `among` keeps. */
export const leavesOf = (sums: readonly AccountColumns[], amount: (sums: Sums) => bigint): Leaf[] =>
  sums.map(({ account, columns }) => ({ account, figures: columns.map(amount) }));

export const addFigures = (all: readonly Figures[], columns: number): Figures =>
  Array.from({ length: columns }, (_, at) => all.reduce((sum, figures) => sum + (figures[at] ?? 0n), 0n));

export const addLeaves = (leaves: readonly Leaf[], columns: number): Figures =>
  addFigures(
    leaves.map(({ figures }) => figures),
    columns,
  );
/** Accounts that figures of a statement are the sum of without having lines of their own in it, with the sign of the figure. */
export type Behind = Readonly<Partial<Record<StatementItem, readonly Leaf[]>>>;

type Laying = Readonly<{
  columns: readonly Column[];
  compared: boolean;
  hideZero: boolean;
  headings: Headings;
  /** Which accounts have lines; totals are of all. */
  shows?: ((accountId: string) => boolean) | undefined;
  /** Of the figures. Default: the company's. */
  currency?: string | undefined;
}>;
/** The headings of the chart by the id of what stands below them. */
export type Headings = ReadonlyMap<string, ReportAccount>;

const isZero = (figures: Figures) => figures.every((figure) => figure === 0n);

/** Writes the lines of a statement, every figure with what it changed since the columns beside it. */
export const layOut = (ctx: Pick<ReadCtx, "company">, { columns, compared, hideZero, headings, shows = () => true, currency }: Laying) => {
  const format = formatterOf(ctx, currency);
  const lineOf = (kind: StatementLine["kind"], depth: number, figures: Figures, of: Partial<StatementLine>): StatementLine => {
    const [first = 0n, ...others] = figures;
    const changes = compared ? others.map((base) => ({ difference: format(first - base), percent: percentOf(first, base) })) : [];
    return { kind, item: null, account: null, subtype: null, depth, values: figures.map(format), changes, ...of };
  };
  const figure = (kind: "figure" | "total", item: StatementItem, figures: Figures, depth = kind === "figure" ? 1 : 0) =>
    lineOf(kind, depth, figures, { item });

  const isShown = ({ account, figures }: Leaf) => shows(account.id) && !(hideZero && isZero(figures));
  /** Accounts below their headings, in order of code. A heading sums what is below it, shown or not. */
  const list = (leaves: readonly Leaf[], depth: number, above: string | null = null): StatementLine[] =>
    [...Map.groupBy(leaves, ({ account }) => stepBelow(headings, account, above).id).values()]
      .filter((members) => members.some(isShown))
      .map((members) => ({ head: stepBelow(headings, (members[0] as Leaf).account, above), members }))
      .sort((left, right) => (left.head.code < right.head.code ? -1 : 1))
      .flatMap(({ head, members }) => {
        const total = addLeaves(members, columns.length);
        if (head.id === members[0]?.account.id) return [lineOf("account", depth, total, { account: head })];
        return [lineOf("group", depth, total, { account: head }), ...list(members, depth + 1, head.id)];
      });
  /** A section: its name, its accounts below their headings, further figures, and the total of it all. */
  const section = (item: StatementItem, leaves: readonly Leaf[], further: readonly (readonly [StatementItem, Figures])[] = []) => {
    const total = addFigures([...leaves.map(({ figures }) => figures), ...further.map(([, figures]) => figures)], columns.length);
    const lines = [
      lineOf("section", 0, [], { item }),
      ...list(leaves, 1),
      ...further.map(([name, figures]) => figure("figure", name, figures)),
      figure("total", item, total),
    ];
    return { lines, total };
  };
  /** Accounts by themselves, where something else than headings gathers them. */
  const flat = (leaves: readonly Leaf[], depth: number) =>
    leaves.filter(isShown).map(({ account, figures }) => lineOf("account", depth, figures, { account }));
  return { section, figure, list, flat, lineOf };
};

/** What stands directly below a heading (or at the top) on the way down to an account: a heading, or the account. */
const stepBelow = (headings: Headings, account: ReportAccount, above: string | null): ReportAccount => {
  let step = account;
  for (let parent = headings.get(step.id); parent && parent.id !== above; parent = headings.get(parent.id)) step = parent;
  return step;
};

/** Columns as they are told. */
export const columnBodies = (columns: readonly Column[]) => columns.map(({ from, to }) => ({ from: from ?? null, to }));
