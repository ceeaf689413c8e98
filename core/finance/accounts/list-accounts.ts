import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query, singleQuery } from "#core/kernel/query.ts";
import type { AccountBody, AccountQuery } from "./account.ts";
import { accountColumns, findAccount } from "./find-account.ts";

/** The chart in order of code; its tree is in each account's `parentId`, and whole in `accountTree`. */
export const listAccounts = singleQuery("finance.account.read", async ({ db, actor }, filter: AccountQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  const conditions = [
    sql`a.company_id = ${actor.companyId}`,
    ...(filter.type ? [sql`a.type = ${filter.type}`] : []),
    ...(filter.subtype ? [sql`a.subtype = ${filter.subtype}`] : []),
    ...(filter.isGroup === undefined ? [] : [sql`a.is_group = ${filter.isGroup}`]),
    ...(filter.active === undefined ? [] : [sql`a.active = ${filter.active}`]),
    ...(filter.q
      ? [
          sql`(a.name ilike shared.search_pattern(${filter.q}) or a.name_local ilike shared.search_pattern(${filter.q}) or starts_with(a.code, ${filter.q}))`,
        ]
      : []),
    ...(cursor ? [sql`a.code > ${cursor.value[0] ?? ""}`] : []),
  ];
  const { rows } = await sql<AccountBody>`
    select ${accountColumns} from finance.account a where ${sql.join(conditions, sql` and `)} order by a.code limit ${rowsOfPage(filter.limit)}`.execute(
    db,
  );
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ code }) => [code],
      (account): AccountBody => account,
    ),
  );
});

export const getAccount = query("finance.account.read", async ({ db, actor }, { id }: { id: string }) => {
  const account = await findAccount(db, actor.companyId, id);
  return account ? done(account) : refuse(missing("account", id));
});
