import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { periodBody, periodsOf } from "./list-periods.ts";
import type { CloseInput, PeriodBody, PeriodModule, PeriodState, ReopenInput } from "./period.ts";

onConstraint("reopened_for_a_reason", invalid("period.reason", "Say why the period is reopened.", "/reason"));

export type PeriodChange = Readonly<{ id: string; expectedVersion?: number | undefined }>;
type Target = Readonly<{ module?: PeriodModule | undefined; state: PeriodState; reason?: string | undefined }>;

const strictness: Readonly<Record<PeriodState, number>> = { open: 0, soft_closed: 1, closed: 2 };
const said: Readonly<Record<PeriodState, string>> = { open: "open", soft_closed: "soft-closed", closed: "closed" };
const columns = { sales: "salesState", purchase: "purchaseState", bank: "bankState", payroll: "payrollState" } as const;

type ChangeFault = Fault<"conflict">;
const direction = (name: string, before: PeriodState, { state, reason }: Target): Outcome<undefined, ChangeFault> => {
  const reopens = strictness[state] < strictness[before];
  if (before === state || (reason === undefined) === reopens)
    return refuse(conflict(`period.is_${before}`, `The period ${name} is ${said[before]} already.`));
  return done(undefined);
};

/** The row is held; the update takes the lock of the period, which waits for postings under way and holds up later ones. */
export const changeState = async (tx: TxCtx, { id, expectedVersion }: PeriodChange, target: Target) => {
  const row = await periodsOf(tx.db, tx.actor.companyId).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  if (!row) return refuse(missing("period", id));
  if (expectedVersion !== undefined && expectedVersion !== row.version) return refuse(stale("period", row.version));
  const column = target.module ? columns[target.module] : "state";
  const subject = target.module ? `${row.name} (${target.module})` : row.name;
  // A module cannot be more open than the whole, so while the whole is closed there is nothing to say about the module.
  if (target.module && strictness[row.state] > strictness[target.state])
    return refuse(conflict("period.whole_is_closed", `The period ${row.name} is ${said[row.state]} as a whole; reopen that first.`));
  const allowed = direction(subject, row[column] as PeriodState, target);
  if (!allowed.ok) return allowed;
  const changed = { ...row, [column]: target.state, everClosed: row.everClosed || target.state !== "open", version: row.version + 1 };
  await tx.db
    .updateTable("finance.period")
    .set({ [column]: target.state, stateReason: target.reason ?? null, version: changed.version })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  const after = periodBody(changed);
  tell(tx, periodBody(row), after, target);
  return done(after);
};

const verbs = {
  closed: ["period.close", "period.closed"],
  soft_closed: ["period.soft_close", "period.soft_closed"],
  open: ["period.reopen", "period.reopened"],
} as const;

const tell = (tx: TxCtx, before: PeriodBody, after: PeriodBody, { module, state, reason }: Target) => {
  const [action, type] = reason === undefined ? verbs[state] : verbs.open;
  const data = { ...after, ...(module === undefined ? {} : { module }), ...(reason === undefined ? {} : { reason }) };
  tx.audit({ action, subjectType: "period", subjectId: after.id, before, after: data });
  tx.event({ type, subject: after.id, data });
};

type Close = PeriodChange & Readonly<{ input?: CloseInput | undefined }>;

/** Closes a period or a module of it: what is being posted is in before, and nothing is posted to it after. */
export const closePeriod = command("finance.period.close", (tx, { input, ...change }: Close) =>
  changeState(tx, change, { module: input?.module, state: "closed" }),
);

/** Leaves a period, or a module of it, to those who may adjust (`finance.period.adjust`). */
export const softClosePeriod = command("finance.period.close", (tx, { input, ...change }: Close) =>
  changeState(tx, change, { module: input?.module, state: "soft_closed" }),
);

/** Opens a closed period again, wholly or for adjustments, for a reason that the audit keeps. Modules closed ahead of it stay closed. */
export const reopenPeriod = command("finance.period.reopen", (tx, { input, ...change }: PeriodChange & Readonly<{ input: ReopenInput }>) =>
  changeState(tx, change, { module: input.module, state: input.to, reason: input.reason }),
);
