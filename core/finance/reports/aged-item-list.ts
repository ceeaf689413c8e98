import { sql } from "kysely";
import * as z from "zod";
import { rowsOfPage } from "#core/database/keyset.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { PageQuery, pageOf } from "#core/kernel/page.ts";
import type { Ledger } from "../open-items/open-item.ts";
import { AgedQuery, daysOf, settledFirst } from "./aged.ts";
import {
  AgedItem,
  amount,
  behindPlace,
  documentsOfItems,
  ITEMS_OF_A_PAGE,
  type ItemRow,
  itemBody,
  itemColumns,
  itemSums,
  itemsPlace,
  sideOf,
} from "./aged-items.ts";
import { byIndex, conditionsOf } from "./aged-sums.ts";
import { openOn, unrealisedOn, type View } from "./open-on-day.ts";
import { report, viewOf } from "./view.ts";

export const AgedItemsQuery = AgedQuery.omit({ after: true })
  .extend(PageQuery.omit({ q: true }).shape)
  .extend({
    column: z
      .string()
      .regex(/^(onAccount|notDue|revaluation|[0-8])$/, "Name onAccount, notDue, revaluation, or a column of ages by its place from 0.")
      .optional()
      .describe("Only what this column sums: `onAccount`, `notDue`, `revaluation`, or one of `buckets` by its place. Default: all."),
  });
export type AgedItemsQuery = z.infer<typeof AgedItemsQuery>;

const party = z.object({ id: z.uuid(), code: z.string(), name: z.string() });
export const AgedItems = z
  .object({
    asOf: z.string(),
    knownAt: z.string(),
    currency: z.string(),
    column: z.string().nullable(),
    from: z.number().int().nullable().describe("Of a column of ages: days past due from which it counts."),
    to: z.number().int().nullable(),
    amount: amount.describe("What all of these items come to, and unrealised differences, in company currency: the figure of the report."),
    revaluation: amount.describe("The part of it that is of no item: unrealised exchange differences that stand on this day."),
    items: z.array(AgedItem.extend({ party })),
    next: z.string().optional(),
  })
  .meta({ id: "AgedItems", description: "The open items behind a figure of an aged report, by day due." });
export type AgedItems = z.infer<typeof AgedItems>;

type Row = ItemRow & Readonly<{ code: string; name: string }>;
type Total = Readonly<{ company: string; revaluation: string }>;

/** Which rows a column sums; nothing of items for unrealised differences. */
const among = (view: View, days: readonly number[], column: string | undefined) => {
  if (column === undefined) return sql``;
  if (column === "revaluation") return sql`where false`;
  const conditions = conditionsOf(view.asOf, sideOf(view), [1, ...days.map((day) => day + 1)]);
  const place = column === "onAccount" ? 0 : column === "notDue" ? 1 : Number(column) + 2;
  return sql`where ${conditions[place] ?? sql`false`}`;
};
const hasColumn = (days: readonly number[], column: string | undefined) =>
  column === undefined || !/^\d$/.test(column) || Number(column) <= days.length;

const readList = async (
  ctx: ReadCtx,
  view: View,
  {
    days,
    column,
    limit,
    place,
  }: Readonly<{ days: readonly number[]; column: string | undefined; limit: number; place: Parameters<typeof behindPlace>[0] }>,
) => {
  const wanted = among(view, days, column);
  const listing = sql<Row>`
    ${openOn(view)}
    select ${itemColumns(view)}, f.code, f.name
      from (select s.* from (${itemSums(wanted)}) s where ${behindPlace(place)} order by s.due_on, s.entry_id, s.position limit ${rowsOfPage(limit)}) s
      ${documentsOfItems(view)}
      join finance.party f on f.company_id = ${view.companyId} and f.id = s.party_id
     order by s.due_on, s.entry_id, s.position`;
  const isOfItems = column !== undefined && column !== "revaluation";
  const summing = sql<Total>`
    ${openOn(view)}
    select (${sideOf(view)} * (select coalesce(sum(o.open_company_minor), 0) from open o ${wanted}))::text as company,
           ${isOfItems ? sql`'0'` : sql`(${sideOf(view)} * (select coalesce(sum(u.company), 0) from (${unrealisedOn(view)}) u))::text`} as revaluation`;
  const [, { rows }, { rows: totals }] = await Promise.all([byIndex(ctx), listing.execute(ctx.db), summing.execute(ctx.db)]);
  return { rows, total: BigInt(totals[0]?.company ?? 0), revaluation: BigInt(totals[0]?.revaluation ?? 0) };
};

const itemsOf = (ledger: Ledger) =>
  settledFirst(
    report(async (ctx, asked: AgedItemsQuery): Promise<Outcome<AgedItems, Fault<"invalid">>> => {
      const { knownAt, partyId, column, limit, after } = asked;
      const place = after === undefined ? undefined : itemsPlace(after);
      if (place && !place.ok) return place;
      const days = await daysOf(ctx, asked.days);
      if (!hasColumn(days, column)) return refuse(invalid("report.column", "The report has no column of this place.", "/column"));
      const asOf = asked.asOf ?? todayOf(ctx);
      const partyIds = partyId === undefined ? undefined : [partyId];
      const view: View = { companyId: ctx.actor.companyId, ledger, asOf, knownAt, partyIds };
      const { rows, total, revaluation } = await readList(ctx, view, { days, column, limit, place: place?.value });
      const base = ctx.company.baseCurrency;
      const age = column !== undefined && /^\d$/.test(column) ? Number(column) : undefined;
      return done({
        ...viewOf(ctx, asOf, knownAt),
        column: column ?? null,
        ...{ from: age === undefined ? null : (days[age - 1] ?? 0) + 1, to: age === undefined ? null : (days[age] ?? null) },
        ...{ amount: formatMinor(total + revaluation, base), revaluation: formatMinor(revaluation, base) },
        ...pageOf(
          rows,
          limit,
          ({ dueOn, entryId, position }) => [dueOn, entryId, position],
          ({ code, name, ...row }) => ({ party: { id: row.partyId, code, name }, ...itemBody(ctx, row) }),
        ),
      });
    }),
  );

/** The open items behind a figure of the aged report of customers: of a column, a party, or all of it. */
export const agedReceivableItems = itemsOf("receivable");
/** The same of suppliers. */
export const agedPayableItems = itemsOf("payable");

/** Where the items of several parties go on: behind which item of which of them. */
type PartyPlace = Readonly<{ partyId: string; dueOn: string; entryId: string; position: string }>;
type PartiesQuery = Readonly<{ asOf: string; knownAt?: string | undefined; partyIds: readonly string[]; after?: PartyPlace | undefined }>;
/** Items of parties in the order in which these were named, each party's by day due. */
export type PartyItems = Readonly<{ items: readonly Readonly<{ partyId: string; item: AgedItem }>[]; after?: PartyPlace | undefined }>;

const itemsOfParties = (ledger: Ledger) =>
  settledFirst(
    report(async (ctx, { asOf, knownAt, partyIds: named, after }: PartiesQuery): Promise<Outcome<PartyItems, Fault<"invalid">>> => {
      const partyIds = after ? named.slice(named.indexOf(after.partyId)) : named;
      const view: View = { companyId: ctx.actor.companyId, ledger, asOf, knownAt, partyIds };
      // The party of the last item is the first of those that are left.
      const left = after ? sql`where s.party_id <> ${after.partyId} or ${behindPlace(after)}` : sql``;
      const { rows } = await sql<ItemRow>`
        ${openOn(view)}
        select ${itemColumns(view)}
          from (select s.*, array_position(${[...partyIds]}::uuid[], s.party_id) as place from (${itemSums()}) s ${left}
                 order by place, s.due_on, s.entry_id, s.position limit ${ITEMS_OF_A_PAGE + 1}) s ${documentsOfItems(view)}
         order by s.place, s.due_on, s.entry_id, s.position`.execute(ctx.db);
      const shown = rows.slice(0, ITEMS_OF_A_PAGE);
      const last = rows.length > ITEMS_OF_A_PAGE ? shown.at(-1) : undefined;
      return done({
        items: shown.map((row) => ({ partyId: row.partyId, item: itemBody(ctx, row) })),
        after: last && { partyId: last.partyId, dueOn: last.dueOn, entryId: last.entryId, position: `${last.position}` },
      });
    }),
  );

/** For files: a page of the open items of many parties. */
export const itemsOfCustomers = itemsOfParties("receivable");
export const itemsOfSuppliers = itemsOfParties("payable");
