import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/kernel/context.ts";
import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import type { AuditPackageQuery, PackageRange, PackageRecord, RecordType } from "./audit-package.ts";

const PAGE = 500;

type Page = Readonly<{ type: RecordType; period: AuditPackageQuery; range: PackageRange; after: string | undefined }>;
/** Rows (key, line), in order of the key and behind `after`; those without a line were only passed on the way. */
type Source = (page: Page, company: string) => RawBuilder<{ key: string; line: string | null }>;

const byId =
  (table: string, of: (page: Page) => RawBuilder<unknown>, more: RawBuilder<unknown> = sql`'{}'::jsonb`): Source =>
  (page, company) =>
    sql`
    select r.id::text as key, (to_jsonb(r) - 'company_id' || jsonb_build_object('type', ${page.type}::text) || ${more})::text as line
      from ${sql.table(table)} r
     where r.company_id = ${company} ${page.after === undefined ? sql`` : sql`and r.id > ${page.after}::uuid`} ${of(page)} order by r.id limit ${PAGE}`;
const all = () => sql``;

/**
 * Numbers of the package from first to last: whole where the entry is of the period, the bare seal where it is of another. A page is so many numbers, taken by
 * themselves before anything is joined to them, so that a page far behind costs what the first one costs, whatever Postgres knows of the tables.
 */
const numbers =
  (inPeriod: boolean): Source =>
  ({ type, period, range, after }, company) =>
    sql`
    select s.number::text as key, case when e.is_shown then
           (jsonb_build_object('type', ${type}::text, 'number', s.number::text, 'entryId', s.entry_id, 'hash', encode(s.hash, 'hex')) || ${
             inPeriod
               ? sql`jsonb_build_object(
                 'previousHash', coalesce((select encode(p.hash, 'hex') from finance.seal p where p.company_id = s.company_id and p.number = s.number - 1), ''),
                 'sealedAt', to_char(s.sealed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                 'head', jsonb_build_object('id', e.id, 'journal_id', e.journal_id, 'kind', e.kind, 'effective_on', e.effective_on, 'description', e.description, 'source_type', e.source_type,
                   'source_id', e.source_id, 'reverses_entry_id', e.reverses_entry_id, 'posted_by', e.posted_by,
                   'posted_at_us', (extract(epoch from e.posted_at) * 1000000)::bigint::text, 'external_id', e.external_id),
                 'lines', l.lines)`
               : sql`jsonb_build_object('effectiveOn', e.effective_on)`
           })::text end as line
      from (select * from finance.seal s where s.company_id = ${company} and s.number > ${after ?? "0"}::bigint and s.number between ${range.first}::bigint and ${range.last}::bigint
             order by s.number limit ${PAGE}) s
     cross join lateral (select e.*, (e.effective_on between ${period.from}::date and ${period.to}::date) = ${inPeriod} as is_shown
                           from finance.journal_entry e where e.company_id = s.company_id and e.id = s.entry_id offset 0) e
      ${
        inPeriod
          ? sql`cross join lateral (
            select jsonb_agg(jsonb_build_object('position', l.position::text, 'account_id', l.account_id, 'party_id', l.party_id, 'dimension_id', l.dimension_id, 'currency', l.currency,
                     'amount', l.amount::text, 'company_amount', l.company_amount::text, 'tax_code_id', l.tax_code_id, 'tax_base', l.tax_base::text,
                     'line_description', l.description) order by l.position) as lines
              from finance.journal_line l where l.company_id = s.company_id and l.entry_id = s.entry_id and e.is_shown offset 0) l`
          : sql``
      }
     order by s.number`;

const SOURCES: Readonly<Record<RecordType, Source>> = {
  header: ({ type, period, after }, company) => sql`
    select c.id::text as key, jsonb_build_object('type', ${type}::text, 'format', 'enterprise-ledger-package', 'version', 1,
             'company', jsonb_build_object('id', c.id, 'name', c.name, 'country', c.country, 'baseCurrency', c.base_currency),
             'from', ${period.from}::date, 'to', ${period.to}::date)::text as line
      from shared.company c where c.id = ${company} and ${after ?? null}::text is null`,
  account: byId("finance.account", all),
  journal: byId("finance.journal", all),
  tax: byId("finance.tax_code", all),
  dimension: byId("finance.dimension_value", all),
  dimension_set: byId("finance.dimension_set", all),
  party: byId(
    "finance.party",
    ({ period }) => sql`and exists (select from finance.journal_line l where l.company_id = r.company_id and l.party_id = r.id
                          and l.effective_on between ${period.from}::date and ${period.to}::date)`,
  ),
  document: byId(
    "finance.invoice",
    ({ period }) => sql`and r.issued_on between ${period.from}::date and ${period.to}::date`,
    sql`jsonb_build_object('lines', (select jsonb_agg(to_jsonb(n) - 'company_id' order by n.position)
          from finance.invoice_line n where n.company_id = r.company_id and n.invoice_id = r.id))`,
  ),
  payment: byId("finance.payment", ({ period }) => sql`and r.paid_on between ${period.from}::date and ${period.to}::date`),
  entry: numbers(true),
  seal: numbers(false),
};

export const readPackagePage = query("finance.audit.read", async ({ db, actor }, page: Page) =>
  done((await SOURCES[page.type](page, actor.companyId).execute(db)).rows),
);

/** Which numbers a period has. Refused while entries of it wait for their number, which takes seconds, and when it has none. */
export const packageRange = query(
  "finance.audit.read",
  async ({ db, actor }, { from, to }: AuditPackageQuery): Promise<Outcome<PackageRange>> => {
    const company = actor.companyId;
    const { rows } = await sql<PackageRange>`
    select min(s.number)::text as first, max(s.number)::text as last,
           (select count(*)::int from finance.unsealed_entry u where u.company_id = ${company} and u.effective_on between ${from}::date and ${to}::date) as unsealed
      from finance.journal_entry e join finance.seal s on s.company_id = e.company_id and s.entry_id = e.id
     where e.company_id = ${company} and e.effective_on between ${from}::date and ${to}::date`.execute(db);
    const range = rows[0];
    if (!range || (range.first === null && range.unsealed === 0))
      return refuse(invalid("audit.empty", "Nothing was posted in this period.", "/from"));
    if (range.unsealed > 0)
      return refuse(conflict("audit.unsealed", `${range.unsealed} entries of this period have no number yet; try again in a few seconds.`));
    return done(range);
  },
);

/** Sums of the period by account and currency, read from the ledger and not from the package's own records. */
export const packageTotals = query(
  "finance.audit.read",
  async ({ db, actor }, { period: { from, to }, range }: Readonly<{ period: AuditPackageQuery; range: PackageRange }>) => {
    const { rows } = await sql<{ accountId: string; currency: string; amount: string; debit: string; credit: string }>`
      select l.account_id, l.currency, sum(l.amount)::text as amount, sum(greatest(l.company_amount, 0))::text as debit, sum(-least(l.company_amount, 0))::text as credit
        from finance.journal_line l join finance.seal s on s.company_id = l.company_id and s.entry_id = l.entry_id
       where l.company_id = ${actor.companyId} and l.effective_on between ${from}::date and ${to}::date and s.number between ${range.first}::bigint and ${range.last}::bigint
       group by l.account_id, l.currency order by 1, 2`.execute(db);
    return done(rows);
  },
);

/** All records of a type, a page at a time. What is sealed never changes, so the pages of its numbers are of one piece without one long transaction. */
export async function* packageRecords(
  ctx: Ctx,
  type: RecordType,
  period: AuditPackageQuery,
  range: PackageRange,
): AsyncGenerator<PackageRecord> {
  let after: string | undefined;
  for (;;) {
    const page = await readPackagePage(ctx, { type, period, range, after });
    if (!page.ok) throw new Error(`The package cannot be written: ${page.fault.detail}`);
    for (const { line } of page.value) if (line !== null) yield { type, line };
    after = page.value.at(-1)?.key;
    if (after === undefined) return;
  }
}
