import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { command } from "#core/kernel/command.ts";
import type { Db, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { AccountRuleBody, AccountRuleInput, AccountRulePatch, AccountRuleQuery } from "./account-rule.ts";

onConstraint("account_rule_once", conflict("account_rule.taken", "There is a rule for this already; change that one."));
onConstraint("default_account_rule_stays", (message) => conflict("account_rule.default", message));

const rulesOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.accountRule")
    .select(["id", "purpose", "keyKind", "key", "accountId", "version"])
    .$narrowType<Pick<AccountRuleBody, "purpose" | "keyKind">>()
    .where("companyId", "=", companyId);

/** Rules by purpose. */
export const listAccountRules = query("finance.account.read", async ({ db, actor }, filter: AccountRuleQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 3);
  if (cursor && !cursor.ok) return cursor;
  let rules = rulesOf(db, actor.companyId);
  if (filter.purpose) rules = rules.where("purpose", "=", filter.purpose);
  if (cursor)
    rules = rules.where(sql<boolean>`(purpose, key_kind, key) > (${sql.join(cursor.value.map((value) => sql`${value ?? ""}::text`))})`);
  const rows = await rules.orderBy("purpose").orderBy("keyKind").orderBy("key").limit(rowsOfPage(filter.limit)).execute();
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ purpose, keyKind, key }) => [purpose, keyKind, key],
      (rule): AccountRuleBody => rule,
    ),
  );
});

/** An account that rules may send postings to. */
const usableAccount = async (tx: TxCtx, accountId: string): Promise<Outcome<true, Fault<"invalid">>> => {
  const account = await tx.db
    .selectFrom("finance.account")
    .select(["code", "active"])
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", accountId)
    .forShare()
    .executeTakeFirst();
  if (!account) return refuse(invalid("account.missing", `There is no account ${accountId}.`, "/accountId"));
  return account.active ? done(true) : refuse(invalid("account.inactive", `Account ${account.code} is not active.`, "/accountId"));
};

/** Adds a rule that is more specific than the default. */
export const createAccountRule = command("finance.account.write", async (tx, input: AccountRuleInput) => {
  const usable = await usableAccount(tx, input.accountId);
  if (!usable.ok) return usable;
  const rule: AccountRuleBody = { ...input, id: tx.newId(), version: 1 };
  await tx.db
    .insertInto("finance.accountRule")
    .values({ ...rule, companyId: tx.actor.companyId })
    .execute();
  tx.audit({ action: "account_rule.create", subjectType: "account_rule", subjectId: rule.id, after: rule });
  tx.event({ type: "account_rule.created", subject: rule.id, data: rule });
  return done(rule);
});

type RuleChange = Readonly<{ id: string; expectedVersion?: number | undefined }>;
const lockRule = async (tx: TxCtx, { id, expectedVersion }: RuleChange) => {
  const rule = await rulesOf(tx.db, tx.actor.companyId).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!rule) return refuse(missing("account rule", id));
  return expectedVersion !== undefined && expectedVersion !== rule.version
    ? refuse(stale("account rule", rule.version))
    : done<AccountRuleBody>(rule);
};

/** Sends what comes from now on to another account. */
export const updateAccountRule = command(
  "finance.account.write",
  async (tx, { changes, ...change }: RuleChange & Readonly<{ changes: AccountRulePatch }>) => {
    const locked = await lockRule(tx, change);
    if (!locked.ok) return locked;
    const usable = await usableAccount(tx, changes.accountId);
    if (!usable.ok) return usable;
    const after: AccountRuleBody = { ...locked.value, accountId: changes.accountId, version: locked.value.version + 1 };
    await tx.db
      .updateTable("finance.accountRule")
      .set({ accountId: after.accountId, version: after.version })
      .where("companyId", "=", tx.actor.companyId)
      .where("id", "=", after.id)
      .execute();
    tx.audit({ action: "account_rule.update", subjectType: "account_rule", subjectId: after.id, before: locked.value, after });
    tx.event({ type: "account_rule.updated", subject: after.id, data: after });
    return done(after);
  },
);

/** Takes a rule away; the next more general one applies. A default stays. */
export const removeAccountRule = command("finance.account.write", async (tx, change: RuleChange) => {
  const locked = await lockRule(tx, change);
  if (!locked.ok) return locked;
  await tx.db.deleteFrom("finance.accountRule").where("companyId", "=", tx.actor.companyId).where("id", "=", change.id).execute();
  tx.audit({ action: "account_rule.remove", subjectType: "account_rule", subjectId: change.id, before: locked.value });
  tx.event({ type: "account_rule.removed", subject: change.id, data: locked.value });
  return done(locked.value);
});
