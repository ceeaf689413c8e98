import { CompiledQuery } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { jsonWithIntegers } from "../entries/post-entry.ts";
import type { InvoiceInput } from "./invoice.ts";
import type { PricedDraft } from "./price-draft.ts";
import { keptShares } from "./write-invoices.ts";

/** What the row of a draft holds of what was written, and what that comes to. */
export const draftHeader = (tx: Pick<TxCtx, "company">, input: InvoiceInput, { currency, lines }: PricedDraft) => {
  const sum = (field: "netMinor" | "taxMinor") => lines.reduce((total, line) => total + line[field], 0n);
  const [netMinor, taxMinor] = [sum("netMinor"), sum("taxMinor")];
  return {
    ...{ partyId: input.partyId, currency, rounding: tx.company.rounding, pricesIncludeTax: input.pricesIncludeTax },
    ...{ netMinor, taxMinor, totalMinor: netMinor + taxMinor, reference: input.reference ?? null, notes: input.notes ?? null },
    ...{ paymentTermId: input.paymentTermId ?? null, duplicateReason: input.duplicateReason ?? null, taxedOn: input.taxedOn ?? null },
  };
};

/** The lines of a draft, in the order they were written. */
export const insertDraftLines = (tx: TxCtx, id: string, { lines }: PricedDraft) =>
  tx.db.executeQuery(
    CompiledQuery.raw(
      `insert into finance.invoice_line (id, company_id, invoice_id, position, description, product_id, quantity, unit_price, discount_percent, discount_minor, net_minor, tax_minor, total_minor, account_id, taxes, dimension_id, shares)
       select l.id, $1, $2, l.position, l.description, l."productId", l.quantity, l."unitPrice", l."discountPercent", l."discountMinor", l."netMinor", l."taxMinor", l."netMinor" + l."taxMinor", l."accountId", l.taxes, l."dimensionId", l.shares
         from jsonb_to_recordset($3::jsonb) as l (id uuid, position smallint, description text, "productId" uuid, quantity numeric, "unitPrice" numeric, "discountPercent" numeric, "discountMinor" bigint,
              "netMinor" bigint, "taxMinor" bigint, "accountId" uuid, taxes jsonb, "dimensionId" uuid, shares jsonb)`,
      [
        tx.actor.companyId,
        id,
        jsonWithIntegers(lines.map((line, index) => ({ ...line, shares: keptShares(line.shares), position: index + 1 }))),
      ],
    ),
  );

/** Takes the lines of a draft away; what they held stays in the history of their rows. */
export const deleteDraftLines = (tx: TxCtx, id: string) =>
  tx.db.deleteFrom("finance.invoiceLine").where("companyId", "=", tx.actor.companyId).where("invoiceId", "=", id).execute();
