import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { ImportBody, ImportFilter } from "./import.ts";

const selectImports = (db: Db, companyId: string) =>
  db
    .selectFrom("shared.import as i")
    .innerJoin("shared.job as j", (join) => join.onRef("j.companyId", "=", "i.companyId").onRef("j.id", "=", "i.jobId"))
    .where("i.companyId", "=", companyId)
    .select([
      "i.id",
      "i.jobId",
      "i.kind",
      "i.mode",
      "i.dryRun",
      "i.fileName",
      "i.createdAt",
      "j.state",
      "j.done",
      "j.total",
      "j.result as report",
    ])
    .select(["j.error", "j.finishedAt"])
    .select(
      sql<number>`(select count(*)::int from shared.import_refusal r where r.company_id = i.company_id and r.import_id = i.id)`.as(
        "refusedRows",
      ),
    );

type Row = Omit<ImportBody, "mode" | "state" | "report"> & { mode: string; state: string; report: unknown };
const importBody = ({ mode, state, report, ...row }: Row): ImportBody => ({
  ...row,
  mode: mode === "each" ? "each" : "all",
  state: state as ImportBody["state"],
  report: report as ImportBody["report"],
});

export const findImport = async (db: Db, companyId: string, id: string): Promise<ImportBody | undefined> => {
  const row = await selectImports(db, companyId).where("i.id", "=", id).executeTakeFirst();
  return row && importBody(row);
};

/** Newest first. */
export const listImports = query("platform.import.read", async ({ db, actor }, { limit, after, kind }: ImportFilter) => {
  let rows = selectImports(db, actor.companyId);
  if (kind) rows = rows.where("i.kind", "=", kind);
  if (after !== undefined) {
    const cursor = decodeCursor(after, 1);
    if (!cursor.ok) return cursor;
    rows = rows.where("i.id", "<", cursor.value[0] ?? "");
  }
  const found = await rows.orderBy("i.id", "desc").limit(rowsOfPage(limit)).execute();
  return done(pageOf(found, limit, ({ id }) => [id], importBody));
});

export const getImport = query("platform.import.read", async ({ db, actor }, { id }: { id: string }): Promise<Outcome<ImportBody>> => {
  const found = await findImport(db, actor.companyId, id);
  return found ? done(found) : refuse(missing("import", id));
});

export type RefusedFile = Readonly<{ fileName: string; rows: readonly (readonly string[])[] }>;

/** The refused rows as they stood in the file, each with its reason behind it, below the file's own header. */
export const getRefusedRows = query(
  "platform.import.read",
  async ({ db, actor }, { id }: { id: string }): Promise<Outcome<RefusedFile>> => {
    const { companyId } = actor;
    const found = await db
      .selectFrom("shared.import")
      .select(["header", "fileName"])
      .where("companyId", "=", companyId)
      .where("id", "=", id)
      .executeTakeFirst();
    if (!found) return refuse(missing("import", id));
    const refused = await db
      .selectFrom("shared.importRefusal")
      .select(["source", "reason"])
      .where("companyId", "=", companyId)
      .where("importId", "=", id)
      .orderBy("place")
      .execute();
    const cells = (source: readonly string[]) => found.header.map((_, at) => source[at] ?? "");
    return done({
      fileName: found.fileName,
      rows: [[...found.header, "reason"], ...refused.map(({ source, reason }) => [...cells(source), reason])],
    });
  },
);
