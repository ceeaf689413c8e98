import type { Fault } from "#core/kernel/fault.ts";
import type { RefusedRow } from "#core/platform/imports/run-import.ts";
import { addRefusals, clearRefusals, loadImport, type StoredImport } from "#core/platform/imports/store-import.ts";
import { type JobHandler, JobInterrupted } from "#core/platform/jobs/run-job.ts";
import { systemContext } from "#core/platform/system.ts";
import { openCsv } from "#functions/adapters/csv.ts";
import { importCsv } from "./import-csv.ts";
import { importKind } from "./kinds.ts";

const failed = ({ detail, errors = [] }: Fault) => ({
  state: "failed" as const,
  error: [detail, ...errors.slice(0, 20).map((error) => `${error.pointer}: ${error.detail}`)].join(" "),
});

const sourceOf = ({ file }: StoredImport) =>
  async function* (): AsyncGenerator<Uint8Array> {
    yield file;
  };

const countRows = async (stored: StoredImport) => {
  const { rows } = await openCsv(sourceOf(stored));
  let count = 0;
  for await (const _ of rows()) count++;
  return count;
};

/**
 * Imports a stored file in the name of who sent it. Run again after a crash it begins anew: what is there already stays as it is, and the refused
 * rows are told once.
 */
export const importJob: JobHandler = async (services, job) => {
  const { importId } = job.input as { importId: string };
  const ctx = await systemContext(services, job.companyId, { actor: { kind: "user", id: job.createdBy, name: "Import" } });
  const stored = await loadImport(ctx, { id: importId });
  if (!stored.ok) return failed(stored.fault);
  const kind = importKind(stored.value.kind);
  if (!kind) return { state: "failed", error: `There is no import of ${stored.value.kind}.` };
  await clearRefusals(ctx, { id: importId });
  const total = await countRows(stored.value);
  await job.progress(0, total);
  let from = 0;
  const refuse = async (rows: readonly RefusedRow[]) => {
    await addRefusals(ctx, { id: importId, from, rows });
    from += rows.length;
  };
  const progress = async ({ rows }: { rows: number }) => {
    if (job.stopping()) throw new JobInterrupted();
    await job.progress(rows, total);
  };
  const { mode, dryRun, map } = stored.value;
  const report = await importCsv(ctx, { kind, source: sourceOf(stored.value), mode, dryRun, map, refuse, progress });
  if (!report.ok) return failed(report.fault);
  const { rows, created, unchanged, refused, stored: isStored } = report.value;
  const result = { rows, created, unchanged, refused, stored: isStored };
  return mode === "all" && refused > 0
    ? { state: "failed", result, error: "Nothing was stored, because not every row is acceptable." }
    : { state: "succeeded", result };
};
