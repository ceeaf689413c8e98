import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import { periodsOf } from "./list-periods.ts";
import type { PeriodBody, ReopenInput } from "./period.ts";

export type PeriodChange = Readonly<{ id: string; expectedVersion?: number | undefined }>;

/** The row is held; the update takes the lock of the period, which waits for postings under way and holds up later ones. */
const changeState = async (tx: TxCtx, { id, expectedVersion }: PeriodChange, state: PeriodBody["state"], reason?: string) => {
  const before = await periodsOf(tx.db, tx.actor.companyId).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  if (!before) return refuse(missing("period", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("period", before.version));
  if (before.state === state) return refuse(conflict(`period.is_${state}`, `The period ${before.name} is ${state} already.`));
  const after: PeriodBody = { ...before, state, version: before.version + 1 };
  await tx.db
    .updateTable("finance.period")
    .set({ state, version: after.version })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  const said = reason === undefined ? after : { ...after, reason };
  tx.audit({ action: state === "closed" ? "period.close" : "period.reopen", subjectType: "period", subjectId: id, before, after: said });
  tx.event({ type: state === "closed" ? "period.closed" : "period.reopened", subject: id, data: said });
  return done(after);
};

/** Closes a period: what is being posted is in before, and nothing is posted to it after. */
export const closePeriod = command("finance.period.close", (tx, change: PeriodChange) => changeState(tx, change, "closed"));

/** Opens a closed period again, for a reason that the audit keeps. */
export const reopenPeriod = command("finance.period.reopen", (tx, { input, ...change }: PeriodChange & Readonly<{ input: ReopenInput }>) =>
  changeState(tx, change, "open", input.reason),
);
