import { sql } from "kysely";
import { done } from "#core/kernel/fault.ts";
import type { Page } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { readTree } from "./account-tree.ts";

/** An empty list, where an empty cell says that there is no limit. */
const NOBODY = ";";

/** The chart as the rows that `accountImport` reads back into the same accounts, headings before what is below them. One page: a chart is read whole. */
export const exportAccounts = query("finance.account.read", async (ctx, _: undefined) => {
  const { placed } = await readTree(ctx);
  const { rows: roles } = await sql<{ id: string; name: string }>`
    select id, name from shared.role where company_id = ${ctx.actor.companyId}`.execute(ctx.db);
  const { rows: dimensions } = await sql<{ id: string; code: string }>`
    select id, code from finance.dimension where company_id = ${ctx.actor.companyId}`.execute(ctx.db);
  const dimensionCodes = new Map(dimensions.map(({ id, code }) => [id, code]));
  const codes = new Map(placed.map(({ account }) => [account.id, account.code]));
  const roleNames = new Map(roles.map(({ id, name }) => [id, name]));
  const items = placed.map(({ account }) => ({
    code: account.code,
    name: account.name,
    name_local: account.nameLocal,
    type: account.type,
    subtype: account.subtype,
    normal_balance: account.normalBalance,
    is_contra: account.isContra,
    cash_flow: account.cashFlow,
    parent: account.parentId === null ? null : (codes.get(account.parentId) ?? null),
    is_group: account.isGroup,
    manual_posting: account.manualPosting,
    control: account.control,
    active: account.active,
    opens_on: account.opensOn,
    closes_on: account.closesOn,
    currencies: account.currencies?.join(" ") ?? null,
    required_dimensions: account.requiredDimensionIds.map((id) => dimensionCodes.get(id)).join(" "),
    posting_roles: account.postingRoleIds && (account.postingRoleIds.map((id) => roleNames.get(id)).join("; ") || NOBODY),
  }));
  return done<Page<object>>({ items });
});
