import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { PaymentTermBody, PaymentTermQuery } from "./payment-term.ts";

/** Payment terms as a wire body shows them. */
export const termsOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.paymentTerm")
    .select(["id", "code", "name", "parts", "discounts", "discountReducesTax", "active", "version"])
    .$narrowType<Pick<PaymentTermBody, "parts" | "discounts">>()
    .where("companyId", "=", companyId);

/** Payment terms by code. */
export const listPaymentTerms = query("finance.payment_term.read", async ({ db, actor }, filter: PaymentTermQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  let rows = termsOf(db, actor.companyId);
  if (filter.active !== undefined) rows = rows.where("active", "=", filter.active);
  if (cursor) rows = rows.where("code", ">", cursor.value[0] ?? "");
  const found = await rows.orderBy("code").limit(rowsOfPage(filter.limit)).execute();
  return done(
    pageOf(
      found,
      filter.limit,
      ({ code }) => [code],
      (term): PaymentTermBody => term,
    ),
  );
});

export const getPaymentTerm = query("finance.payment_term.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const term: PaymentTermBody | undefined = await termsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return term ? done(term) : refuse(missing("payment term", id));
});
