import { execFile } from "node:child_process";
import { existsSync, globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bed } from "./bed.ts";

const PLACES = ["/usr/lib/postgresql/*/bin/pgbench", "/usr/bin/pgbench", "/opt/homebrew/bin/pgbench", "/usr/local/bin/pgbench"];

/** The bare client's sale for pgbench, which makes its values in SQL. */
const scriptOf = ({ company: { companyId, warehouseId, salesJournalId, accountIds, customerIds, productIds } }: Bed): string => {
  const oneOf = (ids: readonly string[]) =>
    `(array['${ids.slice(0, 50).join("','")}']::uuid[])[1 + floor(random() * ${Math.min(50, ids.length)})::int]`;
  return `
begin;
select set_config('enterprise.company_id', '${companyId}', true), set_config('enterprise.actor_id', '${companyId}', true);
with v as materialized (select gen_random_uuid() as order_id, gen_random_uuid() as entry_id, ${oneOf(customerIds)} as customer_id),
o as (
  insert into sales.sales_order (id, company_id, number, customer_id, state, warehouse_id, currency, rounding, ordered_on, net_minor, tax_minor, total_minor)
  select v.order_id, '${companyId}', left(v.order_id::text, 18), v.customer_id, 'confirmed', '${warehouseId}', 'GBP', 'line', current_date, 2997, 599, 3596 from v),
ol as (
  insert into sales.sales_order_line (id, company_id, order_id, position, product_id, description, quantity, unit_price, net_minor, tax_minor, total_minor, account_id)
  select gen_random_uuid(), '${companyId}', v.order_id, n, ${oneOf(productIds)}, 'Product', 1, 9.99, 999, 0, 999, '${accountIds[1]}' from v, generate_series(1, 3) as n),
e as (
  insert into finance.journal_entry (id, company_id, journal_id, effective_on, description, source_type, source_id, posted_by, cluster_id)
  select v.entry_id, '${companyId}', '${salesJournalId}', current_date, 'Invoice', 'invoice', v.order_id, '${companyId}', 1 from v),
el as (
  insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, party_id, currency, amount, company_amount)
  select '${companyId}', v.entry_id, l.position, current_date, l.account_id::uuid, case when l.position = 1 then v.customer_id end, 'GBP', l.amount, l.amount
    from v, (values (1, '${accountIds[0]}', 3596), (2, '${accountIds[1]}', -2997), (3, '${accountIds[2]}', -599)) as l (position, account_id, amount))
update shared.number_series set next = next + 1 where company_id = '${companyId}' and series = 'invoice';
commit;
`;
};

/** Sales a second by pgbench on the real tables, for scale; undefined where it is not installed. */
export const runPgbench = async (bed: Bed, { connections, seconds }: Readonly<{ connections: number; seconds: number }>) => {
  const pgbench = PLACES.flatMap((place) => globSync(place)).find((path) => existsSync(path));
  if (pgbench === undefined) return undefined;
  const script = join(bed.dataFolder, "sale.sql");
  writeFileSync(script, scriptOf(bed));
  const { host, port, database } = bed.database.connection("postgres");
  const load = ["-n", "-M", "prepared", "-c", `${connections}`, "-j", "2", "-T", `${seconds}`, "-f", script];
  const { stdout } = await promisify(execFile)(pgbench, [...load, "-h", `${host}`, "-p", `${port}`, "-U", "postgres", `${database}`]);
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
};
