import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import type { AccountRule, ContextProduct, ContextTax, OrderContext } from "./order-context.ts";

type Customer = NonNullable<OrderContext["customer"]> & Readonly<{ id: string }>;
type DatedTax = ContextTax & Readonly<{ from: string | null; until: string | null }>;
type DatedRate = Readonly<{ currency: string; rate: string; validOn: string }>;

/** Everything that many orders are priced and posted with. */
export type ImportContext = Readonly<{
  customers: readonly Customer[];
  products: readonly ContextProduct[];
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
}>;

/** Reads it in one statement, however many orders there are. Customers and products by id. */
export const readImportContext = async (tx: TxCtx, wanted: Wanted): Promise<ImportContext> => {
  const company = tx.actor.companyId;
  const { rows } = await sql<{ context: ImportContext }>`
    select jsonb_build_object(
      'customers', coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'currency', p.currency, 'taxExempt', p.tax_exempt, 'termsDays', p.payment_terms_days,
                                            'active', p.active, 'limited', c.credit_limit_minor is not null))
          from sales.customer c join finance.party p on p.company_id = c.company_id and p.id = c.id
         where c.company_id = ${company} and c.id = any (${[...wanted.customers]}::uuid[])), '[]'),
      'products', coalesce((
        select jsonb_agg(jsonb_build_object('id', p.id, 'sku', p.sku, 'name', p.name, 'taxClass', p.tax_class, 'categoryId', p.category_id, 'state', 'published', 'stocked', p.stocked))
          from sales.product p where p.company_id = ${company} and p.id = any (${[...wanted.products]}::uuid[])), '[]'),
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

/** The context of one order among them, for the functions that price and invoice a single one. */
export const contextOfOrder = (
  all: ImportContext,
  order: Readonly<{ customerId: string; currency: string | undefined; on: string; warehouseId: string }>,
): OrderContext => {
  const customer = all.customers.find(({ id }) => id === order.customerId);
  const currency = order.currency ?? customer?.currency;
  return {
    customer: customer ? { ...customer, currency: currency ?? customer.currency, active: true } : null,
    products: all.products,
    prices: [],
    taxes: all.taxes.filter(holdsOn(order.on)),
    rules: all.rules,
    warehouseId: order.warehouseId,
    salesJournalId: all.salesJournalId,
    rate: all.rates.find((rate) => rate.currency === currency && rate.validOn <= order.on)?.rate ?? null,
  };
};
