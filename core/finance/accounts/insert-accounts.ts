import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import type { AccountBody } from "./account.ts";
import "./faults.ts";

/** An account as it is stored for the first time. */
export type NewAccount = Omit<AccountBody, "version">;

/** Stores accounts in one statement, headings and what is below them in any order. Postgres refuses a tree that is none (`guard_account_tree`). */
export const insertAccounts = async (tx: TxCtx, accounts: readonly NewAccount[]): Promise<void> => {
  if (accounts.length === 0) return;
  const company = tx.actor.companyId;
  await sql`
    with given as materialized (
      select r.* from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb)
          as r (id uuid, code text, name text, "nameLocal" text, type text, subtype text, "normalBalance" text, "isContra" boolean, "cashFlow" text, "parentId" uuid, "isGroup" boolean,
                "manualPosting" boolean, control text, active boolean, "opensOn" date, "closesOn" date, currencies text[], "requiredDimensionIds" uuid[], "postingRoleIds" uuid[])),
    stored as (
      insert into finance.account (id, company_id, code, name, name_local, type, subtype, normal_balance, is_contra, cash_flow, parent_id, is_group, manual_posting, control, active,
                                   opens_on, closes_on, currencies, required_dimensions, posters_limited)
      select g.id, ${company}::uuid, g.code, g.name, g."nameLocal", g.type, g.subtype, g."normalBalance", g."isContra", g."cashFlow", g."parentId", g."isGroup", g."manualPosting", g.control, g.active,
             g."opensOn", g."closesOn", g.currencies, g."requiredDimensionIds", g."postingRoleIds" is not null
        from given g)
    insert into finance.account_poster (company_id, account_id, role_id)
    select ${company}::uuid, g.id, role.id from given g cross join unnest(g."postingRoleIds") as role (id)`.execute(tx.db);
};
