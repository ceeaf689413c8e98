import { CompiledQuery, sql } from "kysely";
import type { AuditRecord, DomainEvent, Statement, TxCtx } from "#core/kernel/context.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import { joinCalls } from "#core/kernel/join-calls.ts";

type Late = Readonly<{ series: string; token: string }>;
type Collected = { audit: AuditRecord[]; events: DomainEvent[]; entries: unknown[]; deferred: Statement[]; late: Late[] };

/** The context of a command that shall have happened before the next one begins. */
const collecting = (tx: TxCtx, collected: Collected): TxCtx => ({
  ...tx,
  audit: (record) => collected.audit.push(record),
  event: (event) => collected.events.push(event),
  previewEntry: (entry) => collected.entries.push(entry),
  defer: (statement) => collected.deferred.push(statement),
  lateNumber: (series) => {
    const token = `\uE000${tx.newId()}\uE001`;
    collected.late.push({ series, token });
    return token;
  },
});

const numbersOf = async (tx: TxCtx, late: readonly Late[]): Promise<ReadonlyMap<string, string>> => {
  if (late.length === 0) return new Map();
  const settings = late.map(({ series }) => `enterprise.number_${series}`);
  const { rows } = await sql<{ number: string }>`
    select current_setting(s.name, true) as number from unnest(${settings}::text[]) with ordinality as s (name, place) order by s.place`.execute(
    tx.db,
  );
  return new Map(late.map(({ token }, index) => [token, rows[index]?.number ?? ""]));
};

/** Puts numbers in place of their tokens. What commands answer and tell is plain JSON. */
const numbered = <T>(value: T, numbers: ReadonlyMap<string, string>): T => {
  if (numbers.size === 0) return value;
  let text = JSON.stringify(value);
  for (const [token, number] of numbers) text = text.replaceAll(token, number);
  return JSON.parse(text) as T;
};

/**
 * Runs a command inside this one to its end: what it would leave for the last round trip is written at once, with its numbers taken. So several commands that each
 * take a number of the same series can follow each other in one transaction, and what they wrote can be referred to.
 */
export const runNow = async <T>(tx: TxCtx, work: (inner: TxCtx) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
  const collected: Collected = { audit: [], events: [], entries: [], deferred: [], late: [] };
  const outcome = await work(collecting(tx, collected));
  if (!outcome.ok) return outcome;
  for (const { sql: text, parameters } of joinCalls(collected.deferred)) await tx.db.executeQuery(CompiledQuery.raw(text, [...parameters]));
  const numbers = await numbersOf(tx, collected.late);
  for (const record of collected.audit) tx.audit(numbered(record, numbers));
  for (const event of collected.events) tx.event(numbered(event, numbers));
  for (const entry of collected.entries) tx.previewEntry(entry);
  return done(numbered(outcome.value, numbers));
};
