import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse, stale } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import type { CompanyBody, CompanyChange } from "./company.ts";

const COLUMNS = [
  "id",
  "name",
  "legalName",
  "taxNumber",
  "country",
  "baseCurrency",
  "timeZone",
  "locale",
  "rounding",
  "fiscalYearStart",
  "chart",
  "version",
] as const;

const readCompany = async (db: Db, id: string): Promise<CompanyBody | undefined> => {
  const row = await db.selectFrom("shared.company").select(COLUMNS).where("id", "=", id).executeTakeFirst();
  return row && { ...row, rounding: row.rounding === "document" ? "document" : "line" };
};

/** The company one works in. Another one is not there: ask with `Company-Id`. */
export const getCompany = query("platform.company.read", async ({ db, actor }, id: string) => {
  const company = id.toLowerCase() === actor.companyId ? await readCompany(db, actor.companyId) : undefined;
  return company ? done(company) : refuse(missing("company", id));
});

/** The companies the caller belongs to. An API key has its own alone. */
export const listCompanies = query("platform.company.read", async ({ db, actor }, _: undefined) => {
  const { rows } = await sql<{ id: string; name: string; currency: string }>`
    select id, name, currency from shared.companies_of_user(${actor.id})
    union select id, name, base_currency from shared.company where id = ${actor.companyId} order by name, id`.execute(db);
  return done({ items: rows });
});

export type ChangeCompany = Readonly<{ id: string; change: CompanyChange; expectedVersion?: number | undefined }>;

/** Name, legal name, tax number, language and time zone. */
export const changeCompany = command("platform.company.write", async (tx, { id, change, expectedVersion }: ChangeCompany) => {
  const { db, actor } = tx;
  if (id.toLowerCase() !== actor.companyId) return refuse(missing("company", id));
  await db.selectFrom("shared.company").select("id").where("id", "=", actor.companyId).forUpdate().execute();
  const before = await readCompany(db, actor.companyId);
  if (!before) return refuse(missing("company", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("company", before.version));
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const company: CompanyBody = { ...before, ...given, version: before.version + 1 };
  const { name, legalName, taxNumber, locale, timeZone, version } = company;
  await db
    .updateTable("shared.company")
    .set({ name, legalName, taxNumber, locale, timeZone, version })
    .where("id", "=", actor.companyId)
    .execute();
  tx.audit({ action: "company.changed", subjectType: "company", subjectId: company.id, before, after: company });
  tx.event({ type: "company.changed", subject: company.id, data: { name } });
  return done(company);
});
