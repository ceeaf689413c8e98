import pg, { type ClientConfig } from "pg";
import { v7 as uuidv7 } from "uuid";
import { parserOf } from "#functions/adapters/postgres-types.ts";
import type { LoadCompany } from "./company.ts";
import { pick } from "./operations.ts";

/**
 * Where the bare client writes: tables of the same columns with primary keys and nothing else; the same with the real indexes, constraints and
 * foreign keys; or the real tables, triggers and all, as their owner. Reads are of the real tables.
 */
export type BareTables = "keys" | "indexed" | "real";
export const BARE_TABLES: readonly BareTables[] = ["real", "indexed", "keys"];

const TABLES = [
  ["sales_order", "sales.sales_order", "company_id, id"],
  ["sales_order_line", "sales.sales_order_line", "company_id, id"],
  ["journal_entry", "finance.journal_entry", "company_id, id"],
  ["journal_line", "finance.journal_line", "company_id, entry_id, position"],
] as const;

const FOREIGN_KEYS =
  "select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and contype = 'f'";

/** Makes the tables that only the bare client writes, as superuser. */
export const makeBareTables = async (superuser: ClientConfig): Promise<void> => {
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    await client.query("create schema bench_keys; create schema bench_indexed");
    for (const [name, real, key] of TABLES) {
      await client.query(`create table bench_keys.${name} (like ${real} including defaults, primary key (${key}))`);
      await client.query(`create table bench_indexed.${name} (like ${real} including all)`);
      const { rows } = await client.query<{ name: string; definition: string }>(FOREIGN_KEYS, [real]);
      for (const { name: constraint, definition } of rows) {
        const copied = TABLES.reduce(
          (text, [copy, of]) => text.replace(`REFERENCES ${of}(`, `REFERENCES bench_indexed.${copy}(`),
          definition,
        );
        await client.query(`alter table bench_indexed.${name} add constraint ${constraint} ${copied}`);
      }
    }
  } finally {
    await client.end();
  }
};

const saleSql = ([order, orderLine, entry, entryLine]: readonly string[]) => `
  with o as (
    insert into ${order} (id, company_id, number, customer_id, state, warehouse_id, currency, rounding, ordered_on, net_minor, tax_minor, total_minor)
    values ($2, $1, $6, $3, 'confirmed', $4, 'GBP', 'line', current_date, $7, $8, $9)),
  ol as (
    insert into ${orderLine} (id, company_id, order_id, position, product_id, description, quantity, unit_price, net_minor, tax_minor, total_minor, account_id)
    select l.id, $1, $2, l.position, l.product_id, 'Product', l.quantity, 9.99, l.net, 0, l.net, $5
      from unnest($10::uuid[], $11::uuid[], $12::numeric[], $13::bigint[]) with ordinality as l (id, product_id, quantity, net, position)),
  e as (
    insert into ${entry} (id, company_id, journal_id, effective_on, description, source_type, source_id, posted_by, cluster_id)
    values ($14, $1, $15, current_date, 'Invoice', 'invoice', $2, $1, 1)),
  el as (
    insert into ${entryLine} (company_id, entry_id, position, effective_on, account_id, party_id, currency, amount, company_amount)
    select $1, $14, l.position, current_date, l.account_id, case when l.position = 1 then $3::uuid end, 'GBP', l.amount, l.amount
      from unnest($16::uuid[], $17::bigint[]) with ordinality as l (account_id, amount, position))
  update shared.number_series set next = next + 1 where company_id = $1 and series = 'invoice' returning prefix || next as number`;

const entrySql = ([, , entry, entryLine]: readonly string[]) => `
  with e as (
    insert into ${entry} (id, company_id, journal_id, effective_on, description, posted_by, cluster_id)
    values ($2, $1, $3, current_date, 'Manual entry', $1, 1))
  insert into ${entryLine} (company_id, entry_id, position, effective_on, account_id, currency, amount, company_amount)
  select $1, $2, l.position, current_date, l.account_id, 'GBP', l.amount, l.amount
    from unnest($4::uuid[], $5::bigint[]) with ordinality as l (account_id, amount, position)`;

/** All rows that an entry by hand leaves: the entry itself, the key with its answer, the audit record, the event. */
const entryRowsSql = (places: readonly string[]) => `
  with k as (
    insert into shared.idempotency_key (company_id, actor_id, key, request_hash, answer) values ($1, $1, $6, $7, $8::text::json)),
  a as (
    insert into shared.audit (id, company_id, actor_id, actor_kind, action, subject_type, subject_id, after, request_id, at)
    values ($9, $1, $1, 'api_key', 'entry.posted', 'entry', $2::uuid::text, $8::text::jsonb, $9::uuid::text, now())),
  o as (
    insert into shared.outbox (id, company_id, type, subject, data, at) values ($10, $1, 'entry.posted', $2::uuid::text, $8::text::jsonb, now())),
  ${entrySql(places).replace("with ", "")}`;

const LISTS = {
  orders: `select o.id, o.number, o.state, o.delivery_state, o.invoice_state, o.customer_id, p.name, o.ordered_on, o.requested_on, o.currency, o.net_minor, o.tax_minor,
                  o.total_minor, o.customer_reference, o.version
             from sales.sales_order o join finance.party p on p.company_id = o.company_id and p.id = o.customer_id where o.company_id = $1 order by o.id desc limit 51`,
  customers: `select c.id, p.code, p.name, p.tax_number, p.email, p.currency, p.payment_terms_days, p.tax_exempt, p.active, p.external_id, c.price_list_id, c.credit_limit_minor,
                     c.salesperson_id, c.notes, c.version, c.created_at
                from sales.customer c join finance.party p on p.company_id = c.company_id and p.id = c.id where c.company_id = $1 order by p.name, p.id limit 51`,
  invoices: `select i.id, i.kind, i.state, i.number, i.party_id, p.name, i.issued_on, i.due_on, i.currency, i.net_minor, i.tax_minor, i.total_minor, i.open_minor, i.reference, i.version
               from finance.invoice i join finance.party p on p.company_id = i.company_id and p.id = i.party_id where i.company_id = $1 order by i.id desc limit 51`,
} as const;

export type BareOperation = "sale" | "entry" | "entry rows" | keyof typeof LISTS;

let written = 0;

const saleValues = (company: LoadCompany): unknown[] => {
  const quantities = [1, 2, 3].map(() => 1 + Math.floor(Math.random() * 5));
  const nets = quantities.map((quantity) => quantity * 999);
  const net = nets.reduce((sum, one) => sum + one, 0);
  const tax = Math.round(net / 5);
  const id = uuidv7();
  written += 1;
  return [
    ...[company.companyId, id, pick(company.customerIds), company.warehouseId, company.accountIds[1]],
    ...[`B${process.pid}-${written}`, net, tax, net + tax],
    ...[quantities.map(() => uuidv7()), quantities.map(() => pick(company.productIds)), quantities, nets],
    ...[uuidv7(), company.salesJournalId, company.accountIds, [net + tax, -net, -tax]],
  ];
};

const entryValues = ({ companyId, generalJournalId, accountIds }: LoadCompany): unknown[] => {
  const amount = 100 + Math.floor(Math.random() * 9000);
  return [companyId, uuidv7(), generalJournalId, accountIds.slice(0, 2), [amount, -amount]];
};

const entryRowsValues = (company: LoadCompany): unknown[] => {
  const [companyId, id, journalId, accounts, amounts] = entryValues(company);
  const lines = [1, 2].map((position) => ({
    position,
    accountId: company.accountIds[position],
    debit: "12.34",
    credit: null,
    currency: "GBP",
  }));
  const answer = JSON.stringify({ id, number: null, journalId, effectiveOn: "2026-01-01", description: "Manual entry", lines });
  return [companyId, id, journalId, accounts, amounts, uuidv7(), "a hash of the request, as long as ours is", answer, uuidv7(), uuidv7()];
};

const preparedOf = (operation: BareOperation, tables: BareTables) => {
  const places = TABLES.map(([name, real]) => (tables === "real" ? real : `bench_${tables}.${name}`));
  const name = `${operation} ${tables}`;
  if (operation === "sale") return { name, text: saleSql(places), valuesOf: saleValues };
  if (operation === "entry rows") return { name, text: entryRowsSql(places), valuesOf: entryRowsValues };
  if (operation === "entry") return { name, text: entrySql(places), valuesOf: entryValues };
  return { name, text: LISTS[operation], valuesOf: ({ companyId }: LoadCompany): unknown[] => [companyId] };
};

/** One connection that runs the operation as a prepared statement, each time a transaction of its own. */
export const connectBare = async (config: ClientConfig, company: LoadCompany, operation: BareOperation, tables: BareTables) => {
  const client = new pg.Client({ ...config, types: { getTypeParser: parserOf } } as ClientConfig);
  await client.connect();
  const session = "select set_config('enterprise.company_id', $1, false), set_config('enterprise.actor_id', $1, false)";
  await client.query(session, [company.companyId]);
  const { name, text, valuesOf } = preparedOf(operation, tables);
  return { run: () => client.query({ name, text, values: valuesOf(company) }), close: () => client.end() };
};
