import {
  type Collected,
  closedCommand,
  closingStatement,
  collectingContext,
  nothingCollected,
  takenNumbers,
  withNumbers,
} from "./command-closing.ts";
import type { Ctx, Db, Grant, Opening, OpenTransaction, Statement, StatementResult, TxCtx, TxDb } from "./context.ts";
import { constraintFault, isRetriable, isRolledBack } from "./database-fault.ts";
import { conflict, done, type Fault, forbidden, type Outcome, type Refusal, refuse } from "./fault.ts";
import { commitInGroup } from "./group-commit.ts";
import { inTurn, joinCalls } from "./join-calls.ts";

type Forbidden = ReturnType<typeof forbidden>;
const inProgress = conflict("in_progress", "The first request with this Idempotency-Key is still running; ask again in a moment.");
const otherRequest = {
  kind: "invalid",
  code: "idempotency_key.reused",
  detail: "This Idempotency-Key was used for another request. Use a new key for a new request.",
} as const satisfies Fault<"invalid">;

/** What the pipeline itself may refuse with, besides the command's own faults. */
export type PipelineFault = Forbidden | typeof inProgress | typeof otherRequest | Fault<"conflict" | "invalid">;

const MAX_ATTEMPTS = 4; // the first and three retries after a deadlock or serialisation failure

/**
 * The only way to write. Checks the grant before anything else, opens (or joins) the transaction, looks up the idempotency key, runs `work`,
 * and writes audit, events and the answer in one flush with COMMIT. A refusal rolls everything back and is not stored.
 * The value of the outcome must be plain JSON (money and dates as strings): it is what a repeated request gets again.
 * A command called with a transaction's context joins it; its refusal must then be returned by the caller.
 * `grouped` where work only reads, and all it writes are calls that it defers: under load several commands of a caller then share a transaction.
 */
export const command =
  <Input, Out extends Outcome<unknown>>(
    grant: Grant,
    work: (tx: TxCtx, input: Input) => Promise<Out>,
    { grouped = false }: Readonly<{ grouped?: boolean }> = {},
  ) =>
  async (ctx: Ctx | TxCtx, input: Input): Promise<Out | Refusal<PipelineFault>> => {
    if (!ctx.actor.grants.has(grant)) return refuse(forbidden(grant));
    if ("db" in ctx) return work(ctx, input);
    for (let attempt = 1; ; attempt++) {
      try {
        const outcome = grouped && attempt === 1 && !ctx.request.dryRun ? await inGroup(ctx, work, input) : undefined;
        return outcome ?? (await inTransaction(ctx, (tx) => work(tx, input)));
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

const numbered = <Out extends Outcome<unknown>>(collected: Collected, taken: readonly string[], outcome: Out): Out =>
  outcome.ok && collected.late.length > 0 ? { ...outcome, value: withNumbers(collected, taken, outcome.value) } : outcome;

const inTransaction = async <Out extends Outcome<unknown>>(ctx: Ctx, work: (tx: TxCtx) => Promise<Out>) =>
  ctx.database.transaction(opening(ctx), async (open): Promise<Out | Refusal<PipelineFault>> => {
    const collected = nothingCollected();
    const working = work(collectingContext(ctx, { db: open.db, optimistic: false }, collected));
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

/** The last round trip: deferred effects, the pipeline's rows, COMMIT (a dry run does all of it and rolls back). */
const complete = async <Out extends Outcome<unknown>>(
  ctx: Ctx,
  open: OpenTransaction,
  collected: Collected,
  outcome: Out,
): Promise<Out> => {
  const statements = joinCalls([...collected.deferred, closingStatement([closedCommand(ctx, collected, outcome)])]);
  const taken = takenNumbers((await open.finish(statements, ctx.request.dryRun ? "rollback" : "commit")).at(-1));
  if (ctx.request.dryRun) {
    ctx.report.preview = withNumbers(collected, taken, { journalEntries: collected.entries, events: collected.events });
  } else {
    for (const count of collected.counts) ctx.metrics.count(...count);
  }
  return numbered(collected, taken, outcome);
};

/** Settings, and beside them what is stored under the key. The columns of an answer are evaluated one after the other, so the policies of the last know the company. */
const STORED = `select set_config('enterprise.company_id', $1::uuid::text, true), set_config('enterprise.actor_id', $2::uuid::text, true),
  set_config('transaction_read_only', 'on', true),
  (select json_build_object('same', k.request_hash = $4::text, 'answer', k.answer) from shared.idempotency_key k
    where k.company_id = $1::uuid and k.actor_id = $2::uuid and k.key = $3::text
      and k.created_at > now() - interval '30 days' and k.created_at < now() + interval '1 hour') as stored`;

type Stored = Readonly<{ same: boolean; answer: unknown }> | null;

/** The statement in front of the reads of a command that has a key. */
const lookingUp = ({ actor, request: { idempotencyKey, hash = "" } }: Ctx): Statement | undefined =>
  idempotencyKey === undefined ? undefined : { sql: STORED, parameters: [actor.companyId, actor.id, idempotencyKey, hash] };

const verdictOn = (opened: StatementResult | undefined): Outcome<unknown> | undefined => {
  const stored = (opened?.rows[0]?.stored ?? null) as Stored;
  return stored === null ? undefined : stored.same ? done(stored.answer) : refuse(otherRequest);
};

type Prepared<Out> = Readonly<{ collected: Collected; stored: Outcome<unknown> | undefined; outcome: Out | undefined }>;

/**
 * The work on what is committed now, where nobody can write. Its writes compare what must still be so. A refusal may come of what the first request with this
 * key has done since the key was looked up, so it is looked up again. What Postgres refuses here is left to a transaction of the command's own.
 */
const prepare = async <Input, Out extends Outcome<unknown>>(
  ctx: Ctx,
  work: (tx: TxCtx, input: Input) => Promise<Out>,
  input: Input,
): Promise<Prepared<Out> | undefined> => {
  const collected = nothingCollected();
  const session = { companyId: ctx.actor.companyId, actorId: ctx.actor.id };
  const opening = lookingUp(ctx);
  const options = { bursts: true, ...(opening && { opening }) };
  const looked = async (db: Db, opened?: Promise<StatementResult>): Promise<Prepared<Out>> => {
    const working = work(collectingContext(ctx, { db: db as TxDb, optimistic: true }, collected), input);
    working.catch(() => undefined); // it is awaited below; until then its failure must not count as unhandled
    const stored = verdictOn(await opened);
    return { collected, stored, outcome: stored ? await working.catch(() => undefined) : await working };
  };
  try {
    const prepared = await ctx.database.read(session, looked, options);
    if (!opening || prepared.stored || prepared.outcome?.ok) return prepared;
    return { ...prepared, stored: await ctx.database.read(session, async (_, opened) => verdictOn(await opened), options) };
  } catch (error) {
    if (isRolledBack(error)) return undefined;
    throw error;
  }
};

/** Runs a command so that it shares its transaction with others that are ready at the same time; undefined where it needs one of its own. */
const inGroup = async <Input, Out extends Outcome<unknown>>(
  ctx: Ctx,
  work: (tx: TxCtx, input: Input) => Promise<Out>,
  input: Input,
): Promise<Out | Refusal<PipelineFault> | undefined> => {
  const prepared = await prepare(ctx, work, input);
  if (prepared?.stored) {
    if (prepared.stored.ok) ctx.report.replayed = true;
    return prepared.stored as Out | Refusal<PipelineFault>;
  }
  const outcome = prepared?.outcome;
  if (!prepared || outcome === undefined) return undefined;
  if (!outcome.ok) return outcome;
  const { collected } = prepared;
  const calls = inTurn(collected.deferred);
  if (!calls) return undefined;
  const session = { companyId: ctx.actor.companyId, actorId: ctx.actor.id };
  const closed = closedCommand(ctx, collected, outcome);
  const answer = await commitInGroup(ctx.database, session, { key: ctx.request.idempotencyKey, calls, closed });
  if (answer === "by itself") return undefined;
  for (const count of collected.counts) ctx.metrics.count(...count);
  return numbered(collected, answer, outcome);
};
