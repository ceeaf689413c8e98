import { minorOf } from "#core/kernel/money.ts";
import type { OrderBody } from "#core/sales/orders/order.ts";

export const minor = (text: string, currency: string): bigint => minorOf(text, currency);

/** The total of the credit note that a return has just issued: the last document of the order. */
export const creditedTotal = (order: OrderBody, currency: string): bigint => {
  const note = order.invoices.at(-1);
  return note?.kind === "credit_note" ? minorOf(note.total, currency) : 0n;
};
