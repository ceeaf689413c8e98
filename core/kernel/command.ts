import type { AuditRecord, Ctx, DomainEvent, Grant, Opening, OpenTransaction, Statement, StatementResult, TxCtx } from "./context.ts";
import { constraintFault, isRetriable } from "./database-fault.ts";
import { conflict, done, type Fault, forbidden, type Outcome, type Refusal, refuse } from "./fault.ts";
import { callStatement, joinCalls } from "./join-calls.ts";

type Forbidden = ReturnType<typeof forbidden>;
const inProgress = conflict("in_progress", "The first request with this Idempotency-Key is still running; ask again in a moment.");
const otherRequest = {
  kind: "invalid",
  code: "idempotency_key.reused",
  detail: "This Idempotency-Key was used for another request. Use a new key for a new request.",
} as const satisfies Fault<"invalid">;

/** What the pipeline itself may refuse with, besides the command's own faults. */
export type PipelineFault = Forbidden | typeof inProgress | typeof otherRequest | Fault<"conflict" | "invalid">;

type Collected = {
  audit: AuditRecord[];
  events: DomainEvent[];
  counts: Parameters<TxCtx["count"]>[];
  entries: unknown[];
  deferred: Statement[];
  late: { series: string; token: string }[];
};

const MAX_ATTEMPTS = 4; // the first and three retries after a deadlock or serialisation failure

/**
 * The only way to write. Checks the grant before anything else, opens (or joins) the transaction, looks up the idempotency key, runs `work`,
 * and writes audit, events and the answer in one flush with COMMIT. A refusal rolls everything back and is not stored.
 * The value of the outcome must be plain JSON (money and dates as strings): it is what a repeated request gets again.
 * A command called with a transaction's context joins it; its refusal must then be returned by the caller.
 */
export const command =
  <Input, Out extends Outcome<unknown>>(grant: Grant, work: (tx: TxCtx, input: Input) => Promise<Out>) =>
  async (ctx: Ctx | TxCtx, input: Input): Promise<Out | Refusal<PipelineFault>> => {
    if (!ctx.actor.grants.has(grant)) return refuse(forbidden(grant));
    if ("db" in ctx) return work(ctx, input);
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction(ctx, (tx) => work(tx, input));
      } catch (error) {
        if (isRetriable(error) && attempt < MAX_ATTEMPTS) continue;
        const fault = constraintFault(error);
        if (fault) return refuse(fault);
        throw error;
      }
    }
  };

/** `shared.open_command` sets company and actor for the policies, waits for the key and answers what is stored under it. */
const opening = (ctx: Ctx): Opening => {
  const key = ctx.request.dryRun ? undefined : ctx.request.idempotencyKey;
  return {
    sql: "select state, answer from shared.open_command($1::uuid, $2::uuid, $3::text, $4::text)",
    parameters: [ctx.actor.companyId, ctx.actor.id, key ?? null, ctx.request.hash ?? null],
    proceed: isNew,
  };
};

const isNew = (opened: StatementResult) => opened.rows[0]?.state === "new" || opened.rows[0]?.state === "none";

const inTransaction = async <Out extends Outcome<unknown>>(ctx: Ctx, work: (tx: TxCtx) => Promise<Out>) =>
  ctx.database.transaction(opening(ctx), async (open): Promise<Out | Refusal<PipelineFault>> => {
    const collected: Collected = { audit: [], events: [], counts: [], entries: [], deferred: [], late: [] };
    const working = work(transactionContext(ctx, open, collected));
    // The key's verdict comes first on the wire; a replay must win over whatever the work made of its first reads.
    const verdict = await verdictOf(open, working);
    if (verdict) {
      await open.finish([], "rollback");
      if (verdict.ok) ctx.report.replayed = true;
      return verdict as Out | Refusal<PipelineFault>;
    }
    const outcome = await working;
    if (!outcome.ok) {
      await open.finish([], "rollback");
      return outcome;
    }
    return complete(ctx, open, collected, outcome);
  });

const verdictOf = async (open: OpenTransaction, working: Promise<unknown>) => {
  working.catch(() => undefined); // it is awaited below; until then its failure must not count as unhandled
  const opened = await open.opened;
  if (isNew(opened)) return undefined;
  await working.catch(() => undefined); // it ends at its first query
  const row = opened.rows[0];
  if (row?.state === "replay") return done(row.answer);
  return refuse(row?.state === "mismatch" ? otherRequest : inProgress);
};

const transactionContext = (ctx: Ctx, open: OpenTransaction, collected: Collected): TxCtx => ({
  clock: ctx.clock,
  newId: ctx.newId,
  actor: ctx.actor,
  company: ctx.company,
  request: ctx.request,
  report: ctx.report,
  metrics: ctx.metrics,
  db: open.db,
  audit: (record) => collected.audit.push(record),
  event: (event) => collected.events.push(event),
  count: (...count) => collected.counts.push(count),
  previewEntry: (entry) => collected.entries.push(entry),
  defer: (statement) => collected.deferred.push(statement),
  lateNumber: (series) => {
    if (collected.late.some((late) => late.series === series))
      throw new Error(`A second late number of series ${series} in one transaction.`);
    const token = `\uE000${ctx.newId()}\uE001`;
    collected.late.push({ series, token });
    return token;
  },
});

/** The last round trip: deferred effects, the pipeline's rows, COMMIT (a dry run does all of it and rolls back). */
const complete = async <Out extends Outcome<unknown>>(
  ctx: Ctx,
  open: OpenTransaction,
  collected: Collected,
  outcome: Out,
): Promise<Out> => {
  const statements = joinCalls([...collected.deferred, closing(ctx, collected, outcome)]);
  const results = await open.finish(statements, ctx.request.dryRun ? "rollback" : "commit");
  const numbers = lateNumbers(collected, results.at(-1));
  if (ctx.request.dryRun) {
    ctx.report.preview = { journalEntries: collected.entries.map(numbers), events: collected.events.map(numbers) };
  } else {
    for (const count of collected.counts) ctx.metrics.count(...count);
  }
  return collected.late.length === 0 ? outcome : ({ ...outcome, value: numbers((outcome as { value: unknown }).value) } as Out);
};

/** Said instead of the answer where a record or an event is the answer: it is written out once. */
const ANSWERED = { answered: true } as const;

const closing = (ctx: Ctx, collected: Collected, outcome: Outcome<unknown>): Statement => {
  const keyed = ctx.request.idempotencyKey !== undefined && !ctx.request.dryRun;
  const at = ctx.clock.now().toISOString();
  const value = outcome.ok ? outcome.value : undefined;
  const audit = collected.audit.map(({ after = null, ...record }) => ({
    id: ctx.newId(),
    before: null,
    ...record,
    ...(after !== null && after === value ? ANSWERED : { after }),
  }));
  const events = collected.events.map(({ data, ...event }) => ({ id: ctx.newId(), ...event, ...(data === value ? ANSWERED : { data }) }));
  return callStatement(
    "shared.close_command($1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::timestamptz, $9::text[], $10::text[])",
    [
      keyed ? ctx.request.idempotencyKey : null,
      keyed ? (ctx.request.hash ?? "") : null,
      keyed || [...audit, ...events].some((told) => "answered" in told) ? JSON.stringify(value ?? null) : null,
      audit.length > 0 ? JSON.stringify(audit) : null,
      events.length > 0 ? JSON.stringify(events) : null,
      ctx.actor.kind,
      ctx.request.id,
      at,
      collected.late.map((late) => late.series),
      collected.late.map((late) => late.token),
    ],
  );
};

const lateNumbers = (collected: Collected, closed: StatementResult | undefined) => {
  const taken = (Object.values(closed?.rows[0] ?? {}).at(-1) ?? []) as readonly string[];
  const substitute = (value: unknown): unknown => {
    if (typeof value === "string") {
      return collected.late.reduce((text, late, at) => text.replaceAll(late.token, taken[at] ?? ""), value);
    }
    if (Array.isArray(value)) return value.map(substitute);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, substitute(field)]));
  };
  return substitute;
};
