import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, missing, refuse, stale } from "#core/kernel/fault.ts";
import type { AccountBody, AccountPatch } from "./account.ts";
import { findAccount } from "./find-account.ts";
import "./faults.ts";

export type AccountUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: AccountPatch }>;

/** Lists of currencies, dimensions and roles are sets. */
const written = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);

const changed = (before: AccountBody, changes: AccountPatch): AccountPatch =>
  Object.fromEntries(
    Object.entries(changes).filter(
      ([field, value]) => value !== undefined && written(value) !== written(before[field as keyof AccountBody]),
    ),
  );

/** Names the roles that may post by hand anew. */
const limitPosters = async (tx: TxCtx, id: string, roleIds: readonly string[]) => {
  const company = tx.actor.companyId;
  await sql`delete from finance.account_poster where company_id = ${company} and account_id = ${id} and role_id <> all (${roleIds}::uuid[])`.execute(
    tx.db,
  );
  await sql`
    insert into finance.account_poster (company_id, account_id, role_id)
    select ${company}::uuid, ${id}::uuid, role.id from unnest(${roleIds}::uuid[]) as role (id) on conflict do nothing`.execute(tx.db);
};

/**
 * Changes an account. One that rules, taxes or payment methods still use stays active; one that has postings keeps its type, stays an account and is open
 * on their days. What becomes a heading loses what limits an account.
 */
export const updateAccount = command("finance.account.write", async (tx, { id, expectedVersion, changes }: AccountUpdate) => {
  const companyId = tx.actor.companyId;
  const before = await findAccount(tx.db, companyId, id, "lock");
  if (!before) return refuse(missing("account", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("account", before.version));
  const { postingRoleIds, requiredDimensionIds, ...columns } = changed(
    before,
    changes.isGroup ? { ...changes, manualPosting: false } : changes,
  );
  if (Object.keys(columns).length === 0 && postingRoleIds === undefined && requiredDimensionIds === undefined) return done(before);
  await tx.db
    .updateTable("finance.account")
    .set({
      ...columns,
      ...(requiredDimensionIds === undefined ? {} : { requiredDimensions: requiredDimensionIds }),
      ...(postingRoleIds === undefined ? {} : { postersLimited: postingRoleIds !== null }),
      version: before.version + 1,
    })
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .execute();
  if (postingRoleIds !== undefined) await limitPosters(tx, id, postingRoleIds ?? []);
  const after = (await findAccount(tx.db, companyId, id)) ?? before;
  tx.audit({ action: "account.update", subjectType: "account", subjectId: id, before, after });
  tx.event({ type: "account.updated", subject: id, data: after });
  return done(after);
});
