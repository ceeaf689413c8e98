import { CompiledQuery } from "kysely";
import { todayOf } from "#core/kernel/clock.ts";
import type { Db } from "#core/kernel/context.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { bestPrice } from "./best-price.ts";
import type { PriceQuestion, ResolvedPrices } from "./price.ts";

const best = bestPrice({
  company: "$1",
  customersList: "c.price_list_id",
  currency: "c.currency",
  on: "$4::date",
  product: "line.product_id",
  quantity: "line.quantity",
});
const statement = `
  with customer as materialized (
    select coalesce($3, p.currency) as currency, c.price_list_id
      from sales.customer c join finance.party p on p.company_id = c.company_id and p.id = c.id where c.company_id = $1 and c.id = $2
    union all select $3, null where $2::uuid is null)
  select c.currency, line.product_id, line.quantity::text, best.unit_price::text, best.price_list_id, best.prices_include_tax
    from customer c cross join unnest($5::uuid[], $6::numeric[]) with ordinality as line (product_id, quantity, position)
    left join lateral (${best}) best on true
   order by line.position`;

type Row = {
  currency: string;
  productId: string;
  quantity: string;
  unitPrice: string | null;
  priceListId: string | null;
  pricesIncludeTax: boolean | null;
};
type Asked = Readonly<{
  customerId: string | null;
  currency: string | null;
  on: string;
  lines: readonly Readonly<{ productId: string; quantity: string }>[];
}>;

/** Prices of many lines in one statement; undefined when there is no such customer. Without a customer the currency must be given. */
export const pricesOf = async (
  db: Db,
  companyId: string,
  { customerId, currency, on, lines }: Asked,
): Promise<ResolvedPrices | undefined> => {
  const { rows } = await db.executeQuery<Row>(
    CompiledQuery.raw(statement, [
      companyId,
      customerId,
      currency,
      on,
      lines.map(({ productId }) => productId),
      lines.map(({ quantity }) => quantity),
    ]),
  );
  const [first] = rows;
  if (!first) return undefined;
  const priced = rows.map(({ currency: _, ...row }) => ({ ...row, unitPrice: row.unitPrice === null ? null : trimDecimal(row.unitPrice) }));
  return { currency: first.currency, on, lines: priced };
};

/** What a customer would pay for these products in these quantities on a day. */
export const resolvePrices = query("sales.price.read", async (ctx, { customerId, currency, on = todayOf(ctx), lines }: PriceQuestion) => {
  const asked = currency ?? (customerId === null ? ctx.company.baseCurrency : null);
  const prices = await pricesOf(ctx.db, ctx.actor.companyId, { customerId, currency: asked, on, lines });
  return prices ? done(prices) : refuse(missing("customer", `${customerId}`));
});
