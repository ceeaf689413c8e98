import { sql } from "kysely";
import type { AuditRecord, DomainEvent, TxCtx } from "./context.ts";
import { constraintFault, isUnreadableValue } from "./database-fault.ts";
import { type Fault, invalid, type Outcome } from "./fault.ts";

/** Thrown by a batch's `write` when a function below refused all of them for the fault of one. */
export class BatchRefused extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.detail);
    this.fault = fault;
  }
}

/** The value of an outcome inside a batch; a refusal is thrown, to be narrowed down. */
export const acceptedOf = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new BatchRefused(outcome.fault);
  return outcome.value;
};

const unreadable = invalid("import.value", "The database cannot store a value of this row.");

/** What a row can be refused for; anything else is a bug, or a deadlock that is tried again, and is thrown on. */
const refusalOf = (error: unknown): Fault | undefined => {
  if (error instanceof BatchRefused) return error.fault;
  return constraintFault(error) ?? (isUnreadableValue(error) ? unreadable : undefined);
};

/** Collects what is told until it is certain: what is undone must not be told. */
const collecting = (tx: TxCtx) => {
  const told: (() => void)[] = [];
  const collector: TxCtx = {
    ...tx,
    audit: (record: AuditRecord) => told.push(() => tx.audit(record)),
    event: (event: DomainEvent) => told.push(() => tx.event(event)),
    count: (...counted) => told.push(() => tx.count(...counted)),
    previewEntry: (entry) => told.push(() => tx.previewEntry(entry)),
    defer: () => {
      throw new Error("A batch writes at once: a deferred statement could not be undone with it.");
    },
  };
  return {
    collector,
    tell: () => {
      for (const one of told) one();
    },
  };
};

/**
 * Writes a batch in one go, set-based, below a savepoint; when Postgres (or `BatchRefused`) refuses it, each half by itself, until it is known whose
 * fault it was. Answers in the order of the inputs. `write` must not defer statements: they would escape the savepoint.
 */
export const writeByHalves = async <Input, Result>(
  tx: TxCtx,
  inputs: readonly Input[],
  write: (tx: TxCtx, inputs: readonly Input[]) => Promise<readonly Result[]>,
): Promise<readonly (Result | Readonly<{ fault: Fault }>)[]> => {
  if (inputs.length === 0) return [];
  const { collector, tell } = collecting(tx);
  await sql`savepoint batch`.execute(tx.db);
  try {
    const results = await write(collector, inputs);
    await sql`release savepoint batch`.execute(tx.db);
    tell();
    return results;
  } catch (error) {
    const fault = refusalOf(error);
    if (!fault) throw error;
    await sql`rollback to savepoint batch`.execute(tx.db);
    if (inputs.length === 1) return [{ fault }];
  }
  const middle = Math.ceil(inputs.length / 2);
  const first = await writeByHalves(tx, inputs.slice(0, middle), write);
  return [...first, ...(await writeByHalves(tx, inputs.slice(middle), write))];
};
