import { CompiledQuery } from "kysely";
import { type Terms, termsOfParty } from "#core/finance/payment-terms/schedule.ts";
import type { TaxDefinition } from "#core/finance/taxes/charged-tax.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { bestPrice } from "#core/sales/prices/best-price.ts";

export type ContextTax = TaxDefinition & Readonly<{ taxClass: string }>;
export type AccountRule = Readonly<{ purpose: string; keyKind: string; key: string; accountId: string }>;
export type ContextProduct = Readonly<{
  id: string;
  sku: string;
  name: string;
  taxClass: string;
  categoryId: string | null;
  state: string;
  stocked: boolean;
}>;
export type OrderContext = Readonly<{
  customer: {
    name: string;
    currency: string;
    taxExempt: boolean;
    termsDays: number;
    terms: Terms | null;
    active: boolean;
    limited: boolean;
  } | null;
  products: readonly ContextProduct[];
  prices: readonly { position: number; unitPrice: string; includesTax: boolean }[];
  taxes: readonly ContextTax[];
  rules: readonly AccountRule[];
  warehouseId: string | null;
  salesJournalId: string;
  /** The latest rate to company currency on or before the day; null when there is none or none is needed. */
  rate: string | null;
}>;

export type ContextRequest = Readonly<{
  customerId: string;
  currency: string | null;
  on: string;
  warehouseId: string | null;
  lines: readonly { position: number; productId: string | null; quantity: string; taxClass: string | null }[];
}>;

/**
 * Everything an order is priced and posted with, in one statement that travels with BEGIN. A customer's own price list goes before the default one. As json: it is
 * sent and never looked into, and to build jsonb is a tenth of the whole.
 */
const best = bestPrice({
  company: "$1",
  customersList: "c.price_list_id",
  currency: "c.currency",
  on: "$4::date",
  product: 'l."productId"',
  quantity: "l.quantity",
});
const statement = `
with line as materialized (
  select * from jsonb_to_recordset($5::jsonb) as l (position int, "productId" uuid, quantity numeric, "taxClass" text)),
customer as materialized (
  select p.name, coalesce($3, p.currency) as currency, p.tax_exempt, p.payment_terms_days, ${termsOfParty("p")} as terms, p.active, c.price_list_id, c.credit_limit_minor is not null as limited
    from sales.customer c join finance.party p on p.company_id = c.company_id and p.id = c.id
   where c.company_id = $1 and c.id = $2),
product as materialized (
  select p.id, p.sku, p.name, p.tax_class, p.category_id, p.state, p.stocked
    from sales.product p where p.company_id = $1 and p.id = any (array(select l."productId" from line l)))
select json_build_object(
  'customer', (select json_build_object('name', name, 'currency', currency, 'taxExempt', tax_exempt, 'termsDays', payment_terms_days, 'terms', terms, 'active', active, 'limited', limited) from customer),
  'products', coalesce((select json_agg(json_build_object('id', id, 'sku', sku, 'name', name, 'taxClass', tax_class, 'categoryId', category_id, 'state', state, 'stocked', stocked)) from product), '[]'),
  'prices', coalesce((
    select json_agg(json_build_object('position', l.position, 'unitPrice', best.unit_price::text, 'includesTax', best.prices_include_tax))
      from line l cross join customer c cross join lateral (
        ${best}) best), '[]'),
  'taxes', coalesce((
    select json_agg(jsonb_build_object('taxClass', k.tax_class) || finance.tax_definition(t, r) order by k.tax_class, k.position)
      from finance.tax_class_code k
      join finance.tax_code t on t.company_id = k.company_id and t.id = k.tax_code_id and t.active
      join finance.tax_rate r on r.company_id = t.company_id and r.tax_code_id = t.id and r.valid @> $4::date
     where k.company_id = $1 and k.tax_class in (select tax_class from product union select l."taxClass" from line l union select 'exempt' from customer where tax_exempt)), '[]'),
  'rules', (
    select json_agg(json_build_object('purpose', a.purpose, 'keyKind', a.key_kind, 'key', a.key, 'accountId', a.account_id))
      from finance.account_rule a
     where a.company_id = $1 and a.purpose in ('receivable', 'revenue', 'freight')
       and a.key in (select '' union all select $2::text union all select category_id::text from product where category_id is not null)),
  'warehouseId', (select w.id from sales.warehouse w where w.company_id = $1 and w.active and case when $6::uuid is null then w.is_default else w.id = $6::uuid end),
  'salesJournalId', (select j.id from finance.journal j where j.company_id = $1 and j.code = 'SAL'),
  'rate', (select e.rate::text from finance.exchange_rate e join customer c on e.currency = c.currency where e.company_id = $1 and e.valid_on <= $4::date order by e.valid_on desc limit 1)
) as context`;

/** Reads the context of an order; with BEGIN it is one round trip. */
export const readOrderContext = async (tx: Pick<TxCtx, "db" | "actor">, request: ContextRequest): Promise<OrderContext> => {
  const { rows } = await tx.db.executeQuery<{ context: OrderContext }>(
    CompiledQuery.raw(statement, [
      tx.actor.companyId,
      request.customerId,
      request.currency,
      request.on,
      JSON.stringify(request.lines),
      request.warehouseId,
    ]),
  );
  const context = rows[0]?.context;
  if (!context) throw new Error("The order's context came back empty.");
  return { ...context, prices: context.prices.map((price) => ({ ...price, unitPrice: trimDecimal(price.unitPrice) })) };
};

/** The most specific rule: the product's category, then the customer, then the company's default, which set-up guarantees. */
export const accountFor = (
  rules: readonly AccountRule[],
  purpose: string,
  keys: Readonly<{ category?: string | null; party?: string }>,
): string => {
  const find = (keyKind: string, key: string) =>
    rules.find((rule) => rule.purpose === purpose && rule.keyKind === keyKind && rule.key === key)?.accountId;
  const account =
    (keys.category ? find("product_category", keys.category) : undefined) ??
    (keys.party ? find("party", keys.party) : undefined) ??
    find("default", "");
  if (!account) throw new Error(`The company has no default account for ${purpose}.`);
  return account;
};
