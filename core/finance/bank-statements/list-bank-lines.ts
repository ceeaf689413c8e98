import { type RawBuilder, sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeDayCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { BankNumbers } from "./bank-numbers.ts";
import type { BankLineBody, BankLineDetail, BankLineQuery } from "./bank-statement.ts";
import type { StoredDetail } from "./line-rows.ts";

/** A line with what is left of it, as rows hold it. */
export type BankLineRow = Omit<BankLineBody, "amount" | "left" | "name" | "account" | "details" | "instructed"> &
  Readonly<{
    amountMinor: bigint;
    leftMinor: bigint;
    partyName: string | null;
    partyHint: string | null;
    partyHash: string | null;
    partySealed: string | null;
    instructedCurrency: string | null;
    instructedMinor: bigint | null;
    instructedRate: string | null;
    details: readonly StoredDetail[];
  }>;

const instructedOf = (currency: string | null, minor: bigint | string | null, rate: string | null) =>
  currency === null || minor === null ? null : { currency, amount: formatMinor(BigInt(minor), currency), rate };

const detailOf = (detail: StoredDetail, currency: string): BankLineDetail => ({
  amount: detail.amountMinor === null ? null : formatMinor(BigInt(detail.amountMinor), currency),
  name: detail.name,
  account: detail.partyHint,
  text: detail.text,
  endToEndId: detail.endToEndId,
  structuredReference: detail.structuredReference,
  returnReason: detail.returnReason,
  instructed: instructedOf(detail.instructedCurrency, detail.instructedMinor, detail.instructedRate),
});

export const lineBodyOf = (row: BankLineRow): BankLineBody => {
  const { amountMinor, leftMinor, partyName, partyHint, partyHash: _hash, partySealed: _sealed, details, ...others } = row;
  const { instructedCurrency, instructedMinor, instructedRate, ...rest } = others;
  return {
    ...rest,
    amount: formatMinor(amountMinor, rest.currency),
    left: formatMinor(leftMinor, rest.currency),
    name: partyName,
    account: partyHint,
    instructed: instructedOf(instructedCurrency, instructedMinor, instructedRate),
    details: details.map((detail) => detailOf(detail, rest.currency)),
  };
};

/** Lines that meet the conditions over `finance.bank_line l` and its status `w`; what is only announced has nothing left. */
export const readBankLines = async (
  db: Db,
  companyId: string,
  { conditions, order, limit }: Readonly<{ conditions: RawBuilder<unknown>; order: RawBuilder<unknown>; limit: number }>,
): Promise<BankLineRow[]> => {
  const { rows } = await sql<BankLineRow>`
    select l.id, l.bank_account_id, l.statement_id, l.position, l.status, l.booked_on, l.valued_on, l.currency, l.amount_minor, coalesce(w.left_minor, 0)::bigint as left_minor,
           l.bank_reference, l.end_to_end_id, l.structured_reference, l.party_name, l.party_hint, l.party_hash, l.party_sealed, l.text, l.code, l.reversal, l.return_reason,
           l.instructed_currency, l.instructed_minor, l.instructed_rate, l.batch_count, l.details
      from finance.bank_line l left join finance.bank_line_status w on w.company_id = l.company_id and w.line_id = l.id
     where l.company_id = ${companyId} and ${conditions} order by ${order} limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row }));
};

/** Lines that are left are found by their status, in the order of its index. */
const conditionsOf = (filter: BankLineQuery, day: RawBuilder<unknown>, id: RawBuilder<unknown>) => [
  sql`(l.status <> 'booked' or w.line_id is not null)`,
  ...(filter.left === undefined ? [] : [filter.left ? sql`w.left_minor <> 0` : sql`w.left_minor = 0`]),
  ...(filter.bankAccountId === undefined ? [] : [sql`${filter.left ? sql`w` : sql`l`}.bank_account_id = ${filter.bankAccountId}`]),
  ...(filter.statementId === undefined ? [] : [sql`l.statement_id = ${filter.statementId}`]),
  ...(filter.status === undefined ? [] : [sql`l.status = ${filter.status}`]),
  ...(filter.from === undefined ? [] : [sql`${day} >= ${filter.from}::date`]),
  ...(filter.to === undefined ? [] : [sql`${day} <= ${filter.to}::date`]),
  ...(filter.q ? [sql`${id} = any (array(select finance.search_bank_lines(${filter.q})))`] : []),
];

/** Lines of statements, by the day they were booked. `left=true` shows what there is to reconcile; `q` searches texts, names and references. */
export const listBankLines = query("finance.bank.read", async ({ db, actor }, filter: BankLineQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeDayCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  const [day, id] = filter.left === true ? [sql`w.booked_on`, sql`w.line_id`] : [sql`l.booked_on`, sql`l.id`];
  const up = filter.sort === "bookedOn";
  const behind = cursor ? [sql`(${day}, ${id}) ${up ? sql`>` : sql`<`} (${cursor.value.day}::date, ${cursor.value.id}::uuid)`] : [];
  const rows = await readBankLines(db, actor.companyId, {
    conditions: sql.join([...conditionsOf(filter, day, id), ...behind], sql` and `),
    order: up ? sql`${day}, ${id}` : sql`${day} desc, ${id} desc`,
    limit: filter.limit + 1,
  });
  return done(pageOf(rows, filter.limit, (row) => [row.bookedOn, row.id], lineBodyOf));
});

export const findBankLine = async (db: Db, companyId: string, id: string): Promise<BankLineRow | undefined> =>
  (
    await readBankLines(db, companyId, {
      conditions: sql`l.id = ${id} and (l.status <> 'booked' or w.line_id is not null)`,
      order: sql`l.id`,
      limit: 1,
    })
  )[0];

/** One line, with the other side's number in full. */
export const getBankLine = query(
  "finance.bank.read",
  async ({ db, actor }, { id, numbers }: Readonly<{ id: string; numbers: BankNumbers }>) => {
    const row = await findBankLine(db, actor.companyId, id);
    if (!row) return refuse(missing("bank line", id));
    const body = lineBodyOf(row);
    return done({
      ...body,
      account: row.partySealed === null ? null : numbers.unseal(row.partySealed),
      details: body.details.map((detail, index) => {
        const sealed = row.details[index]?.partySealed ?? null;
        return { ...detail, account: sealed === null ? null : numbers.unseal(sealed) };
      }),
    });
  },
);
