import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import { done, forbidden, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { enqueueJob } from "#core/platform/jobs/enqueue-job.ts";
import type { ImportBody, ImportRequest } from "./import.ts";
import type { AnyImportKind } from "./import-kind.ts";
import { findImport } from "./list-imports.ts";
import type { ColumnMap } from "./map-columns.ts";
import type { RefusedRow } from "./run-import.ts";

export type NewImport = Readonly<{
  request: ImportRequest;
  kind: AnyImportKind;
  map: ColumnMap;
  header: readonly string[];
  file: Uint8Array;
}>;

/** Stores a file and orders its import. Whoever imports must be allowed what the import does. */
export const createImport = command(
  "platform.import.run",
  async (tx, { request, kind, map, header, file }: NewImport): Promise<Outcome<ImportBody>> => {
    if (!tx.actor.grants.has(kind.grant)) return refuse(forbidden(kind.grant));
    const id = tx.newId();
    const jobId = await enqueueJob(tx, { kind: "import", title: `${kind.title}: ${request.fileName}`, input: { importId: id } });
    await tx.db
      .insertInto("shared.import")
      .values({
        id,
        companyId: tx.actor.companyId,
        jobId,
        kind: kind.name,
        mode: request.mode,
        dryRun: request.dryRun,
        mapping: JSON.stringify(map),
        fileName: request.fileName,
        file: Buffer.from(file),
        header: [...header],
        createdBy: tx.actor.id,
        createdAt: tx.clock.now().toISOString(),
      })
      .execute();
    const { mode, dryRun, fileName } = request;
    tx.audit({ action: "import.created", subjectType: "import", subjectId: id, after: { kind: kind.name, mode, dryRun, fileName } });
    const created = await findImport(tx.db, tx.actor.companyId, id);
    if (!created) throw new Error("A new import is not there.");
    return done(created);
  },
);

export type StoredImport = Readonly<{
  kind: string;
  mode: "all" | "each";
  dryRun: boolean;
  map: ColumnMap;
  header: readonly string[];
  file: Uint8Array;
}>;

/** What the job needs of it. */
export const loadImport = query("platform.import.read", async ({ db, actor }, { id }: { id: string }): Promise<Outcome<StoredImport>> => {
  const row = await db
    .selectFrom("shared.import")
    .select(["kind", "mode", "dryRun", "mapping", "header", "file"])
    .where("companyId", "=", actor.companyId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return refuse(missing("import", id));
  const { mapping, mode, ...rest } = row;
  return done({ ...rest, mode: mode === "each" ? "each" : "all", map: mapping as ColumnMap });
});

/** Forgets what an earlier run of the same import refused. */
export const clearRefusals = command("platform.import.run", async (tx, { id }: { id: string }) => {
  await tx.db.deleteFrom("shared.importRefusal").where("companyId", "=", tx.actor.companyId).where("importId", "=", id).execute();
  return done(null);
});

/** Adds refused rows, in order. */
export const addRefusals = command(
  "platform.import.run",
  async (tx, { id, from, rows }: { id: string; from: number; rows: readonly RefusedRow[] }) => {
    const { companyId } = tx.actor;
    await sql`
    insert into shared.import_refusal (company_id, import_id, place, line, source, reason)
    select ${companyId}::uuid, ${id}::uuid, ${from} + r.place, r.line, array(select jsonb_array_elements_text(r.source)), r.reason
      from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (line integer, source jsonb, reason text)) with ordinality
        as r (line, source, reason, place)`.execute(tx.db);
    return done(null);
  },
);
