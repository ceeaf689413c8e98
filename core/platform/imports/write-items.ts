import { sql } from "kysely";
import type { AuditRecord, DomainEvent, TxCtx } from "#core/kernel/context.ts";
import { constraintFault, isUnreadableValue } from "#core/kernel/database-fault.ts";
import { type Fault, invalid } from "#core/kernel/fault.ts";
import type { Item } from "./group-rows.ts";
import { type AnyImportKind, type ItemResult, ItemsRefused } from "./import-kind.ts";

const unreadable = invalid("import.value", "The database cannot store a value of this row.");

/** What a row can be refused for; anything else is a bug, or a deadlock that is tried again, and is thrown on. */
const refusalOf = (error: unknown): Fault | undefined => {
  if (error instanceof ItemsRefused) return error.fault;
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
      throw new Error("An import writes at once: a deferred statement could not be undone with its batch.");
    },
  };
  return {
    collector,
    tell: () => {
      for (const one of told) one();
    },
  };
};

/** Writes inputs in one go; when that is refused, each half by itself, until it is known whose fault it was. */
const writeHalving = async (tx: TxCtx, kind: AnyImportKind, inputs: readonly unknown[]): Promise<readonly ItemResult[]> => {
  if (inputs.length === 0) return [];
  const { collector, tell } = collecting(tx);
  await sql`savepoint import_items`.execute(tx.db);
  try {
    const results = await kind.write(collector, inputs);
    await sql`release savepoint import_items`.execute(tx.db);
    tell();
    return results;
  } catch (error) {
    const fault = refusalOf(error);
    if (!fault) throw error;
    await sql`rollback to savepoint import_items`.execute(tx.db);
    if (inputs.length === 1) return [{ fault }];
  }
  const middle = Math.ceil(inputs.length / 2);
  const first = await writeHalving(tx, kind, inputs.slice(0, middle));
  return [...first, ...(await writeHalving(tx, kind, inputs.slice(middle)))];
};

/** Writes the items that could be read, and answers what became of every one, in order. */
export const writeItems = async (tx: TxCtx, kind: AnyImportKind, items: readonly Item[]): Promise<readonly ItemResult[]> => {
  const inputs = items.flatMap(({ input }) => (input.ok ? [input.value] : []));
  const results = (await writeHalving(tx, kind, inputs)).values();
  return items.map(({ input }): ItemResult => {
    if (!input.ok) return { fault: input.fault };
    const { value } = results.next();
    if (value === undefined) throw new Error(`Import ${kind.name} did not say what became of an item.`);
    return value;
  });
};
