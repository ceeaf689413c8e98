import { type RawBuilder, sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import type { AccountBody } from "./account.ts";

/** The columns of an account's body, over `finance.account a`. */
export const accountColumns = sql<AccountBody>`
  a.id, a.code, a.name, a.name_local, a.type, a.subtype, a.normal_balance, a.is_contra, a.cash_flow, a.parent_id, a.is_group, a.manual_posting, a.control, a.active,
  a.opens_on, a.closes_on, a.currencies, a.required_dimensions as required_dimension_ids, a.version,
  case when a.posters_limited
       then array(select p.role_id from finance.account_poster p where p.company_id = a.company_id and p.account_id = a.id order by p.role_id) end as posting_role_ids`;

/** One account, held against other changes when `lock` is asked for. */
export const findAccount = async (db: Db, companyId: string, id: string, lock?: "lock"): Promise<AccountBody | undefined> => {
  const hold: RawBuilder<unknown> = lock ? sql`for no key update of a` : sql``;
  const { rows } =
    await sql<AccountBody>`select ${accountColumns} from finance.account a where a.company_id = ${companyId} and a.id = ${id} ${hold}`.execute(
      db,
    );
  return rows[0];
};
