import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import { keepProof, proveClose } from "../close/prove-close.ts";
import { type PeriodRow, periodBody, periodsOf } from "./list-periods.ts";
import type { CloseInput, PeriodBody, PeriodModule, PeriodState, ReopenInput } from "./period.ts";

onConstraint("reopened_for_a_reason", invalid("period.reason", "Say why the period is reopened.", "/reason"));

export type PeriodChange = Readonly<{ id: string; expectedVersion?: number | undefined }>;
type Target = Readonly<{ module?: PeriodModule | undefined; state: PeriodState; reason?: string | undefined }>;

const strictness: Readonly<Record<PeriodState, number>> = { open: 0, soft_closed: 1, closed: 2 };
const said: Readonly<Record<PeriodState, string>> = { open: "open", soft_closed: "soft-closed", closed: "closed" };
const columns = { sales: "salesState", purchase: "purchaseState", bank: "bankState", payroll: "payrollState" } as const;

type PeriodFault = Fault<"conflict" | "missing" | "stale">;
const direction = (name: string, before: PeriodState, { state, reason }: Target): Outcome<undefined, PeriodFault> => {
  const reopens = strictness[state] < strictness[before];
  if (before === state || (reason === undefined) === reopens)
    return refuse(conflict(`period.is_${before}`, `The period ${name} is ${said[before]} already.`));
  return done(undefined);
};

type Ready = Readonly<{ row: PeriodRow; column: "state" | (typeof columns)[PeriodModule]; subject: string }>;

/** The row is held; whatever can be refused is refused here. */
const prepare = async (tx: TxCtx, { id, expectedVersion }: PeriodChange, target: Target): Promise<Outcome<Ready, PeriodFault>> => {
  const row = await periodsOf(tx.db, tx.actor.companyId).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  if (!row) return refuse(missing("period", id));
  if (expectedVersion !== undefined && expectedVersion !== row.version) return refuse(stale("period", row.version));
  // A module cannot be more open than the whole, so while the whole is closed there is nothing to say about the module.
  if (target.module && strictness[row.state] > strictness[target.state])
    return refuse(conflict("period.whole_is_closed", `The period ${row.name} is ${said[row.state]} as a whole; reopen that first.`));
  const column = target.module ? columns[target.module] : "state";
  const subject = target.module ? `${row.name} (${target.module})` : row.name;
  const allowed = direction(subject, row[column], target);
  return allowed.ok ? done({ row, column, subject }) : allowed;
};

/** The update takes the lock of the period, which waits for postings under way and holds up later ones. */
const apply = async (tx: TxCtx, { row, column }: Ready, target: Target): Promise<PeriodBody> => {
  const changed = { ...row, [column]: target.state, everClosed: row.everClosed || target.state !== "open", version: row.version + 1 };
  await tx.db
    .updateTable("finance.period")
    .set({ [column]: target.state, stateReason: target.reason ?? null, version: changed.version })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", row.id)
    .execute();
  const after = periodBody(changed);
  tell(tx, periodBody(row), after, target);
  return after;
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

const closeTo = async (
  tx: TxCtx,
  { input, ...change }: Close,
  state: "soft_closed" | "closed",
): Promise<Outcome<PeriodBody, PeriodFault>> => {
  const target = { module: input?.module, state };
  const ready = await prepare(tx, change, target);
  if (!ready.ok) return ready;
  const proof = await proveClose(tx, ready.value.row, target);
  if (!proof.ok) return proof;
  await keepProof(tx, proof.value, state);
  return done(await apply(tx, ready.value, target));
};

/** Closes a period or a module of it: what is being posted is in before, and nothing is posted to it after. */
export const closePeriod = command("finance.period.close", (tx, close: Close) => closeTo(tx, close, "closed"));

/** Leaves a period, or a module of it, to those who may adjust (`finance.period.adjust`). */
export const softClosePeriod = command("finance.period.close", (tx, close: Close) => closeTo(tx, close, "soft_closed"));

/** Opens a closed period again, wholly or for adjustments, for a reason that the audit keeps. Modules closed ahead of it stay closed. */
export const reopenPeriod = command(
  "finance.period.reopen",
  async (
    tx,
    { input, ...change }: PeriodChange & Readonly<{ input: ReopenInput }>,
  ): Promise<Outcome<PeriodBody | PendingApproval, PeriodFault>> => {
    const target = { module: input.module, state: input.to, reason: input.reason };
    const ready = await prepare(tx, change, target);
    if (!ready.ok) return ready;
    const waiting = secondPerson(tx, {
      action: "finance.period.reopen",
      summary: `Reopen ${ready.value.subject}: ${input.reason}`,
      subject: { type: "period", id: change.id },
      request: { id: change.id, input },
    });
    return waiting ?? done(await apply(tx, ready.value, target));
  },
);
