import { type RawBuilder, sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import type { AccountBody } from "./account.ts";

/** The columns of an account's body, over `finance.account a`. The tree follows from the codes: the parent's is the longest that this one begins with. */
export const accountColumns = sql<AccountBody>`
  a.id, a.code, a.name, a.name_local, a.type, a.subtype, a.normal_balance, a.is_contra, a.manual_posting, a.active, a.version,
  (select p.id from finance.account p
    where p.company_id = a.company_id and p.code = any (array(select left(a.code, n) from generate_series(1, length(a.code) - 1) as n))
    order by length(p.code) desc limit 1) as parent_id`;

/** One account, held against other changes when `lock` is asked for. */
export const findAccount = async (db: Db, companyId: string, id: string, lock?: "lock"): Promise<AccountBody | undefined> => {
  const hold: RawBuilder<unknown> = lock ? sql`for no key update of a` : sql``;
  const { rows } =
    await sql<AccountBody>`select ${accountColumns} from finance.account a where a.company_id = ${companyId} and a.id = ${id} ${hold}`.execute(
      db,
    );
  return rows[0];
};
