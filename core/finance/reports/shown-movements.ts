import { asking, readRateHistory } from "#core/finance/currencies/rate-history.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { dayBefore } from "#core/kernel/dates.ts";
import { convertBack } from "#core/kernel/exchange.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import { type AccountColumns, columnSums, type Sums } from "./column-sums.ts";
import type { Column } from "./comparison.ts";
import type { AccountType } from "./report.ts";
import { debitOf } from "./statement.ts";
import { addSums, imbalanceOf, NOTHING, type Shown, translateSums, untranslated } from "./translation.ts";

type Wanted = Readonly<{
  spans: readonly Column[];
  currency: string | undefined;
  knownAt?: string | undefined;
  sets?: readonly string[] | undefined;
  types?: readonly AccountType[] | undefined;
  /** Accounts of cash: they are shown with what they had before each span, in as many further columns. */
  isCash?: ((of: AccountColumns) => boolean) | undefined;
  /** Rows that stand instead of those of other accounts than cash, and come to the same: they follow the accounts of cash in the sums. */
  flows?: readonly AccountColumns[] | undefined;
}>;

const firstDay = ({ from, to }: Column) => from ?? to;
const sumsOf = (balance: bigint): Sums => (balance < 0n ? { debit: 0n, credit: -balance } : { debit: balance, credit: 0n });

/**
 * What moved between days, closing entries left out, in the company's currency or translated at the mean rate of the days (IAS 21.40, IAS 7.27). What cash
 * had before and after is at the rates of those days; what that leaves is the effect of exchange rates, the difference.
 */
export const shownMovements = async (
  ctx: ReadCtx,
  { spans, currency, isCash, flows, ...scope }: Wanted,
): Promise<Outcome<Shown, Fault<"invalid">>> => {
  const companyId = ctx.actor.companyId;
  const width = spans.length;
  const before = isCash ? spans.map((span) => ({ to: dayBefore(firstDay(span)) })) : [];
  const read = await columnSums(ctx.db, { ...scope, companyId, columns: [...spans, ...before], withoutClosing: true });
  const cash = new Set(isCash ? read.filter(isCash) : []);
  const base = flows ? [...cash, ...flows] : read;
  if (currency === undefined) return done(untranslated(ctx, base, width));
  const last = spans.reduce((latest, { to }) => (to > latest ? to : latest), "");
  const asked = asking(await readRateHistory(ctx.db, { id: companyId, baseCurrency: ctx.company.baseCurrency }, currency, last));
  const mean = (span: Column) => asked.over({ from: firstDay(span), to: span.to });
  const valued = (of: AccountColumns): AccountColumns => {
    if (!cash.has(of)) return { ...of, columns: spans.map((span, at) => translateSums(of.columns[at] ?? NOTHING, mean(span))) };
    const had = spans.map((span, at) => {
      const balance = of.columns[width + at] ?? NOTHING;
      return debitOf(balance) === 0n ? 0n : convertBack(debitOf(balance), asked.on(dayBefore(firstDay(span))));
    });
    const has = spans.map(({ to }, at) =>
      convertBack(debitOf(addSums(of.columns[at] ?? NOTHING, of.columns[width + at] ?? NOTHING)), asked.on(to)),
    );
    return { ...of, columns: [...has.map((minor, at) => sumsOf(minor - (had[at] ?? 0n))), ...had.map(sumsOf)] };
  };
  const sums = base.map(valued);
  const outside = imbalanceOf(base, width).map((minor, at) => convertBack(minor, mean(spans[at] as Column)));
  const difference = imbalanceOf(sums, width).map((minor, at) => minor - (outside[at] ?? 0n));
  const rates = spans.map((span) => ({ closingRate: isCash ? asked.on(span.to).rate : null, averageRate: mean(span).rate }));
  const missing = asked.missing();
  return missing ? refuse(missing) : done({ sums, currency, outside, difference, rates });
};
