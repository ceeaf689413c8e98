import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";

const SNAKE = /[A-Z]/g;
const identifier = (name: string) => name.split(".").map((part) => part.replaceAll(SNAKE, (letter) => `_${letter.toLowerCase()}`));

type Table =
  | "finance.account"
  | "finance.dimension"
  | "finance.invoice"
  | "finance.journalEntry"
  | "finance.party"
  | "finance.payment"
  | "finance.paymentMethod"
  | "sales.category"
  | "sales.priceList"
  | "sales.product"
  | "sales.salesOrder"
  | "sales.stockMove"
  | "sales.warehouse"
  | "shared.membership";

/** The ids of the company's rows by a column that is unique in it, for all the values asked for at once. */
export const knownBy = async (
  tx: Pick<TxCtx, "db" | "actor">,
  table: Table,
  column: "code" | "externalId" | "sku",
  values: readonly (string | null | undefined)[],
): Promise<ReadonlyMap<string, string>> => {
  const wanted = [...new Set(values.filter((value) => value !== null && value !== undefined))];
  if (wanted.length === 0) return new Map();
  const known = sql.id(...identifier(column));
  const { rows } = await sql<{ id: string; known: string }>`
    select id, ${known} as known from ${sql.table(identifier(table).join("."))}
     where company_id = ${tx.actor.companyId} and ${known} = any (${wanted}::text[])`.execute(tx.db);
  return new Map(rows.map(({ id, known: value }) => [value, id]));
};
