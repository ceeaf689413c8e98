import type { ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { type CashFlowPart, usualPart } from "./cash-flow-class.ts";
import { layCashFlow } from "./cash-flow-layout.ts";
import type { AccountColumns } from "./column-sums.ts";
import type { Column } from "./comparison.ts";
import { layDirectCashFlow } from "./direct-cash-flow-layout.ts";
import { type DirectFlows, directFlows } from "./direct-flows.ts";
import type { CashFlow, CashFlowQuery } from "./report.ts";
import { type Behind, columnBodies, type Figures, layOut } from "./statement.ts";
import { type MovementFigures, movementFigures } from "./statement-figures.ts";
import { translationOf } from "./translation.ts";
import { formatterOf, report, viewOf } from "./view.ts";

/** Where the movements of an account belong. */
export const partOf = ({ account, traits }: AccountColumns): CashFlowPart =>
  (traits.cashFlow as CashFlowPart | null) ?? usualPart({ type: account.type, ...traits });
export const isCash = (of: AccountColumns) => partOf(of) === "cash";

type Asked = Omit<CashFlowQuery, "method" | "hideZero">;
type Direct = Readonly<{ read: MovementFigures; found: DirectFlows }>;

/** By the direct method: cash from sums, what stands against it from the entries that moved it. */
const readDirect = async (ctx: ReadCtx, asked: Asked): Promise<Outcome<Direct, Fault<"invalid">>> => {
  let found: DirectFlows = { flows: [], shared: 0 };
  const readFlows = async (columns: readonly Column[], sets: readonly string[] | undefined) => {
    found = await directFlows(ctx.db, { companyId: ctx.actor.companyId, columns, knownAt: asked.knownAt, sets });
    return found.flows.map(({ row }) => row);
  };
  const read = await movementFigures(ctx, asked, { isCash, readFlows });
  return read.ok ? done({ read: read.value, found }) : read;
};

type Layout = ReturnType<typeof layOut>;

/** The sums begin with the accounts of cash; the flows follow in their order, now as they are shown. */
const layDirect = (layout: Layout, { read: { shown, columns, sets }, found: { flows } }: Direct) => {
  const cash = shown.sums.slice(0, shown.sums.length - flows.length);
  const translated = flows.map((flow, at) => ({ ...flow, row: shown.sums[cash.length + at] ?? flow.row }));
  return layDirectCashFlow(layout, cash, translated, columns.length, { difference: shown.difference, outside: sets && shown.outside });
};

const layIndirect = (layout: Layout, { shown, columns, sets }: MovementFigures) =>
  layCashFlow(layout, Map.groupBy(shown.sums, partOf), columns.length, {
    difference: shown.difference,
    outside: sets && shown.outside,
  });

/** The cash flow statement, and the accounts behind its figures. */
export const readCashFlow = async (
  ctx: ReadCtx,
  query: CashFlowQuery,
): Promise<Outcome<{ body: CashFlow; behind: Behind }, Fault<"invalid">>> => {
  const { hideZero = false, method = "indirect", ...asked } = query;
  const direct = method === "direct" ? await readDirect(ctx, asked) : undefined;
  if (direct && !direct.ok) return direct;
  const read = direct ? done(direct.value.read) : await movementFigures(ctx, asked, { isCash });
  if (!read.ok) return read;
  const { from, to, columns, shown, headings, currency } = read.value;
  const outside = read.value.sets && shown.outside;
  const layout = layOut(ctx, { columns, compared: asked.compare !== undefined, hideZero, headings, currency });
  const laid = direct ? layDirect(layout, direct.value) : layIndirect(layout, read.value);
  const format = formatterOf(ctx, currency);
  const first = ([amount = 0n]: Figures) => format(amount);
  const value: CashFlow = {
    ...viewOf(ctx, to, asked.knownAt, currency),
    method,
    ...(direct ? { sharedEntries: direct.value.found.shared } : {}),
    from,
    totals: {
      operating: first(laid.operating),
      investing: first(laid.investing),
      financing: first(laid.financing),
      exchange: first(laid.exchange),
      ...(outside ? { outsideDimensions: first(outside) } : {}),
      netChange: first(laid.netChange),
      cashBefore: first(laid.cashBefore),
      cashAfter: first(laid.cashAfter),
    },
    columns: columnBodies(columns),
    lines: laid.lines,
    ...translationOf(ctx, shown, format, shown.difference),
  };
  return done({ body: value, behind: laid.behind });
};

/**
 * The cash flow statement. By the indirect method: every entry balances, so cash changed by what all other accounts changed, with the sign turned; the
 * statement ties to the accounts of cash to the cent, however accounts are classed. By the direct method: what cash came in and went out for, entry by entry,
 * which comes to the same change. In another currency flows are at the mean of their days and cash at the rates of the first and last; the effect of
 * exchange rates is what lies between.
 */
export const cashFlow = report(async (ctx, query: CashFlowQuery): Promise<Outcome<CashFlow, Fault<"invalid">>> => {
  const read = await readCashFlow(ctx, query);
  return read.ok ? done(read.value.body) : read;
});
