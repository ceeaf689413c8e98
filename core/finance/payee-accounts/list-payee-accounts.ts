import { type RawBuilder, sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeIdCursor, type PageQuery, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { PayeeAccountBody } from "./payee-account.ts";

type Row = Omit<PayeeAccountBody, "enteredBy"> & Readonly<{ enteredById: string; enteredByName: string | null }>;

/** Accounts of a party as they are shown. What stands in the table besides never leaves it. */
const select = (companyId: string, partyId: string, today: string, end: RawBuilder<unknown>) => sql<Row>`
  select a.id, a.party_id, a.kind, a.hint, a.bank_code, a.bic, a.bank_name, a.holder, a.valid_on, a.entered_at, a.entered_by as entered_by_id, u.name as entered_by_name,
         a.id = (select o.id from finance.payee_account o where o.company_id = a.company_id and o.party_id = a.party_id and o.valid_on <= ${today}::date
                  order by o.valid_on desc, o.id desc limit 1) is true as is_in_force
    from finance.payee_account a left join shared.user u on u.id = a.entered_by
   where a.company_id = ${companyId} and a.party_id = ${partyId} ${end}`;

const bodyOf = ({ enteredById, enteredByName, ...row }: Row): PayeeAccountBody => ({
  ...row,
  enteredBy: { id: enteredById, name: enteredByName },
});

export const partyIsThere = async (db: Db, companyId: string, id: string) =>
  db.selectFrom("finance.party").select(["id", "name"]).where("companyId", "=", companyId).where("id", "=", id).executeTakeFirst();

type Filter = Readonly<{ partyId: string; limit: PageQuery["limit"]; after?: string | undefined }>;

/** Where a party was and is paid, what was entered last first. Numbers are masked. */
export const listPayeeAccounts = query("finance.payee_account.read", async (ctx, { partyId, limit, after }: Filter) => {
  const { db, actor } = ctx;
  const cursor = after === undefined ? undefined : decodeIdCursor(after);
  if (cursor && !cursor.ok) return cursor;
  if (!(await partyIsThere(db, actor.companyId, partyId))) return refuse(missing("party", partyId));
  const from = cursor ? sql`and a.id < ${cursor.value}::uuid` : sql``;
  const { rows } = await select(actor.companyId, partyId, todayOf(ctx), sql`${from} order by a.id desc limit ${rowsOfPage(limit)}`).execute(
    db,
  );
  return done(pageOf(rows, limit, ({ id }) => [id], bodyOf));
});
