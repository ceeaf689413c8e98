import { type RawBuilder, sql } from "kysely";
import { todayOf } from "#core/kernel/clock.ts";
import type { Db, ReadCtx } from "#core/kernel/context.ts";
import { isCalendarDate, monthStartOf } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { formatterOf, report, viewOf } from "../reports/view.ts";
import { boxesOf } from "./tax-boxes.ts";
import { knownBy } from "./tax-report.ts";
import type { TaxLines, TaxLinesQuery } from "./tax-report-body.ts";

type Row = {
  entryId: string;
  position: number;
  date: string;
  description: string;
  tax: string | null;
  part: "output" | "input" | "withheld" | null;
  pending: boolean;
  sourceType: string | null;
  sourceId: string | null;
  number: string | null;
  party: string | null;
  currency: string;
  documentBase: bigint;
  documentTax: bigint;
  base: bigint;
  amount: bigint;
  deductible: bigint;
};
type Place = Readonly<{ day: string; entryId: string; position: number }>;
/** Results of these taxes; of any part, or for each tax of one. */
type Wanted = Readonly<{
  taxes: readonly Readonly<{ taxCodeId: string; part?: string | undefined }>[];
  ofPart: boolean;
  pending: boolean | undefined;
}>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const placeOf = (cursor: string): Outcome<Place, Fault<"invalid">> => {
  const decoded = decodeCursor(cursor, 3);
  if (!decoded.ok) return decoded;
  const [day = "", entryId = "", position = ""] = decoded.value.map((value) => value ?? "");
  if (isCalendarDate(day) && UUID.test(entryId) && /^\d{1,9}$/.test(position)) return done({ day, entryId, position: Number(position) });
  return refuse(invalid("page.after", "This cursor was not made by this list.", "/after"));
};

const behind = (table: string, place: Place | undefined) =>
  place
    ? sql`and (${sql.ref(`${table}.effective_on`)}, ${sql.ref(`${table}.entry_id`)}, ${sql.ref(`${table}.position`)}) > (${place.day}::date, ${place.entryId}::uuid, ${place.position}::integer)`
    : sql``;

type Page = Readonly<{ companyId: string; from: string; to: string; knownAt: string | undefined; place: Place | undefined; limit: number }>;

/**
 * The first results of each tax behind the place, by one range of the index each; the page is the first of them all. Only conditions that narrow are asked, so
 * that the planner sees how many rows there are and walks the index instead of sorting them.
 */
const resultRows = ({ companyId, from, to, knownAt, place, limit }: Page, { taxes, ofPart, pending }: Wanted): RawBuilder<unknown> => sql`
  select r.* from jsonb_to_recordset(${JSON.stringify(taxes)}::jsonb) as w ("taxCodeId" uuid, part text)
   cross join lateral (
         select r.company_id, r.entry_id, r.position, r.effective_on, r.tax_code_id, r.part, r.pending, r.currency, r.base as document_base, r.tax as document_tax, r.company_base as base,
                r.company_tax as amount, r.company_deductible as deductible, r.source_type, r.source_id, null::text as description, null::uuid as party_id
           from finance.tax_result r
          where r.company_id = ${companyId} and r.tax_code_id = w."taxCodeId" and r.effective_on between ${from}::date and ${to}::date
            ${ofPart ? sql`and r.part = w.part` : sql``} ${pending === undefined ? sql`` : sql`and r.pending = ${pending}`} ${behind("r", place)} ${knownBy(knownAt, "r")}
          order by r.effective_on, r.entry_id, r.position limit ${limit}) r
   order by r.effective_on, r.entry_id, r.position limit ${limit}`;

/** The lines of an account that name no tax. */
const untaxedRows = ({ companyId, from, to, knownAt, place, limit }: Page, accountId: string): RawBuilder<unknown> => sql`
  select l.company_id, l.entry_id, l.position::integer, l.effective_on, null::uuid as tax_code_id, null::text as part, false as pending, l.currency, 0::bigint as document_base,
         l.amount as document_tax, 0::bigint as base, l.company_amount as amount, l.company_amount as deductible, null::text as source_type, null::uuid as source_id, l.description, l.party_id
    from finance.journal_line l
   where l.company_id = ${companyId} and l.account_id = ${accountId} and l.effective_on between ${from}::date and ${to}::date and l.tax_code_id is null
         ${behind("l", place)} ${knownBy(knownAt, "l")}
   order by l.effective_on, l.entry_id, l.position limit ${limit}`;

/** Beside each row its entry, and the document with its number and party. */
const described = async (db: Db, rows: RawBuilder<unknown>): Promise<Row[]> => {
  const found = await sql<Row>`
    select p.entry_id, p.position, p.effective_on as date, coalesce(p.description, e.description) as description, t.code as tax, p.part, p.pending, coalesce(p.source_type, e.source_type) as source_type,
           coalesce(p.source_id, e.source_id) as source_id, i.number, y.name as party, p.currency, p.document_base, p.document_tax, p.base, p.amount, p.deductible
      from (${rows}) p
      join finance.journal_entry e on e.company_id = p.company_id and e.id = p.entry_id
      left join finance.tax_code t on t.company_id = p.company_id and t.id = p.tax_code_id
      left join finance.invoice i on i.company_id = p.company_id and i.id = coalesce(p.source_id, e.source_id)
      left join finance.party y on y.company_id = p.company_id and y.id = coalesce(i.party_id, p.party_id)
     order by p.effective_on, p.entry_id, p.position`.execute(db);
  return found.rows;
};

/** The taxes of a box and of the boxes it adds. */
const taxesOfBox = async (db: Db, companyId: string, boxId: string): Promise<Wanted | undefined> => {
  const boxes = new Map((await boxesOf(db, companyId)).map((box) => [box.id, box]));
  if (!boxes.has(boxId)) return undefined;
  const taxes = new Map<string, { taxCodeId: string; part: string }>();
  const collect = (id: string) => {
    for (const { boxId: other, taxCodeId, part } of boxes.get(id)?.terms ?? []) {
      if (other !== null) collect(other);
      else if (taxCodeId !== null && part !== null) taxes.set(`${taxCodeId} ${part}`, { taxCodeId, part });
    }
  };
  collect(boxId);
  return { taxes: [...taxes.values()], ofPart: true, pending: false };
};

const rowsWanted = async (db: Db, page: Page, { taxCodeId, part, pending, boxId, accountId }: TaxLinesQuery) => {
  if (accountId !== undefined) return done(untaxedRows(page, accountId));
  if (taxCodeId !== undefined) return done(resultRows(page, { taxes: [{ taxCodeId, part }], ofPart: part !== undefined, pending }));
  const wanted = await taxesOfBox(db, page.companyId, boxId ?? "");
  return wanted ? done(resultRows(page, wanted)) : refuse(missing("tax_box", boxId ?? ""));
};

/** The lines behind a figure of the tax report: of a tax, of a box by way of what it adds, or of an account what has no tax. In order of date. */
export const taxLines = report(async (ctx: ReadCtx, query: TaxLinesQuery): Promise<Outcome<TaxLines, Fault<"invalid" | "missing">>> => {
  const to = query.to ?? todayOf(ctx);
  const from = query.from ?? monthStartOf(to);
  if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
  if ([query.taxCodeId, query.boxId, query.accountId].filter((one) => one !== undefined).length !== 1)
    return refuse(invalid("report.tax_lines", "Name a tax, a box or an account.", "/taxCodeId"));
  const place = query.after === undefined ? undefined : placeOf(query.after);
  if (place && !place.ok) return place;
  const { companyId } = ctx.actor;
  const wanted = await rowsWanted(
    ctx.db,
    { companyId, from, to, knownAt: query.knownAt, place: place?.value, limit: query.limit + 1 },
    query,
  );
  if (!wanted.ok) return wanted;
  const rows = await described(ctx.db, wanted.value);
  const format = formatterOf(ctx);
  const page = pageOf(
    rows,
    query.limit,
    ({ date, entryId, position }) => [date, entryId, position],
    ({ documentBase, documentTax, base, amount, deductible, ...row }) => ({
      ...row,
      documentBase: formatMinor(documentBase, row.currency),
      documentTax: formatMinor(documentTax, row.currency),
      ...{ base: format(base), amount: format(amount), deductible: format(deductible) },
    }),
  );
  return done({ ...viewOf(ctx, to, query.knownAt), from, ...page });
});
