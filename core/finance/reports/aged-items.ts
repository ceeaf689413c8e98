import { type RawBuilder, sql } from "kysely";
import * as z from "zod";
import type { ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { decodeCursor, type Page, pageOf } from "#core/kernel/page.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { openOn, type View } from "./open-on-day.ts";

export const ITEMS_OF_A_PAGE = 1_000;

export const amount = z.string().meta({ example: "1265793.29" });

/** An instalment of a document, or money on account, as far as it was open on the day. */
export const AgedItem = z.object({
  document: z.object({ kind: z.string(), id: z.uuid(), number: z.string().nullable() }),
  entryId: z.uuid(),
  instalment: z.number().int(),
  date: z.string(),
  dueOn: z.string(),
  daysOverdue: z.number().int(),
  currency: z.string(),
  amount,
  open: amount,
  companyOpen: amount,
});
export type AgedItem = z.infer<typeof AgedItem>;

export type ItemRow = {
  kind: string;
  documentId: string;
  number: string | null;
  entryId: string;
  position: number;
  partyId: string;
  effectiveOn: string;
  dueOn: string;
  overdue: number;
  currency: string;
  amount: string;
  open: string;
  company: string;
};

const Place = z.object({ dueOn: calendarDate(), entryId: z.uuid(), position: z.string().regex(/^\d{1,4}$/) });
type Place = z.infer<typeof Place>;

/** Where the items behind a cursor begin. */
export const itemsPlace = (cursor: string): Outcome<Place, Fault<"invalid">> => {
  const values = decodeCursor(cursor, 3);
  if (!values.ok) return values;
  const [dueOn, entryId, position] = values.value.map(String);
  const place = Place.safeParse({ dueOn, entryId, position });
  return place.success ? done(place.data) : refuse(invalid("page.after", "This cursor was not made by this list.", "/after"));
};

export const sideOf = ({ ledger }: View) => (ledger === "receivable" ? sql`1` : sql`-1`);

/** A row for each item that is open, what edges gave back to it summed with it. Needs what `openOn` begins with. */
export const itemSums = (among: RawBuilder<unknown> = sql``) => sql`
  select o.entry_id, o.position, o.party_id, o.document_kind, o.document_id, o.effective_on, o.due_on, o.currency, o.amount_minor,
         sum(o.open_minor) as open, sum(o.open_company_minor) as company
    from open o ${among} group by 1, 2, 3, 4, 5, 6, 7, 8, 9 having sum(o.open_minor) <> 0`;

/** What is told of an item, over rows of `itemSums` as `s` and `documentsOfItems`. */
export const itemColumns = (view: View) => sql`
  coalesce(i.kind, s.document_kind) as kind, s.document_id, coalesce(i.number, p.number) as number, s.entry_id, s.position, s.party_id, s.effective_on, s.due_on,
  ${view.asOf}::date - s.due_on as overdue, s.currency, (${sideOf(view)} * s.amount_minor)::text as amount, (${sideOf(view)} * s.open)::text as open,
  (${sideOf(view)} * s.company)::text as company`;
export const documentsOfItems = ({ companyId }: View) => sql`
  left join finance.invoice i on i.company_id = ${companyId} and i.id = s.document_id
  left join finance.payment p on p.company_id = ${companyId} and p.id = s.document_id`;

/** Whatever comes behind a place by day due, over rows of `itemSums` as `s`. */
export const behindPlace = (after: Place | undefined) =>
  after ? sql`(s.due_on, s.entry_id, s.position) > (${after.dueOn}::date, ${after.entryId}::uuid, ${after.position}::smallint)` : sql`true`;

export const itemBody = (ctx: ReadCtx, row: ItemRow): AgedItem => ({
  document: { kind: row.kind, id: row.documentId, number: row.number },
  entryId: row.entryId,
  instalment: row.position,
  date: row.effectiveOn,
  dueOn: row.dueOn,
  daysOverdue: Math.max(0, row.overdue),
  currency: row.currency,
  amount: formatMinor(BigInt(row.amount), row.currency),
  open: formatMinor(BigInt(row.open), row.currency),
  companyOpen: formatMinor(BigInt(row.company), ctx.company.baseCurrency),
});

/** A page of the open items of a party, by day due. */
export const readItems = async (ctx: ReadCtx, view: View, after?: Place): Promise<Page<AgedItem>> => {
  const { rows } = await sql<ItemRow>`
    ${openOn(view)}
    select ${itemColumns(view)} from (${itemSums()}) s ${documentsOfItems(view)}
     where ${behindPlace(after)} order by s.due_on, s.entry_id, s.position limit ${ITEMS_OF_A_PAGE + 1}`.execute(ctx.db);
  return pageOf(
    rows,
    ITEMS_OF_A_PAGE,
    ({ dueOn, entryId, position }) => [dueOn, entryId, position],
    (row) => itemBody(ctx, row),
  );
};
