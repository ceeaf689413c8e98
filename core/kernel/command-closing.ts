import type { AuditRecord, Ctx, DomainEvent, Statement, StatementResult, TxCtx } from "./context.ts";
import type { Outcome } from "./fault.ts";
import { type Call, callStatement } from "./join-calls.ts";

/** What the work of a command leaves to be done with COMMIT. */
export type Collected = Readonly<{
  audit: AuditRecord[];
  events: DomainEvent[];
  counts: Parameters<TxCtx["count"]>[];
  entries: unknown[];
  deferred: Statement[];
  late: { series: string; token: string }[];
}>;

export const nothingCollected = (): Collected => ({ audit: [], events: [], counts: [], entries: [], deferred: [], late: [] });

/** Begins what stands for a number until it is taken. */
const TOKEN = "\uE000";

/** The context that work sees: it reads through `db` and collects what goes with COMMIT. */
export const collectingContext = (ctx: Ctx, { db, optimistic }: Pick<TxCtx, "db" | "optimistic">, collected: Collected): TxCtx => ({
  clock: ctx.clock,
  newId: ctx.newId,
  actor: ctx.actor,
  company: ctx.company,
  request: ctx.request,
  report: ctx.report,
  metrics: ctx.metrics,
  db,
  optimistic,
  audit: (record) => collected.audit.push(record),
  event: (event) => collected.events.push(event),
  count: (...count) => collected.counts.push(count),
  previewEntry: (entry) => collected.entries.push(entry),
  defer: (statement) => collected.deferred.push(statement),
  lateNumber: (series) => {
    if (collected.late.some((late) => late.series === series))
      throw new Error(`A second late number of series ${series} in one transaction.`);
    const token = `${TOKEN}${ctx.newId()}\uE001`;
    collected.late.push({ series, token });
    return token;
  },
});

/** Said instead of the answer where a record or an event is the answer: it is written out once. */
const ANSWERED = { answered: true } as const;

/** One command as `shared.close_commands` takes it: its key with the answer, its audit records and events. */
export type ClosedCommand = Readonly<{ json: string; actorKind: string; late: Collected["late"] }>;

export const closedCommand = (ctx: Ctx, collected: Collected, outcome: Outcome<unknown>): ClosedCommand => {
  const keyed = ctx.request.idempotencyKey !== undefined && !ctx.request.dryRun;
  const value = outcome.ok ? outcome.value : undefined;
  const audit = collected.audit.map(({ after = null, ...record }) => ({
    id: ctx.newId(),
    before: null,
    ...record,
    ...(after !== null && after === value ? ANSWERED : { after }),
  }));
  const events = collected.events.map(({ data, ...event }) => ({ id: ctx.newId(), ...event, ...(data === value ? ANSWERED : { data }) }));
  const answered = keyed || [...audit, ...events].some((told) => "answered" in told);
  const json = JSON.stringify({
    ...(keyed ? { key: ctx.request.idempotencyKey, hash: ctx.request.hash ?? "" } : {}),
    ...(answered ? { answer: value ?? null } : {}),
    ...(audit.length > 0 ? { audit } : {}),
    ...(events.length > 0 ? { events } : {}),
    request: ctx.request.id,
    at: ctx.clock.now().toISOString(),
  });
  return { json, actorKind: ctx.actor.kind, late: collected.late };
};

/** The last statement before COMMIT, of one command or of several of the same caller; its last column answers their late numbers. */
export const closingStatement = (commands: readonly ClosedCommand[]): Call => {
  const late = commands.flatMap((command) => command.late);
  return callStatement("shared.close_commands($1::text, $2::text, $3::text[], $4::text[])", [
    `[${commands.map(({ json }) => json).join(",")}]`,
    commands[0]?.actorKind,
    late.map(({ series }) => series),
    late.map(({ token }) => token),
  ]);
};

/** The numbers that `closingStatement` answered, in the order of its commands. */
export const takenNumbers = (closed: StatementResult | undefined): readonly string[] =>
  (Object.values(closed?.rows[0] ?? {}).at(-1) ?? []) as readonly string[];

/** The same value where nothing in it changes: most of an answer has no number to wait for, and is not copied. */
const mapTexts = (part: unknown, change: (text: string) => string): unknown => {
  if (typeof part === "string") return change(part);
  if (part === null || typeof part !== "object") return part;
  let copy: Record<string, unknown> | undefined;
  for (const [name, field] of Object.entries(part)) {
    const changed = mapTexts(field, change);
    if (changed === field) continue;
    copy ??= (Array.isArray(part) ? [...part] : { ...part }) as Record<string, unknown>;
    copy[name] = changed;
  }
  return copy ?? part;
};

/** Puts late numbers in place of their tokens, wherever in plain JSON they stand. */
export const withNumbers = <T>({ late }: Pick<Collected, "late">, taken: readonly string[], value: T): T =>
  late.length === 0
    ? value
    : (mapTexts(value, (text) =>
        text.includes(TOKEN) ? late.reduce((changed, { token }, at) => changed.replaceAll(token, taken[at] ?? ""), text) : text,
      ) as T);
