import * as z from "zod";
import { type AskedRates, asking, readRateHistory } from "#core/finance/currencies/rate-history.ts";
import { columnSums } from "#core/finance/reports/column-sums.ts";
import { equityPieces, yearRate } from "#core/finance/reports/equity-history.ts";
import type { AccountType } from "#core/finance/reports/report.ts";
import { yearsUpTo } from "#core/finance/reports/shown-balances.ts";
import { debitOf } from "#core/finance/reports/statement.ts";
import { formatterOf } from "#core/finance/reports/view.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { dayBefore } from "#core/kernel/dates.ts";
import { convertBack, type Exchange } from "#core/kernel/exchange.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";

const amount = z.string().meta({ example: "1250.00" });
export const FigureTranslation = z.object({
  currency: z.string(),
  amount,
  steps: z
    .array(
      z.object({
        rule: z.enum(["closing", "average", "historical"]),
        from: z.string().nullable().describe("The first day it is of; null: since the beginning."),
        to: z.string().nullable().describe("The last; null: until the next step, or the day of the figure."),
        amount: amount.describe("In company currency, with the sign of the figure."),
        rate: z.string().describe("What one unit was worth in the company's currency."),
        translated: amount,
      }),
    )
    .describe("What was translated by which rate, added up."),
});
export type FigureTranslation = z.infer<typeof FigureTranslation>;

type Asked = Readonly<{
  currency: string;
  account: Readonly<{ id: string; type: AccountType }>;
  isCash: boolean;
  /** Whether it is of what moved between days, closing entries left out; else it is of a balance, of earnings since a day. */
  moves: boolean;
  from: string | undefined;
  to: string;
  knownAt: string | undefined;
  sets: readonly string[] | undefined;
  sign: 1n | -1n;
}>;
type Step = Readonly<{
  rule: FigureTranslation["steps"][number]["rule"];
  from: string | null;
  to: string | null;
  minor: bigint;
  exchange: Exchange;
}>;

/** Debits less credits of the account in each span. */
const balancesOf = async (ctx: ReadCtx, { account, knownAt, sets, moves }: Asked, spans: readonly { from?: string; to: string }[]) => {
  const scope = { companyId: ctx.actor.companyId, accountId: account.id, knownAt, sets, withoutClosing: moves };
  const [sums] = await columnSums(ctx.db, { ...scope, columns: spans });
  return spans.map((_, at) => (sums?.columns[at] ? debitOf(sums.columns[at]) : 0n));
};

/** Of what moved between days: at their mean; cash at the rates of the day before and the last. */
const movementSteps = async (ctx: ReadCtx, asked: Asked, rates: AskedRates, from: string): Promise<Step[]> => {
  const { to, isCash } = asked;
  const before = dayBefore(from);
  if (!isCash) {
    const [moved = 0n] = await balancesOf(ctx, asked, [{ from, to }]);
    return [{ rule: "average", from, to, minor: moved, exchange: rates.over({ from, to }) }];
  }
  const [had = 0n, has = 0n] = await balancesOf(ctx, asked, [{ to: before }, { to }]);
  const after: Step = { rule: "closing", from: null, to, minor: has, exchange: rates.on(to) };
  return had === 0n ? [after] : [after, { rule: "closing", from: null, to: before, minor: -had, exchange: rates.on(before) }];
};

/** Of a balance: at the rate of the day; of equity at those of its days; of earnings at the mean of each fiscal year. */
const balanceSteps = async (ctx: ReadCtx, asked: Asked, rates: AskedRates, history: Parameters<typeof asking>[0]): Promise<Step[]> => {
  const { account, from = "", to, knownAt, sets } = asked;
  const companyId = ctx.actor.companyId;
  if (account.type === "asset" || account.type === "liability") {
    const [balance = 0n] = await balancesOf(ctx, asked, [{ to }]);
    return [{ rule: "closing", from: null, to, minor: balance, exchange: rates.on(to) }];
  }
  const years = (await yearsUpTo(ctx.db, companyId, to)).filter(({ startsOn }) => startsOn >= from);
  if (account.type === "equity") {
    const columns = [{ to, on: to }];
    const pieces = await equityPieces(ctx.db, rates, { companyId, accountId: account.id, knownAt, sets, columns, years, history });
    return pieces.map(({ first, rule, exchange, sums }) => ({ rule, from: first, to: null, minor: debitOf(sums), exchange }));
  }
  const spans = years.map(({ startsOn, endsOn }) => ({ from: startsOn, to: endsOn < to ? endsOn : to }));
  const sums = await balancesOf(ctx, asked, spans);
  return years.flatMap((year, at) => {
    const minor = sums[at] ?? 0n;
    return minor === 0n
      ? []
      : [{ rule: "average" as const, from: year.startsOn, to: spans[at]?.to ?? to, minor, exchange: yearRate(rates, year, to) }];
  });
};

/** How a figure was brought to another currency, step by step, by the rules of the statements. */
export const explainTranslation = async (ctx: ReadCtx, asked: Asked): Promise<Outcome<FigureTranslation, Fault<"invalid">>> => {
  const { currency, moves, from = asked.to, to, sign } = asked;
  const company = { id: ctx.actor.companyId, baseCurrency: ctx.company.baseCurrency };
  const history = await readRateHistory(ctx.db, company, currency, to);
  const rates = asking(history);
  const steps = moves ? await movementSteps(ctx, asked, rates, from) : await balanceSteps(ctx, asked, rates, history);
  const missing = rates.missing();
  if (missing) return refuse(missing);
  const [own, other] = [formatterOf(ctx), formatterOf(ctx, currency)];
  const translated = steps.map(({ minor, exchange }) => sign * convertBack(minor, exchange));
  return done({
    currency,
    amount: other(translated.reduce((sum, minor) => sum + minor, 0n)),
    steps: steps.map(({ rule, from: first, to: last, minor, exchange }, at) => ({
      ...{ rule, from: first, to: last, amount: own(sign * minor), rate: exchange.rate },
      translated: other(translated[at] ?? 0n),
    })),
  });
};
