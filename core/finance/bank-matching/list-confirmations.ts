import { type RawBuilder, sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeIdCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { ConfirmationBody, ConfirmationQuery } from "./confirmation.ts";

type Match = Readonly<{
  lineId: string;
  bookedOn: string;
  amountMinor: string;
  entryId: string;
  entryPosition: number;
  description: string;
  paymentId: string | null;
}>;
type Row = Omit<ConfirmationBody, "matches"> & Readonly<{ matches: readonly Match[] | null }>;

const bodyOf = ({ matches, ...row }: Row): ConfirmationBody => ({
  ...row,
  matches: (matches ?? []).map(({ amountMinor, ...match }) => ({ ...match, amount: formatMinor(BigInt(amountMinor), row.currency) })),
});

/** Confirmations that meet the conditions over `finance.bank_confirmation c`, newest first, with the edges they made (not those that took them back). */
const readConfirmations = async (
  db: Db,
  companyId: string,
  conditions: RawBuilder<unknown>,
  limit: number,
): Promise<ConfirmationBody[]> => {
  const { rows } = await sql<Row>`
    select c.id, c.bank_account_id, c.state, c.origin, c.rule_id, c.score, c.reasons, b.currency, c.confirmed_at, c.undone_at, c.undo_reason, c.version,
           (select jsonb_agg(jsonb_build_object('lineId', m.line_id, 'bookedOn', l.booked_on, 'amountMinor', m.amount_minor::text, 'entryId', m.entry_id, 'entryPosition', m.entry_position,
                             'description', e.description, 'paymentId', case when e.source_type = 'payment' then e.source_id end) order by m.id)
              from finance.bank_match m
              join finance.bank_line l on l.company_id = m.company_id and l.id = m.line_id
              join finance.journal_entry e on e.company_id = m.company_id and e.id = m.entry_id
             where m.company_id = c.company_id and m.confirmation_id = c.id and m.undoes_id is null) as matches
      from finance.bank_confirmation c join finance.bank_account b on b.company_id = c.company_id and b.id = c.bank_account_id
     where c.company_id = ${companyId} and ${conditions} order by c.id desc limit ${limit}`.execute(db);
  return rows.map((row) => bodyOf({ ...row }));
};

export const findConfirmation = async (db: Db, companyId: string, id: string): Promise<ConfirmationBody | undefined> =>
  (await readConfirmations(db, companyId, sql`c.id = ${id}`, 1))[0];

/** What was confirmed, newest first: of a bank account, or of one line. */
export const listConfirmations = query("finance.bank.read", async ({ db, actor }, filter: ConfirmationQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeIdCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  const conditions = [
    sql`true`,
    ...(filter.bankAccountId === undefined ? [] : [sql`c.bank_account_id = ${filter.bankAccountId}`]),
    ...(filter.lineId === undefined
      ? []
      : [
          sql`c.id in (select m.confirmation_id from finance.bank_match m where m.company_id = c.company_id and m.line_id = ${filter.lineId})`,
        ]),
    ...(cursor ? [sql`c.id < ${cursor.value}::uuid`] : []),
  ];
  const rows = await readConfirmations(db, actor.companyId, sql.join(conditions, sql` and `), filter.limit + 1);
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ id }) => [id],
      (row): ConfirmationBody => row,
    ),
  );
});

export const getConfirmation = query("finance.bank.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const confirmation = await findConfirmation(db, actor.companyId, id);
  return confirmation ? done(confirmation) : refuse(missing("bank confirmation", id));
});
