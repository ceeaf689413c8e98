import { sql } from "kysely";
import { todayOf } from "#core/kernel/clock.ts";
import type { Ctx, Db, ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { columnSums, type Traits } from "./column-sums.ts";
import { type Movements, movementRows } from "./movements.ts";
import type { AccountType, ReportAccount } from "./report.ts";

/** What any report may refuse with. */
export type ReportFault = Fault<"invalid" | "refused">;

/**
 * A past instant is final once nothing can be sealed at or before it any more. Whoever has held the sealer's lock after the instant knows that;
 * this is a transaction of its own, so that the report's snapshot is taken afterwards.
 */
export const settle = query("finance.report.read", async ({ db, actor }, knownAt: string): Promise<Outcome<true, Fault<"invalid">>> => {
  await sql`select pg_advisory_xact_lock_shared(finance.seal_lock(${actor.companyId}))`.execute(db);
  const { rows } = await sql<{ past: boolean }>`select clock_timestamp() > ${knownAt}::timestamptz as past`.execute(db);
  return rows[0]?.past ? done(true) : refuse(invalid("report.known_at", "This instant is still to come.", "/knownAt"));
});

/** A query that first makes sure of the instant it is asked about; of two, the later one, which makes sure of the earlier too. */
export const report = <Input extends { knownAt?: string | undefined; until?: string | undefined }, T, F extends Fault>(
  read: (ctx: ReadCtx, input: Input) => Promise<Outcome<T, F>>,
) => {
  const reading = query("finance.report.read", read);
  return async (ctx: Ctx | TxCtx, input: Input): Promise<Outcome<T, F | ReportFault>> => {
    const instant = input.until ?? input.knownAt;
    if (instant !== undefined) {
      const settled = await settle(ctx, instant);
      if (!settled.ok) return settled;
    }
    return reading(ctx, input);
  };
};

/** The head of every report. */
export const viewOf = (ctx: ReadCtx, asOf: string | undefined, knownAt: string | undefined, currency?: string) => ({
  asOf: asOf ?? todayOf(ctx),
  knownAt: knownAt ?? ctx.clock.now().toISOString(),
  currency: currency ?? ctx.company.baseCurrency,
});

export type AccountSum = Readonly<{ account: ReportAccount; debit: bigint; credit: bigint; opening: bigint }>;

type Wanted = Movements & Readonly<{ types?: readonly AccountType[]; openingBefore?: string | undefined }>;

/** Debits, credits and opening balance of each account that moved, in order of code. */
export const accountSums = async (db: Db, { from, to, openingBefore, ...scope }: Wanted): Promise<AccountSum[]> => {
  const columns = [{ from, to }, ...(openingBefore === undefined ? [] : [{ to: openingBefore }])];
  const sums = await columnSums(db, { ...scope, columns });
  return sums
    .map(({ account, columns: [moved, before] }) => ({
      account,
      debit: moved?.debit ?? 0n,
      credit: moved?.credit ?? 0n,
      opening: before ? before.debit - before.credit : 0n,
    }))
    .filter(({ debit, credit, opening }) => debit !== 0n || credit !== 0n || opening !== 0n);
};

export type DimensionSum = Readonly<{
  account: ReportAccount;
  traits: Traits;
  value: Readonly<{ id: string; code: string; name: string }> | null;
  debit: bigint;
  credit: bigint;
}>;
type DimensionSumRow = ReportAccount &
  Traits & {
    value: DimensionSum["value"];
    debit: string;
    credit: string;
  };

/** Debits and credits of each account by the values of one dimension, null where lines name none; in order of the codes. Read from the same sums as `accountSums`. */
export const dimensionSums = async (
  db: Db,
  { types, ...movements }: Omit<Wanted, "openingBefore">,
  dimensionId: string,
): Promise<DimensionSum[]> => {
  const { companyId } = movements;
  const { rows } = await sql<DimensionSumRow>`
    select a.id, a.code, a.name, a.type, a.subtype, a.is_contra, a.cash_flow, case when v.id is not null then jsonb_build_object('id', v.id, 'code', v.code, 'name', v.name) end as value, s.debit::text, s.credit::text
      from (select moved.account_id, m.value_id, sum(moved.debit) as debit, sum(moved.credit) as credit
              from (select account_id, dimension_id, sum(company_debit) as debit, sum(company_credit) as credit from (${movementRows(movements)}) rows group by 1, 2) moved
              left join finance.dimension_set_member m on m.company_id = ${companyId} and m.set_id = moved.dimension_id and m.dimension_id = ${dimensionId}
             group by 1, 2) s
      join finance.account a on a.company_id = ${companyId} and a.id = s.account_id
      left join finance.dimension_value v on v.company_id = ${companyId} and v.id = s.value_id
     where (s.debit <> 0 or s.credit <> 0) ${types === undefined ? sql`` : sql`and a.type = any(${types})`}
     order by a.code, v.code nulls last`.execute(db);
  return rows.map(({ value, debit, credit, subtype, isContra, cashFlow, ...account }) => ({
    ...{ account, traits: { subtype, isContra, cashFlow }, value },
    ...{ debit: BigInt(debit), credit: BigInt(credit) },
  }));
};

/** The start of the fiscal year around each day, or of the last one before it. */
export const fiscalYearStarts = async (db: Db, companyId: string, dates: readonly string[]): Promise<(string | null)[]> => {
  const { rows } = await sql<{ startsOn: string | null }>`
    select (select y.starts_on from finance.fiscal_year y where y.company_id = ${companyId} and y.starts_on <= one.day order by y.starts_on desc limit 1) as starts_on
      from unnest(${dates}::date[]) with ordinality as one (day, place) order by one.place`.execute(db);
  return rows.map(({ startsOn }) => startsOn);
};

/** The start of the fiscal year around a day, or of the last one before it. */
export const fiscalYearStart = async (db: Db, companyId: string, date: string): Promise<string | undefined> =>
  (await fiscalYearStarts(db, companyId, [date]))[0] ?? undefined;

export const sumOf = <T>(rows: readonly T[], amount: (row: T) => bigint): bigint => rows.reduce((total, row) => total + amount(row), 0n);
/** Formats in company currency, or in the one a statement is translated to. */
export const formatterOf = (ctx: Pick<ReadCtx, "company">, currency?: string) => (minor: bigint) =>
  formatMinor(minor, currency ?? ctx.company.baseCurrency);

/** Debits and credits of the movements together. */
export const movementSums = async (db: Db, movements: Movements): Promise<{ debit: bigint; credit: bigint }> => {
  const { rows } = await sql<{ debit: string; credit: string }>`
    select coalesce(sum(company_debit), 0)::text as debit, coalesce(sum(company_credit), 0)::text as credit from (${movementRows(movements)}) moved`.execute(
    db,
  );
  return { debit: BigInt(rows[0]?.debit ?? 0), credit: BigInt(rows[0]?.credit ?? 0) };
};
