import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { PeriodRow } from "../periods/list-periods.ts";
import type { PeriodModule } from "../periods/period.ts";
import type { Checklist, CheckResult } from "./checklist.ts";
import { runChecks } from "./run-checks.ts";

const said = ({ title, findings }: CheckResult) => {
  const failing = findings.filter(({ holds }) => !holds);
  const [first] = failing;
  if (!first) return title;
  const what = [first.label, [first.difference, first.unit].filter(Boolean).join(" ")].filter(Boolean).join(": ");
  return `${title} (${what}${failing.length > 1 ? `, and ${failing.length - 1} more` : ""}).`;
};

const checksFail = ({ period, checks, items }: Checklist, refusing: readonly string[]): Fault<"conflict"> => ({
  kind: "conflict",
  code: "period.checks_fail",
  detail: `The close checklist of ${period.name} has points that must be settled first.`,
  errors: [
    ...checks.filter(({ code }) => refusing.includes(code)).map((check) => ({ pointer: `/checks/${check.code}`, detail: said(check) })),
    ...items
      .filter(({ id }) => refusing.includes(id))
      .map(({ id, title }) => ({ pointer: `/items/${id}`, detail: `${title}: not ticked.` })),
  ],
});

/**
 * Looks at the checklist before a close, and refuses what the company wants refused. The period's lock is taken first, alone, as the close itself takes it: postings
 * and ticks under way are in before, and later ones wait until the close is through or refused. So what the checks saw is what is closed.
 */
export const proveClose = async (
  tx: TxCtx,
  period: PeriodRow,
  { module, state }: Readonly<{ module?: PeriodModule | undefined; state: "soft_closed" | "closed" }>,
): Promise<Outcome<Checklist, Fault<"conflict">>> => {
  await sql`select pg_advisory_xact_lock(finance.period_lock(${tx.actor.companyId}, ${period.id}))`.execute(tx.db);
  const checklist = await runChecks(tx, period, module);
  const refusing = state === "closed" ? checklist.refuses.close : checklist.refuses.softClose;
  return refusing.length > 0 ? refuse(checksFail(checklist, refusing)) : done(checklist);
};

/** Keeps what the checklist said when the period was closed. */
export const keepProof = async (
  tx: TxCtx,
  { period, module, checks, items }: Checklist,
  state: "soft_closed" | "closed",
): Promise<void> => {
  await tx.db
    .insertInto("finance.closeProof")
    .values({
      ...{ id: tx.newId(), companyId: tx.actor.companyId, periodId: period.id, module, state },
      ...{ checklist: JSON.stringify({ checks, items }), closedBy: tx.actor.id },
    })
    .execute();
};
