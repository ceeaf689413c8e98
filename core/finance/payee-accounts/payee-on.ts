import type { TxCtx } from "#core/kernel/context.ts";

/** The account that money to a party goes to, as far as it is shown. */
export type Payee = Readonly<{ id: string; hint: string }>;

/** The account of a party that holds on a day: the one that began last, of two from the same day the one entered last. */
export const payeeOn = (tx: Pick<TxCtx, "db" | "actor">, partyId: string, on: string): Promise<Payee | undefined> =>
  tx.db
    .selectFrom("finance.payeeAccount")
    .select(["id", "hint"])
    .where("companyId", "=", tx.actor.companyId)
    .where("partyId", "=", partyId)
    .where("validOn", "<=", on)
    .orderBy("validOn", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
