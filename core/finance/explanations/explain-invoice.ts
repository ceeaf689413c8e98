import { Decimal } from "decimal.js";
import * as z from "zod";
import { InvoiceLineBody } from "#core/finance/invoices/invoice.ts";
import { invoiceLine, type LineRow } from "#core/finance/invoices/invoice-body.ts";
import { linesOf } from "#core/finance/invoices/read-lines.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { explanationOf } from "./explain-entry.ts";
import { EntryExplanation } from "./explanation.ts";
import { commandsAround } from "./posting-facts.ts";

const amount = z.string().meta({ example: "1250.00" });
export const InvoiceExplanation = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    number: z.string().nullable(),
    currency: z.string(),
    rounding: z.string().describe("Whether taxes were rounded line by line or once for the document; as it was stored with it."),
    pricesIncludeTax: z.boolean(),
    lines: z.array(
      InvoiceLineBody.extend({
        exact: z.string().describe("Quantity times unit price, before discount and rounding."),
        discount: amount,
      }),
    ),
    totals: z.object({ net: amount, tax: amount, total: amount }).describe("The sums of the stored lines."),
    commands: EntryExplanation.shape.commands,
    entry: EntryExplanation.nullable().describe("Null: a draft has none yet."),
  })
  .meta({ id: "InvoiceExplanation" });
export type InvoiceExplanation = z.infer<typeof InvoiceExplanation>;

/** How the figures of an invoice, bill or note came about, and the entry they made. */
export const explainInvoice = query("finance.invoice.read", async (ctx, { id }: { id: string }) => {
  const { db, actor } = ctx;
  const companyId = actor.companyId;
  const [invoice, rows, commands] = await Promise.all([
    db.selectFrom("finance.invoice").selectAll().where("companyId", "=", companyId).where("id", "=", id).executeTakeFirst(),
    linesOf(db, companyId, id).execute(),
    commandsAround(db, companyId, [{ type: "invoice", id }]),
  ]);
  if (!invoice) return refuse(missing("invoice", id));
  const { currency } = invoice;
  const entry = invoice.entryId === null ? undefined : await explanationOf(ctx, invoice.entryId);
  const value: InvoiceExplanation = {
    id,
    kind: invoice.kind,
    number: invoice.number,
    currency,
    rounding: invoice.rounding,
    pricesIncludeTax: invoice.pricesIncludeTax,
    lines: rows.map((row) => ({
      ...invoiceLine(row satisfies LineRow, currency),
      exact: new Decimal(row.quantity).mul(row.unitPrice).toFixed(),
      discount: formatMinor(row.discountMinor, currency),
    })),
    totals: {
      net: formatMinor(invoice.netMinor, currency),
      tax: formatMinor(invoice.taxMinor, currency),
      total: formatMinor(invoice.totalMinor, currency),
    },
    commands,
    entry: entry?.ok ? entry.value : null,
  };
  return done(value);
});
