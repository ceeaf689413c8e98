import { sql } from "kysely";
import { termsOfParty } from "#core/finance/payment-terms/schedule.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { bestPrice } from "#core/sales/prices/best-price.ts";
import type { AccountRule, ContextProduct, ContextTax, OrderContext } from "./order-context.ts";

type Customer = NonNullable<OrderContext["customer"]> & Readonly<{ id: string }>;
type Listed = OrderContext["prices"][number] & Readonly<{ order: number }>;
type DatedTax = ContextTax & Readonly<{ from: string | null; until: string | null }>;
type DatedRate = Readonly<{ currency: string; rate: string; validOn: string }>;

type BatchCustomer = Customer & Readonly<{ creditLeft: string | null }>;
type BatchProduct = ContextProduct & Readonly<{ allowNegative: boolean }>;

/** Everything that many orders are priced and posted with. `creditLeft` is in minor units; null without a limit. */
export type BatchContext = Readonly<{
  customers: readonly BatchCustomer[];
  products: readonly BatchProduct[];
  prices: readonly Listed[];
  levels: readonly Readonly<{ warehouseId: string; productId: string; free: string; allowNegative: boolean }>[];
  taxes: readonly DatedTax[];
  rules: readonly AccountRule[];
  rates: readonly DatedRate[];
  salespeople: Readonly<Record<string, string>>;
  warehouses: readonly Readonly<{ id: string; code: string; isDefault: boolean }>[];
  salesJournalId: string;
}>;

export type Wanted = Readonly<{
  customers: readonly string[];
  products: readonly string[];
  salespeople: readonly string[];
  currencies: readonly string[];
  /** For new orders, whose goods and credit are looked at too: lines whose price is looked up, by the place of their order; `currency` is the order's, or null for the customer's. */
  lines?: readonly Readonly<{
    order: number;
    position: number;
    customerId: string;
    currency: string | null;
    on: string;
    productId: string;
    quantity: string;
  }>[];
}>;

const best = bestPrice({
  company: "p.company_id",
  customersList: "c.price_list_id",
  currency: "coalesce(l.currency, p.currency)",
  on: 'l."on"',
  product: 'l."productId"',
  quantity: "l.quantity",
});

/** Reads it in one statement, however many orders there are. Customers and products by id. */
export const readBatchContext = async (tx: TxCtx, wanted: Wanted): Promise<BatchContext> => {
  const company = tx.actor.companyId;
  const forNew = wanted.lines !== undefined;
  const { rows } = await sql<{ context: BatchContext }>`
    with line as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wanted.lines ?? [])}::jsonb)
        as l ("order" int, position int, "customerId" uuid, currency text, "on" date, "productId" uuid, quantity numeric))
    select jsonb_build_object(
      'customers', coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'currency', p.currency, 'taxExempt', p.tax_exempt, 'termsDays', p.payment_terms_days, 'terms', ${sql.raw(termsOfParty("p"))},
                                            'active', p.active, 'limited', c.credit_limit_minor is not null,
                                            'creditLeft', case when ${forNew} and c.credit_limit_minor is not null then (c.credit_limit_minor - sales.credit_exposure(c.id))::text end))
          from sales.customer c join finance.party p on p.company_id = c.company_id and p.id = c.id
         where c.company_id = ${company} and c.id = any (${[...wanted.customers]}::uuid[])), '[]'),
      'products', coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'sku', p.sku, 'name', p.name, 'taxClass', p.tax_class, 'categoryId', p.category_id, 'state', p.state, 'stocked', p.stocked,
                                            'allowNegative', p.allow_negative))
          from sales.product p where p.company_id = ${company} and p.id = any (${[...wanted.products]}::uuid[])), '[]'),
      'prices', coalesce((
        select jsonb_agg(jsonb_build_object('order', l."order", 'position', l.position, 'unitPrice', trim_scale(best.unit_price)::text, 'includesTax', best.prices_include_tax))
          from line l
          join sales.customer c on c.company_id = ${company} and c.id = l."customerId"
          join finance.party p on p.company_id = c.company_id and p.id = c.id
         cross join lateral (${sql.raw(best)}) best), '[]'),
      'levels', coalesce((
        select jsonb_agg(jsonb_build_object('warehouseId', s.warehouse_id, 'productId', s.product_id, 'free', (s.on_hand - s.reserved)::text, 'allowNegative', s.allow_negative))
          from sales.stock_level s where ${forNew} and s.company_id = ${company} and s.product_id = any (${[...wanted.products]}::uuid[])), '[]'),
      'taxes', coalesce((
        select jsonb_agg(jsonb_build_object('taxClass', k.tax_class, 'from', lower(r.valid), 'until', upper(r.valid)) || finance.tax_definition(t, r) order by k.tax_class, k.position)
          from finance.tax_class_code k
          join finance.tax_code t on t.company_id = k.company_id and t.id = k.tax_code_id and t.active
          join finance.tax_rate r on r.company_id = t.company_id and r.tax_code_id = t.id
         where k.company_id = ${company}), '[]'),
      'rules', coalesce((
        select jsonb_agg(jsonb_build_object('purpose', a.purpose, 'keyKind', a.key_kind, 'key', a.key, 'accountId', a.account_id))
          from finance.account_rule a where a.company_id = ${company} and a.purpose in ('receivable', 'revenue', 'freight')), '[]'),
      'rates', coalesce((
        select jsonb_agg(jsonb_build_object('currency', e.currency, 'rate', e.rate::text, 'validOn', e.valid_on) order by e.valid_on desc)
          from finance.exchange_rate e where e.company_id = ${company} and (e.currency = any (${[...wanted.currencies]}::text[]) or e.currency in (select p.currency from finance.party p where p.company_id = ${company} and p.id = any (${[...wanted.customers]}::uuid[])))), '[]'),
      'salespeople', coalesce((
        select jsonb_object_agg(m.external_id, m.user_id) from shared.membership m
         where m.company_id = ${company} and m.external_id = any (${[...wanted.salespeople]}::text[])), '{}'),
      'warehouses', coalesce((
        select jsonb_agg(jsonb_build_object('id', w.id, 'code', w.code, 'isDefault', w.is_default)) from sales.warehouse w where w.company_id = ${company} and w.active), '[]'),
      'salesJournalId', (select j.id from finance.journal j where j.company_id = ${company} and j.code = 'SAL')) as context`.execute(tx.db);
  const context = rows[0]?.context;
  if (!context) throw new Error("The context of the orders came back empty.");
  return context;
};

const holdsOn = (day: string) => (tax: DatedTax) => (tax.from === null || tax.from <= day) && (tax.until === null || day < tax.until);

/** What many orders share, looked up quickly. */
export const batchLookup = (all: BatchContext) => {
  const customers = new Map(all.customers.map((customer) => [customer.id, customer]));
  const products = new Map(all.products.map((product) => [product.id, product]));
  const prices = Map.groupBy(all.prices, ({ order }) => order);
  return { all, customers, products, prices };
};
export type BatchLookup = ReturnType<typeof batchLookup>;

export type BatchOrder = Readonly<{
  /** Its place among the orders whose prices were looked up. */
  at?: number;
  customerId: string;
  currency: string | undefined;
  on: string;
  warehouseId: string | undefined;
  products: readonly (string | undefined)[];
}>;

/** The context of one order among them, for the functions that price and invoice a single one. */
export const contextOfOrder = ({ all, customers, products, prices }: BatchLookup, order: BatchOrder): OrderContext => {
  const customer = customers.get(order.customerId);
  const currency = order.currency ?? customer?.currency;
  return {
    customer: customer ? { ...customer, currency: currency ?? customer.currency } : null,
    products: order.products.flatMap((id) => products.get(id ?? "") ?? []),
    prices: order.at === undefined ? [] : (prices.get(order.at) ?? []),
    taxes: all.taxes.filter(holdsOn(order.on)),
    rules: all.rules,
    warehouseId: warehouseIn(all, ({ id, isDefault }) => (order.warehouseId === undefined ? isDefault : id === order.warehouseId)) ?? null,
    salesJournalId: all.salesJournalId,
    rate: all.rates.find((rate) => rate.currency === currency && rate.validOn <= order.on)?.rate ?? null,
  };
};

type Warehouse = BatchContext["warehouses"][number];
export const warehouseIn = (all: BatchContext, chosen: (warehouse: Warehouse) => boolean) => all.warehouses.find(chosen)?.id;
