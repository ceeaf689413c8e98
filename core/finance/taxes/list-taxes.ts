import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { TaxBody, TaxClassBody, TaxClassQuery, TaxQuery } from "./tax.ts";

/** The columns of a tax's body, over `finance.tax_code t`; a range ends before its upper bound, on the wire it ends on its last day. */
const taxColumns = sql`
  t.id, t.code, t.name, t.kind, t.usage, t.treatment, t.category, t.exemption_code, t.exemption_reason, t.recognised_on, t.included, t.compound,
  t.account_id, t.reverse_account_id, t.nondeductible_account_id, t.pending_account_id, t.active, t.version,
  exists (select from finance.tax_result u where u.company_id = t.company_id and u.tax_code_id = t.id) as used,
  (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'rate', trim_scale(r.rate)::text, 'deductiblePercent', trim_scale(r.deductible_percent)::text, 'from', lower(r.valid), 'to', upper(r.valid) - 1) order by lower(r.valid) nulls first), '[]')
     from finance.tax_rate r where r.company_id = t.company_id and r.tax_code_id = t.id) as rates`;

/** One tax with its rates. */
export const findTax = async (db: Db, companyId: string, id: string): Promise<TaxBody | undefined> => {
  const { rows } = await sql<TaxBody>`
    select ${taxColumns} from finance.tax_code t where t.company_id = ${companyId} and t.id = ${id}`.execute(db);
  return rows[0];
};

/** Taxes in order of code, each with its rates. */
export const listTaxes = query("finance.tax.read", async ({ db, actor }, filter: TaxQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  const conditions = [
    sql`t.company_id = ${actor.companyId}`,
    ...(filter.usage ? [sql`t.usage = ${filter.usage}`] : []),
    ...(filter.active === undefined ? [] : [sql`t.active = ${filter.active}`]),
    ...(filter.q ? [sql`(t.name ilike shared.search_pattern(${filter.q}) or t.code ilike shared.search_pattern(${filter.q}))`] : []),
    ...(cursor ? [sql`t.code > ${cursor.value[0] ?? ""}`] : []),
  ];
  const { rows } = await sql<TaxBody>`
    select ${taxColumns} from finance.tax_code t where ${sql.join(conditions, sql` and `)} order by t.code limit ${rowsOfPage(filter.limit)}`.execute(
    db,
  );
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ code }) => [code],
      (tax): TaxBody => tax,
    ),
  );
});

export const getTax = query("finance.tax.read", async ({ db, actor }, { id }: { id: string }) => {
  const tax = await findTax(db, actor.companyId, id);
  return tax ? done(tax) : refuse(missing("tax", id));
});

/** The classes of goods, each with the taxes it bears in the order they are calculated. */
export const listTaxClasses = query("finance.tax.read", async ({ db, actor }, filter: TaxClassQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  const { rows } = await sql<TaxClassBody>`
    select k.tax_class, jsonb_agg(jsonb_build_object('id', t.id, 'code', t.code, 'name', t.name) order by k.position) as taxes
      from finance.tax_class_code k join finance.tax_code t on t.company_id = k.company_id and t.id = k.tax_code_id
     where k.company_id = ${actor.companyId} and k.tax_class > ${cursor?.value[0] ?? ""}
     group by k.tax_class order by k.tax_class limit ${rowsOfPage(filter.limit)}`.execute(db);
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ taxClass }) => [taxClass],
      (row): TaxClassBody => row,
    ),
  );
});
