import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { dayAfter } from "#core/kernel/dates.ts";
import type { Column } from "./comparison.ts";
import { type Movements, segmentRows } from "./movements.ts";
import type { AccountType, ReportAccount } from "./report.ts";

export type Sums = Readonly<{ debit: bigint; credit: bigint }>;
/** What statements sort accounts by beside their type. */
export type Traits = Readonly<{ subtype: string; isContra: boolean; cashFlow: string | null }>;
/** Debits and credits of an account in each column asked for, in their order. */
export type AccountColumns = Readonly<{ account: ReportAccount; traits: Traits; columns: readonly Sums[] }>;

type Wanted = Omit<Movements, "from" | "to"> & Readonly<{ columns: readonly Column[]; types?: readonly AccountType[] | undefined }>;
type Row = ReportAccount & Traits & { debits: string[]; credits: string[] };

/**
 * Debits and credits of each account that moved, by column, in order of code: one read of the sums, whatever the number of columns. Columns may overlap; they
 * are cut at each other's ends, the pieces are read once and put together again.
 */
export const columnSums = async (db: Db, { columns, types, ...scope }: Wanted): Promise<AccountColumns[]> => {
  const ends = columns.flatMap(({ from, to }) => [...(from === undefined ? [] : [from]), dayAfter(to)]);
  const bounds = [...new Set(ends)].sort();
  const segmentFrom = (day: string) => bounds.indexOf(day) + 1;
  const rows = segmentRows({ ...scope, bounds, sinceBeginning: columns.some(({ from }) => from === undefined) });
  const summed = (amount: "debit" | "credit") =>
    sql.join(
      columns.map(
        ({ from, to }) =>
          sql`coalesce(sum(${sql.ref(amount)}) filter (where segment >= ${from === undefined ? 0 : segmentFrom(from)}::integer and segment < ${segmentFrom(dayAfter(to))}::integer), 0)`,
      ),
    );
  const { rows: found } = await sql<Row>`
    select a.id, a.code, a.name, a.type, a.subtype, a.is_contra, a.cash_flow, s.debits::text[] as debits, s.credits::text[] as credits
      from (select account_id, array[${summed("debit")}] as debits, array[${summed("credit")}] as credits
              from (select account_id, segment, sum(company_debit) as debit, sum(company_credit) as credit from (${rows}) moved group by 1, 2) pieces
             group by account_id) s
      join finance.account a on a.company_id = ${scope.companyId} and a.id = s.account_id
     where (0 <> any (s.debits) or 0 <> any (s.credits)) ${types === undefined ? sql`` : sql`and a.type = any(${types})`}
     order by a.code`.execute(db);
  return found.map(({ debits, credits, subtype, isContra, cashFlow, ...account }) => ({
    account,
    traits: { subtype, isContra, cashFlow },
    columns: debits.map((debit, at) => ({ debit: BigInt(debit), credit: BigInt(credits[at] ?? 0) })),
  }));
};
