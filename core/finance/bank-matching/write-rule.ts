import { rowsOfPage } from "#core/database/keyset.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, forbidden, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { BankNumbers } from "../bank-statements/bank-numbers.ts";
import { type BankRuleBody, type BankRuleInput, type BankRulePatch, SealedRuleConditions } from "./bank-rule.ts";
import { partiesAreThere, sealConditions, shownConditions } from "./rule-conditions.ts";
import { ruleBody, rulesOf } from "./rules.ts";

onConstraint("bank_rule_name_once", conflict("bank_rule.name_taken", "There is a rule of this name already."));

/** A rule that matches by itself posts in the name of who imports; so whoever makes one must be allowed to. */
const mayAutomate = ({ actor }: TxCtx, mode: string | undefined) =>
  mode === "automatic" && !actor.grants.has("finance.bank.reconcile") ? forbidden("finance.bank.reconcile") : undefined;

const referencesOf = async (tx: TxCtx, { bankAccountId, outcome }: Pick<BankRuleInput, "bankAccountId" | "outcome">) => {
  const company = tx.actor.companyId;
  const [account, bank] = await Promise.all([
    tx.db
      .selectFrom("finance.account")
      .select("id")
      .where("companyId", "=", company)
      .where("id", "=", outcome.accountId)
      .executeTakeFirst(),
    bankAccountId === null
      ? true
      : tx.db
          .selectFrom("finance.bankAccount")
          .select("id")
          .where("companyId", "=", company)
          .where("id", "=", bankAccountId)
          .executeTakeFirst(),
  ]);
  if (!account) return missing("account", outcome.accountId);
  return bank ? undefined : missing("bank account", bankAccountId ?? "");
};

type Sealing = Readonly<{ numbers: BankNumbers }>;

/** Adds a rule for lines of bank statements. */
export const createBankRule = command(
  "finance.bank.write",
  async (tx, { numbers, ...input }: BankRuleInput & Sealing): Promise<Outcome<BankRuleBody>> => {
    const sealed = sealConditions(input.conditions, { numbers });
    if (!sealed.ok) return sealed;
    const conditions = sealed.value;
    const fault = mayAutomate(tx, input.mode) ?? (await referencesOf(tx, input)) ?? (await partiesAreThere(tx, conditions));
    if (fault) return refuse(fault);
    const body: BankRuleBody = { id: tx.newId(), ...input, conditions: shownConditions(conditions), active: true, version: 1 };
    const { conditions: _, outcome, ...row } = body;
    await tx.db
      .insertInto("finance.bankRule")
      .values({ ...row, companyId: tx.actor.companyId, conditions: JSON.stringify(conditions), outcome: JSON.stringify(outcome) })
      .execute();
    tx.audit({ action: "bank_rule.create", subjectType: "bank_rule", subjectId: body.id, after: body });
    tx.event({ type: "bank_rule.created", subject: body.id, data: body });
    return done(body);
  },
);

type Update = Readonly<{ id: string; expectedVersion?: number | undefined; changes: BankRulePatch }>;

/** Changes a rule for lines that are still to be matched. */
export const updateBankRule = command(
  "finance.bank.write",
  async (tx, { id, expectedVersion, changes, numbers }: Update & Sealing): Promise<Outcome<BankRuleBody>> => {
    const row = await rulesOf(tx).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
    if (!row) return refuse(missing("bank rule", id));
    const before = ruleBody(row);
    if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("bank rule", before.version));
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const stored = SealedRuleConditions.parse(row.conditions);
    const sealed = changes.conditions ? sealConditions(changes.conditions, { numbers, before: stored }) : done(stored);
    if (!sealed.ok) return sealed;
    const conditions = sealed.value;
    const after: BankRuleBody = { ...before, ...given, conditions: shownConditions(conditions), version: before.version + 1 };
    const fault = mayAutomate(tx, after.mode) ?? (await referencesOf(tx, after)) ?? (await partiesAreThere(tx, conditions));
    if (fault) return refuse(fault);
    const { id: _, conditions: __, outcome, ...fields } = after;
    await tx.db
      .updateTable("finance.bankRule")
      .set({ ...fields, conditions: JSON.stringify(conditions), outcome: JSON.stringify(outcome) })
      .where("companyId", "=", tx.actor.companyId)
      .where("id", "=", id)
      .execute();
    tx.audit({ action: "bank_rule.update", subjectType: "bank_rule", subjectId: id, before, after });
    tx.event({ type: "bank_rule.updated", subject: id, data: after });
    return done(after);
  },
);

/** Removes a rule; what was matched by it stays. */
export const removeBankRule = command("finance.bank.write", async (tx, { id, expectedVersion }: Omit<Update, "changes">) => {
  const row = await rulesOf(tx).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) return refuse(missing("bank rule", id));
  if (expectedVersion !== undefined && expectedVersion !== row.version) return refuse(stale("bank rule", row.version));
  await tx.db.deleteFrom("finance.bankRule").where("companyId", "=", tx.actor.companyId).where("id", "=", id).execute();
  tx.audit({ action: "bank_rule.remove", subjectType: "bank_rule", subjectId: id, before: ruleBody(row) });
  tx.event({ type: "bank_rule.removed", subject: id, data: { id, name: row.name } });
  return done({ id });
});

/** Rules in the order in which they are tried. */
export const listBankRules = query("finance.bank.read", async (ctx, filter: Readonly<{ limit: number; after?: string | undefined }>) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 2);
  if (cursor && !cursor.ok) return cursor;
  let rules = rulesOf(ctx);
  if (cursor) {
    const [priority, id] = [Number(cursor.value[0]), cursor.value[1] ?? ""];
    rules = rules.where((is) => is(is.refTuple("priority", "id"), ">", is.tuple(priority, id)));
  }
  const rows = await rules.orderBy("priority").orderBy("id").limit(rowsOfPage(filter.limit)).execute();
  return done(pageOf(rows, filter.limit, ({ priority, id }) => [priority, id], ruleBody));
});

export const getBankRule = query("finance.bank.read", async (ctx, { id }: Readonly<{ id: string }>) => {
  const row = await rulesOf(ctx).where("id", "=", id).executeTakeFirst();
  return row ? done(ruleBody(row)) : refuse(missing("bank rule", id));
});
