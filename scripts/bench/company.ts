import pg, { type ClientConfig } from "pg";
import { v7 as uuidv7 } from "uuid";

/** A trading company to put under load, and who works in it. */
export type LoadCompany = Readonly<{
  companyId: string;
  /** For the Authorization header: an API key that may do everything. */
  key: string;
  customerIds: readonly string[];
  productIds: readonly string[];
  warehouseId: string;
  salesJournalId: string;
  generalJournalId: string;
  /** Three accounts that entries by hand may use. */
  accountIds: readonly string[];
}>;
export type LoadCompanyOptions = Readonly<{ customers: number; products: number; onHand: string }>;

/** The first administrator of the program that is put under load. */
export const ADMINISTRATOR = { ADMIN_EMAIL: "load@example.com", ADMIN_PASSWORD: "a password for a measurement" };

const NEW_COMPANY = { name: "Measured company", country: "GB", baseCurrency: "GBP", chart: "uk" };

const CUSTOMERS = `
  with made as (
    insert into finance.party (id, company_id, code, name, is_customer, currency)
    select c.id, $1, 'L' || c.n, 'Customer ' || c.n, true, 'GBP' from unnest($2::uuid[]) with ordinality as c (id, n))
  insert into sales.customer (id, company_id) select c.id, $1 from unnest($2::uuid[]) as c (id)`;
const PRODUCTS = `
  with made as (
    insert into sales.product (id, company_id, sku, name, state)
    select p.id, $1, 'L' || p.n, 'Product ' || p.n, 'published' from unnest($2::uuid[]) with ordinality as p (id, n))
  insert into sales.price (id, company_id, price_list_id, product_id, unit_price)
  select gen_random_uuid(), $1, l.id, p.id, 9.99 from unnest($2::uuid[]) as p (id), sales.price_list l where l.company_id = $1 and l.is_default`;
const STOCK = `
  insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on)
  select gen_random_uuid(), $1, w.id, p.id, 'receipt', $3::numeric, current_date from unnest($2::uuid[]) as p (id), sales.warehouse w where w.company_id = $1 and w.is_default`;
const FACTS = `
  select (select id from sales.warehouse where company_id = $1 and is_default) as "warehouseId",
         (select id from finance.journal where company_id = $1 and code = 'SAL') as "salesJournalId",
         (select id from finance.journal where company_id = $1 and code = 'GEN') as "generalJournalId",
         (select array_agg(id) from (select id from finance.account where company_id = $1 and manual_posting and active order by code limit 3) a) as "accountIds"`;

type Facts = Pick<LoadCompany, "warehouseId" | "salesJournalId" | "generalJournalId" | "accountIds">;

/** Customers, products, prices and stock by sets, as the application's role in the company. */
const fill = async (
  app: ClientConfig,
  companyId: string,
  customerIds: readonly string[],
  productIds: readonly string[],
  onHand: string,
) => {
  const client = new pg.Client(app);
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('enterprise.company_id', $1, true), set_config('enterprise.actor_id', $2, true)", [
      companyId,
      uuidv7(),
    ]);
    await client.query(CUSTOMERS, [companyId, customerIds]);
    await client.query(PRODUCTS, [companyId, productIds]);
    await client.query(STOCK, [companyId, productIds, onHand]);
    const { rows } = await client.query<Facts>(FACTS, [companyId]);
    await client.query("commit");
    if (!rows[0]) throw new Error("The company came back empty.");
    return rows[0];
  } finally {
    await client.end();
  }
};

const call = async (origin: string, path: string, input: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${origin}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(input),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${body}`);
  return JSON.parse(body) as Record<string, string>;
};

/** Signs in as the first administrator, founds a company, makes a key for it, and gives it a trade. */
export const makeLoadCompany = async (port: number, app: ClientConfig, options: LoadCompanyOptions): Promise<LoadCompany> => {
  const origin = `http://127.0.0.1:${port}`;
  const { accessToken } = await call(origin, "/auth/login", { email: ADMINISTRATOR.ADMIN_EMAIL, password: ADMINISTRATOR.ADMIN_PASSWORD });
  const authorization = `Bearer ${accessToken}`;
  const { id: companyId = "" } = await call(origin, "/platform/companies", NEW_COMPANY, { authorization });
  const inCompany = { authorization, "company-id": companyId };
  const { key = "" } = await call(origin, "/platform/api-keys", { name: "Load", scopes: ["*"] }, inCompany);
  const customerIds = Array.from({ length: options.customers }, () => uuidv7());
  const productIds = Array.from({ length: options.products }, () => uuidv7());
  const facts = await fill(app, companyId, customerIds, productIds, options.onHand);
  return { companyId, key, customerIds, productIds, ...facts };
};
