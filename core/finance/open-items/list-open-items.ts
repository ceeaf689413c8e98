import { sql } from "kysely";
import * as z from "zod";
import { behind, type Sort } from "#core/database/keyset.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { done, invalid, missing, refuse } from "#core/kernel/fault.ts";
import { currencyCode, formatMinor } from "#core/kernel/money.ts";
import { decodeCursor, PageOf, PageQuery, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";

export const OpenItemQuery = PageQuery.omit({ q: true }).extend({
  partyId: z.uuid().optional().describe("Whose items; needed unless `settledBy` says it."),
  side: z.enum(["debit", "credit"]).optional().describe("What the party owes us, or what we owe it."),
  currency: currencyCode().optional(),
  settledBy: z
    .uuid()
    .optional()
    .describe("The entry of a payment or note, or one by hand: only what its item can settle, on the other side of the same account."),
  position: z.coerce.number().int().min(1).max(32_767).optional().describe("Which line of that entry; default: its first item."),
});
export type OpenItemQuery = z.infer<typeof OpenItemQuery>;

export const OpenItemBody = z
  .object({
    entryId: z.uuid(),
    position: z.number().int().describe("The line of the entry."),
    ledger: z.enum(["receivable", "payable"]),
    accountId: z.uuid(),
    side: z.enum(["debit", "credit"]),
    document: z.object({
      kind: z.enum(["invoice", "credit_note", "bill", "debit_note", "payment", "entry"]),
      id: z.uuid(),
      number: z.string().nullable().describe("Of an entry by hand the number in the ledger, null until it has one."),
    }),
    text: z.string().describe("Of the entry."),
    currency: z.string(),
    effectiveOn: z.iso.date(),
    dueOn: z.iso.date(),
    amount: z.string(),
    open: z.string(),
  })
  .meta({
    id: "OpenItem",
    description: "A line of a control account that is not settled in full: an instalment, money on account, an entry by hand.",
  });
export type OpenItemBody = z.infer<typeof OpenItemBody>;
export const OpenItemPage = PageOf(OpenItemBody);

const BY_DUE_DATE = {
  columns: ["o.dueOn", "o.entryId", sql`o.position::bigint`],
  types: ["date", "uuid", "bigint"],
  direction: "asc",
} as const satisfies Sort;

/** What documents, payments and entries by hand left open; discounts and write-offs leave nothing. */
const openItems = ({ db, actor }: Pick<ReadCtx, "db" | "actor">) =>
  db
    .selectFrom("finance.openItem as o")
    .innerJoin("finance.journalEntry as e", (join) => join.onRef("e.companyId", "=", "o.companyId").onRef("e.id", "=", "o.entryId"))
    .leftJoin("finance.invoice as i", (join) => join.onRef("i.companyId", "=", "o.companyId").onRef("i.id", "=", "o.documentId"))
    .leftJoin("finance.payment as p", (join) => join.onRef("p.companyId", "=", "o.companyId").onRef("p.id", "=", "o.documentId"))
    .leftJoin("finance.seal as s", (join) => join.onRef("s.companyId", "=", "o.companyId").onRef("s.entryId", "=", "o.entryId"))
    .select(["o.entryId", "o.position", "o.ledger", "o.accountId", "o.documentKind", "o.documentId", "o.currency", "o.amountMinor"])
    .select(["o.openMinor", "o.effectiveOn", "o.dueOn", "e.description as text", "i.kind"])
    .select(sql<string | null>`coalesce(i.number, p.number, case when o.document_kind = 'entry' then s.number::text end)`.as("number"))
    .where("o.companyId", "=", actor.companyId)
    .where("o.ledger", "in", ["receivable", "payable"])
    .where("o.documentKind", "in", ["invoice", "payment", "entry"])
    .where("o.openMinor", "<>", 0n);
type Row = Awaited<ReturnType<ReturnType<typeof openItems>["execute"]>>[number];

const magnitude = (minor: bigint) => (minor < 0n ? -minor : minor);

const bodyOf = ({ documentKind, documentId: id, kind, number, amountMinor, openMinor, ...row }: Row): OpenItemBody => ({
  ...row,
  ledger: row.ledger as OpenItemBody["ledger"],
  side: amountMinor > 0n ? "debit" : "credit",
  document: { kind: (kind ?? documentKind) as OpenItemBody["document"]["kind"], id, number },
  amount: formatMinor(magnitude(amountMinor), row.currency),
  open: formatMinor(magnitude(openMinor), row.currency),
});

/** The item that is to settle others. */
const settlerOf = ({ db, actor }: ReadCtx, entryId: string, position: number | undefined) => {
  const items = db
    .selectFrom("finance.openItem")
    .select(["partyId", "currency", "accountId", "amountMinor"])
    .where("companyId", "=", actor.companyId)
    .where("entryId", "=", entryId)
    .orderBy("position");
  return (position === undefined ? items : items.where("position", "=", position)).executeTakeFirst();
};

/** What a party has open, by due date: instalments of documents, money on account, and entries by hand alike; or of it what an item can settle. */
export const listOpenItems = query("finance.payment.read", async (read, filter: OpenItemQuery) => {
  const { settledBy, position, after, limit } = filter;
  if (filter.partyId === undefined && settledBy === undefined)
    return refuse(invalid("open_item.whose", "Say whose items, or what is to settle them.", "/partyId"));
  const cursor = after === undefined ? undefined : decodeCursor(after, BY_DUE_DATE.columns.length);
  if (cursor && !cursor.ok) return cursor;
  const settler = settledBy === undefined ? undefined : await settlerOf(read, settledBy, position);
  if (settledBy !== undefined && !settler) return refuse(missing("open item", settledBy));
  const side = settler ? (settler.amountMinor > 0n ? "credit" : "debit") : filter.side;
  const currency = settler?.currency ?? filter.currency;
  let items = openItems(read).where("o.partyId", "=", settler?.partyId ?? filter.partyId ?? "");
  if (settler) items = items.where("o.accountId", "=", settler.accountId);
  if (side !== undefined) items = items.where("o.openMinor", side === "debit" ? ">" : "<", 0n);
  if (currency !== undefined) items = items.where("o.currency", "=", currency);
  const rows = await behind(items, BY_DUE_DATE, cursor?.value)
    .limit(limit + 1)
    .execute();
  return done(pageOf(rows, limit, (row) => [row.dueOn, row.entryId, `${row.position}`], bodyOf));
});
