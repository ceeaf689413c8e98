import { command } from "#core/kernel/command.ts";
import type { Ctx, TxCtx } from "#core/kernel/context.ts";
import { conflict, done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { type Item, itemsOf, type SourceRow } from "./group-rows.ts";
import type { AnyImportKind, ItemResult } from "./import-kind.ts";
import { writeItems } from "./write-items.ts";

/** `all`: every row or none, in one transaction. `each`: good rows are kept by the batch, refused ones told. */
export type ImportMode = "all" | "each";

export type RefusedRow = Readonly<{ line: number; source: readonly string[]; reason: string }>;
export type ImportTally = Readonly<{ rows: number; created: number; unchanged: number; refused: number }>;
/** What an import did. In mode `all` with refusals, or in a dry run, nothing was stored: `created` is what would have been. */
export type ImportReport = ImportTally & Readonly<{ stored: boolean }>;

export type ImportRun = Readonly<{
  kind: AnyImportKind;
  mode: ImportMode;
  dryRun: boolean;
  /** Read from its beginning each time it is called. */
  rows: () => AsyncIterable<SourceRow>;
  refuse: (rows: readonly RefusedRow[]) => Promise<void>;
  progress?: (tally: ImportTally) => Promise<void>;
  batch?: number;
}>;

const BATCH = 500;
const nothing: ImportTally = { rows: 0, created: 0, unchanged: 0, refused: 0 };
const notStored = conflict("import.refused", "Nothing was stored, because not every row is acceptable.");

async function* batchesOf(run: ImportRun, ctx: Pick<Ctx, "company">): AsyncGenerator<readonly Item[]> {
  let batch: Item[] = [];
  for await (const item of itemsOf(run.kind, run.rows(), ctx.company)) {
    batch.push(item);
    if (batch.length >= (run.batch ?? BATCH)) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

const reasonOf = (result: ItemResult): string | undefined => {
  if (typeof result === "string") return undefined;
  const { detail, errors = [] } = result.fault;
  return errors.length > 0 ? errors.map((one) => `${one.pointer.slice(1)}: ${one.detail}`.replace(/^: /, "")).join(" ") : detail;
};

type Counted = Readonly<{ tally: ImportTally; refused: readonly RefusedRow[] }>;

const count = (tally: ImportTally, items: readonly Item[], results: readonly ItemResult[]): Counted => {
  const counts = { ...tally };
  const refused: RefusedRow[] = [];
  for (const [at, { rows }] of items.entries()) {
    const result = results[at];
    if (result === undefined) throw new Error("Nothing became of an item.");
    const reason = reasonOf(result);
    counts.rows += rows.length;
    if (reason === undefined) counts[result === "created" ? "created" : "unchanged"] += 1;
    else {
      counts.refused += rows.length;
      refused.push(...rows.map(({ line, source }) => ({ line, source, reason })));
    }
  }
  return { tally: counts, refused };
};

/** A batch in a transaction of its own. */
const importEach = async (ctx: Ctx, run: ImportRun): Promise<Outcome<ImportReport>> => {
  const write = command(run.kind.grant, async (tx, items: readonly Item[]) => done(await writeItems(tx, run.kind, items)));
  let tally = nothing;
  for await (const batch of batchesOf(run, ctx)) {
    const written = await write(ctx, batch);
    if (!written.ok) return written;
    const counted = count(tally, batch, written.value);
    tally = counted.tally;
    if (counted.refused.length > 0) await run.refuse(counted.refused);
    await run.progress?.(tally);
  }
  return done({ ...tally, stored: true });
};

type Whole = { tally: ImportTally; refused: RefusedRow[] };

const writeAll = async (tx: TxCtx, run: ImportRun, whole: Whole) => {
  whole.tally = nothing; // begun anew when the transaction is, after a deadlock
  whole.refused = [];
  for await (const batch of batchesOf(run, tx)) {
    const counted = count(whole.tally, batch, await writeItems(tx, run.kind, batch));
    whole.tally = counted.tally;
    whole.refused.push(...counted.refused);
    await run.progress?.(whole.tally);
  }
};

/** Every batch in one transaction. A dry run of either mode goes here, so that later rows find what earlier ones would have made. */
const importAll = async (ctx: Ctx, run: ImportRun): Promise<Outcome<ImportReport>> => {
  const whole: Whole = { tally: nothing, refused: [] };
  const write = command(run.kind.grant, async (tx, _: undefined) => {
    await writeAll(tx, run, whole);
    return run.mode === "all" && whole.refused.length > 0 ? refuse(notStored) : done(null);
  });
  const written = await write(ctx, undefined);
  if (whole.refused.length > 0) await run.refuse(whole.refused);
  if (!written.ok && written.fault.code !== notStored.code) return written;
  return done({ ...whole.tally, stored: written.ok && !run.dryRun });
};

/**
 * Imports rows: streamed, written set-based by the batch, all or each, safe to repeat because every kind knows its items by their external id.
 * Refusals of rows are told to `run.refuse`; only what concerns the import as a whole is a refusal of it.
 */
export const runImport = (ctx: Ctx, run: ImportRun): Promise<Outcome<ImportReport>> => {
  const importing = { ...ctx, request: { id: ctx.request.id, dryRun: run.dryRun } };
  return run.mode === "each" && !run.dryRun ? importEach(importing, run) : importAll(importing, run);
};
