import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import type { CloseRuleBody, CloseRuleInput } from "./checklist.ts";
import { closeCheck } from "./close-check.ts";
import { closeRules, modulesOf } from "./run-checks.ts";

onConstraint("close_rule_once", conflict("close_rule.changed", "Somebody has just set this rule; look again."));

type SetRule = Readonly<{ check: string; input: CloseRuleInput; expectedVersion?: number | undefined }>;

/** Says what a check that fails does to a soft close and to a close. */
export const setCloseRule = command(
  "finance.close.write",
  async (tx, { check: code, input, expectedVersion }: SetRule): Promise<Outcome<CloseRuleBody>> => {
    const check = closeCheck(code);
    if (!check) return refuse(missing("close check", code));
    const own = { companyId: tx.actor.companyId, checkCode: code };
    await tx.db
      .selectFrom("finance.closeRule")
      .select("id")
      .where("companyId", "=", own.companyId)
      .where("checkCode", "=", code)
      .forUpdate()
      .execute();
    const before = (await closeRules(tx)).get(code) ?? { ...check.effects, version: 0 };
    if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("close rule", before.version));
    const row = { ...input, version: before.version + 1 };
    if (before.version === 0) {
      await tx.db
        .insertInto("finance.closeRule")
        .values({ id: tx.newId(), ...own, ...row })
        .execute();
    } else {
      await tx.db.updateTable("finance.closeRule").set(row).where("companyId", "=", own.companyId).where("checkCode", "=", code).execute();
    }
    const after: CloseRuleBody = { check: code, title: check.title, modules: modulesOf(check), ...row };
    tx.audit({ action: "close_rule.change", subjectType: "close_rule", subjectId: code, before, after });
    tx.event({ type: "close_rule.changed", subject: code, data: after });
    return done(after);
  },
);
