import { sql } from "kysely";
import { type TestCompany, writing } from "./company.ts";

export type ShopOptions = Readonly<{
  customers?: number;
  products?: number;
  onHand?: string;
  price?: string;
  creditLimit?: bigint;
  taxClass?: string;
  currency?: string;
}>;

/** Customers and products with prices and stock, arranged by SQL for tests of what comes after them. */
export const aShop = async (
  company: TestCompany,
  {
    customers = 1,
    products = 1,
    onHand = "1000",
    price = "10.00",
    creditLimit,
    taxClass = "zero",
    currency = company.currency,
  }: ShopOptions = {},
) =>
  writing(company.as(), async (tx) => {
    const customerIds = Array.from({ length: customers }, () => tx.newId());
    const productIds = Array.from({ length: products }, () => tx.newId());
    await sql`insert into finance.party (id, company_id, code, name, is_customer, currency)
      select id, ${company.id}, 'C' || row_number() over (), 'Customer ' || row_number() over (), true, ${currency} from unnest(${customerIds}::uuid[]) as c (id)`.execute(
      tx.db,
    );
    await sql`insert into sales.customer (id, company_id, credit_limit_minor) select id, ${company.id}, ${creditLimit ?? null} from unnest(${customerIds}::uuid[]) as c (id)`.execute(
      tx.db,
    );
    await sql`insert into sales.product (id, company_id, sku, name, state, tax_class)
      select id, ${company.id}, 'P' || row_number() over (), 'Product ' || row_number() over (), 'published', ${taxClass} from unnest(${productIds}::uuid[]) as p (id)`.execute(
      tx.db,
    );
    await sql`insert into sales.price_list (id, company_id, code, name, currency, is_default)
      select ${tx.newId()}, ${company.id}, ${currency}, ${currency}, ${currency}, false where not exists (select from sales.price_list where company_id = ${company.id} and currency = ${currency})`.execute(
      tx.db,
    );
    if (currency !== company.currency) {
      await sql`update sales.customer set price_list_id = (select id from sales.price_list where company_id = ${company.id} and currency = ${currency})`.execute(
        tx.db,
      );
    }
    await sql`insert into sales.price (id, company_id, price_list_id, product_id, unit_price)
      select gen_random_uuid(), ${company.id}, l.id, p.id, ${price}::numeric from unnest(${productIds}::uuid[]) as p (id), sales.price_list l where l.company_id = ${company.id} and l.currency = ${currency}`.execute(
      tx.db,
    );
    if (Number(onHand) > 0) {
      await sql`insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on)
        select gen_random_uuid(), ${company.id}, w.id, p.id, 'receipt', ${onHand}::numeric, ${company.today}::date from unnest(${productIds}::uuid[]) as p (id), sales.warehouse w where w.company_id = ${company.id}`.execute(
        tx.db,
      );
    }
    return { customerIds, productIds, customerId: customerIds[0] ?? "", productId: productIds[0] ?? "" };
  });
