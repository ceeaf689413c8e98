import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import type { AccountPatch } from "./account.ts";
import { findAccount } from "./find-account.ts";

onConstraint("posted_account_keeps_type", (message) => conflict("account.posted", message));

export type AccountUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: AccountPatch }>;

/** What still sends postings to an account. */
const usesOf = async (tx: TxCtx, id: string): Promise<string[]> => {
  const { rows } = await sql<{ use: string }>`
    select 'the rule for ' || r.purpose as use from finance.account_rule r where r.company_id = ${tx.actor.companyId} and r.account_id = ${id}
    union all select 'tax ' || t.code from finance.tax_code t where t.company_id = ${tx.actor.companyId} and t.account_id = ${id} and t.active
    union all select 'payment method ' || m.code from finance.payment_method m where m.company_id = ${tx.actor.companyId} and m.account_id = ${id} and m.active
    order by 1 limit 5`.execute(tx.db);
  return rows.map(({ use }) => use);
};

/** Changes an account. One that rules, taxes or payment methods still use stays active; one that has postings keeps its type. */
export const updateAccount = command("finance.account.write", async (tx, { id, expectedVersion, changes }: AccountUpdate) => {
  const companyId = tx.actor.companyId;
  const before = await findAccount(tx.db, companyId, id, "lock");
  if (!before) return refuse(missing("account", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("account", before.version));
  if (changes.active === false && before.active) {
    const uses = await usesOf(tx, id);
    if (uses.length > 0) return refuse(conflict("account.in_use", `This account is still used by ${uses.join(", ")}.`));
  }
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (Object.entries(given).every(([field, value]) => value === before[field as keyof typeof before])) return done(before);
  await tx.db
    .updateTable("finance.account")
    .set({ ...given, version: before.version + 1 })
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .execute();
  const after = (await findAccount(tx.db, companyId, id)) ?? before;
  tx.audit({ action: "account.update", subjectType: "account", subjectId: id, before, after });
  tx.event({ type: "account.updated", subject: id, data: after });
  return done(after);
});
