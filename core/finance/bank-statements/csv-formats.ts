import { rowsOfPage } from "#core/database/keyset.ts";
import { command } from "#core/kernel/command.ts";
import type { Db } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { type CsvFormatBody, type CsvFormatInput, type CsvFormatPatch, CsvMapping } from "./csv-format.ts";

onConstraint("bank_csv_format_name_once", conflict("bank_csv_format.name_taken", "There is a form of files of this name already."));

const formatsOf = (db: Db, companyId: string) =>
  db.selectFrom("finance.bankCsvFormat").select(["id", "name", "mapping", "version"]).where("companyId", "=", companyId);
type Row = Awaited<ReturnType<ReturnType<typeof formatsOf>["execute"]>>[number];
const bodyOf = (row: Row): CsvFormatBody => ({ ...row, mapping: CsvMapping.parse(row.mapping) });

/** Saved forms of CSV files, by name. */
export const listCsvFormats = query(
  "finance.bank.read",
  async ({ db, actor }, filter: Readonly<{ limit: number; after?: string | undefined }>) => {
    const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
    if (cursor && !cursor.ok) return cursor;
    let formats = formatsOf(db, actor.companyId);
    if (cursor) formats = formats.where("name", ">", cursor.value[0] ?? "");
    const rows = await formats.orderBy("name").limit(rowsOfPage(filter.limit)).execute();
    return done(pageOf(rows, filter.limit, ({ name }) => [name], bodyOf));
  },
);

export const getCsvFormat = query("finance.bank.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const row = await formatsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return row ? done(bodyOf(row)) : refuse(missing("bank csv format", id));
});

/** Saves how a bank writes its CSV. */
export const createCsvFormat = command("finance.bank.write", async (tx, input: CsvFormatInput): Promise<Outcome<CsvFormatBody>> => {
  const body: CsvFormatBody = { id: tx.newId(), ...input, version: 1 };
  await tx.db
    .insertInto("finance.bankCsvFormat")
    .values({ id: body.id, companyId: tx.actor.companyId, name: body.name, mapping: JSON.stringify(body.mapping) })
    .execute();
  tx.audit({ action: "bank_csv_format.create", subjectType: "bank_csv_format", subjectId: body.id, after: body });
  tx.event({ type: "bank_csv_format.created", subject: body.id, data: { id: body.id, name: body.name } });
  return done(body);
});

type Update = Readonly<{ id: string; expectedVersion?: number | undefined; changes: CsvFormatPatch }>;

/** Changes how a bank's CSV is read from now on. */
export const updateCsvFormat = command(
  "finance.bank.write",
  async (tx, { id, expectedVersion, changes }: Update): Promise<Outcome<CsvFormatBody>> => {
    const row = await formatsOf(tx.db, tx.actor.companyId).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
    if (!row) return refuse(missing("bank csv format", id));
    if (expectedVersion !== undefined && expectedVersion !== row.version) return refuse(stale("bank csv format", row.version));
    const before = bodyOf(row);
    const after = { ...before, name: changes.name ?? before.name, mapping: changes.mapping ?? before.mapping, version: before.version + 1 };
    await tx.db
      .updateTable("finance.bankCsvFormat")
      .set({ name: after.name, mapping: JSON.stringify(after.mapping), version: after.version })
      .where("companyId", "=", tx.actor.companyId)
      .where("id", "=", id)
      .execute();
    tx.audit({ action: "bank_csv_format.update", subjectType: "bank_csv_format", subjectId: id, before, after });
    tx.event({ type: "bank_csv_format.updated", subject: id, data: { id, name: after.name } });
    return done(after);
  },
);

/** Forgets a form; what was read by it stays. */
export const removeCsvFormat = command("finance.bank.write", async (tx, { id, expectedVersion }: Omit<Update, "changes">) => {
  const row = await formatsOf(tx.db, tx.actor.companyId).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) return refuse(missing("bank csv format", id));
  if (expectedVersion !== undefined && expectedVersion !== row.version) return refuse(stale("bank csv format", row.version));
  await tx.db.deleteFrom("finance.bankCsvFormat").where("companyId", "=", tx.actor.companyId).where("id", "=", id).execute();
  tx.audit({ action: "bank_csv_format.remove", subjectType: "bank_csv_format", subjectId: id, before: bodyOf(row) });
  tx.event({ type: "bank_csv_format.removed", subject: id, data: { id, name: row.name } });
  return done({ id });
});
