import type { Db } from "#core/kernel/context.ts";
import { attachmentsOf } from "#core/platform/attachments/attachments-of.ts";

/** An entry, or a draft, which has the id of the entry it becomes. */
const entryExists = async (db: Db, companyId: string, id: string): Promise<boolean> => {
  const of = (table: "finance.journalEntry" | "finance.entryDraft") =>
    db.selectFrom(table).select("id").where("companyId", "=", companyId).where("id", "=", id).executeTakeFirst();
  const found = await Promise.all([of("finance.journalEntry"), of("finance.entryDraft")]);
  return found.some((one) => one !== undefined);
};
const rowExists = (table: "finance.invoice" | "finance.payment") => async (db: Db, companyId: string, id: string) =>
  (await db.selectFrom(table).select("id").where("companyId", "=", companyId).where("id", "=", id).executeTakeFirst()) !== undefined;

export const entryAttachments = attachmentsOf({
  type: "entry",
  noun: "entry",
  read: "finance.entry.read",
  write: "finance.entry.attach",
  exists: entryExists,
});
export const invoiceAttachments = attachmentsOf({
  type: "invoice",
  noun: "invoice",
  read: "finance.invoice.read",
  write: "finance.invoice.attach",
  exists: rowExists("finance.invoice"),
});
export const paymentAttachments = attachmentsOf({
  type: "payment",
  noun: "payment",
  read: "finance.payment.read",
  write: "finance.payment.attach",
  exists: rowExists("finance.payment"),
});
