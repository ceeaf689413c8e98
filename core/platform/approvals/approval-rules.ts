import * as z from "zod";
import { command } from "#core/kernel/command.ts";
import type { Db, Grant, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { type ApprovalRuleBody, ApprovalRuleInput, type ListedApprovalRule, type PendingApproval } from "./approval.ts";
import { type AnyApprovalAction, approvalAction, approvalActions, declareApproval } from "./approval-action.ts";
import { secondPerson } from "./second-person.ts";

onConstraint("approval_rule_once", conflict("approval_rule.changed", "Somebody has just set this rule; look again."));

type Rule = Readonly<{ aboveMinor: bigint | null; version: number }>;

const bodyOf = (action: AnyApprovalAction, rule: Rule | undefined, currency: string): ApprovalRuleBody => ({
  action: action.action,
  title: action.title,
  measured: action.measured,
  approvePermission: action.approve,
  demanded: rule !== undefined,
  above: rule === undefined || rule.aboveMinor === null ? null : formatMinor(rule.aboveMinor, currency),
  version: rule?.version ?? 0,
});

const rulesOf = (db: Db, companyId: string) =>
  db.selectFrom("shared.approvalRule").select(["action", "aboveMinor", "version"]).where("companyId", "=", companyId);

type StoredRole = Readonly<{ name: string; system: string | null; grants: readonly string[] }>;
/** Whether a role holds a grant: roles belong to identity, which this module does not know. */
export type Holds = (role: StoredRole, grant: Grant) => boolean;

/** Every action that two people can be demanded for, with the company's rule and the roles that approve. */
export const listApprovalRules = query("platform.approval.read", async ({ db, actor, company }, { holds }: Readonly<{ holds: Holds }>) => {
  const [stored, roles] = await Promise.all([
    rulesOf(db, actor.companyId).execute(),
    db.selectFrom("shared.role").select(["name", "system", "grants"]).where("companyId", "=", actor.companyId).orderBy("name").execute(),
  ]);
  const rules = new Map(stored.map((rule) => [rule.action, rule]));
  const items = approvalActions().map((action): ListedApprovalRule => {
    const approvers = roles.filter((role) => holds(role, action.approve)).map(({ name }) => name);
    return { ...bodyOf(action, rules.get(action.action), company.baseCurrency), approvers };
  });
  return done({ items });
});

export type SetRule = Readonly<{ action: string; input: ApprovalRuleInput; expectedVersion?: number | undefined }>;
const LOOSEN = "platform.approval_rule.loosen" as const;

/** Whether less is left to two people than before. */
const loosens = (before: Rule | undefined, demanded: boolean, above: bigint | null) => {
  if (before === undefined) return false;
  return !demanded || (above !== null && (before.aboveMinor === null || above > before.aboveMinor));
};

const limitOf = (tx: TxCtx, action: AnyApprovalAction, { demanded, above }: ApprovalRuleInput): Outcome<bigint | null> => {
  if (above === undefined) return done(null);
  if (!demanded || !action.measured) return refuse(invalid("approval_rule.above", "There is no amount to set a limit for.", "/above"));
  const minor = parseMinor(above, tx.company.baseCurrency);
  return minor.ok ? minor : refuse({ ...minor.fault, errors: [{ pointer: "/above", detail: minor.fault.detail }] });
};

/**
 * Says for which action two people are needed, above which amount. Loosening a rule can itself be an action for two. Requests that wait already still
 * wait. Other processes know within seconds.
 */
export const setApprovalRule = command(
  "platform.approval.write",
  async (
    tx,
    { action: name, input, expectedVersion }: SetRule,
  ): Promise<Outcome<ApprovalRuleBody | (PendingApproval & { id?: never })>> => {
    const action = approvalAction(name);
    if (!action) return refuse(missing("approval action", name));
    const companyId = tx.actor.companyId;
    const before = await rulesOf(tx.db, companyId).where("action", "=", name).forUpdate().executeTakeFirst();
    if (expectedVersion !== undefined && expectedVersion !== (before?.version ?? 0))
      return refuse(stale("approval rule", before?.version ?? 0));
    const limit = limitOf(tx, action, input);
    if (!limit.ok) return limit;
    if (loosens(before, input.demanded, limit.value)) {
      const summary = `${input.demanded ? `Two people only above ${input.above}` : "One person is enough"}: ${action.title}`;
      const waiting = secondPerson(tx, { action: LOOSEN, summary, request: { action: name, input } });
      if (waiting) return waiting;
    }
    const after = input.demanded ? { aboveMinor: limit.value, version: (before?.version ?? 0) + 1 } : undefined;
    await store(tx, name, before, after);
    const [was, is] = [bodyOf(action, before, tx.company.baseCurrency), bodyOf(action, after, tx.company.baseCurrency)];
    tx.audit({ action: "approval_rule.change", subjectType: "approval_rule", subjectId: name, before: was, after: is });
    tx.event({ type: "approval_rule.changed", subject: name, data: is });
    return done(is);
  },
);

const store = async (tx: TxCtx, action: string, before: Rule | undefined, after: Rule | undefined) => {
  const { companyId } = tx.actor;
  const own = { companyId, action };
  if (!after) {
    await tx.db.deleteFrom("shared.approvalRule").where("companyId", "=", companyId).where("action", "=", action).execute();
  } else if (before) {
    await tx.db.updateTable("shared.approvalRule").set(after).where("companyId", "=", companyId).where("action", "=", action).execute();
  } else {
    await tx.db
      .insertInto("shared.approvalRule")
      .values({ id: tx.newId(), ...own, ...after })
      .execute();
  }
};

declareApproval({
  action: LOOSEN,
  title: "Let one person do what two had to",
  measured: false,
  approve: "platform.approval.write",
  read: "platform.approval.write",
  result: "approval_rule",
  request: z.strictObject({ action: z.string(), input: ApprovalRuleInput }),
  run: (tx, request) => setApprovalRule(tx, request),
});
