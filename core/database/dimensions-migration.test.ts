import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { migrate } from "#functions/adapters/migrator.ts";
import { verifyLedger } from "#scripts/verify-ledger.ts";
import { migrations } from "./migrations.ts";

const name = `dimensions_${process.pid}`;
const superuser = new Client({ connectionString: inject("databases").superuser });
const connectionString = inject("databases").owner.replace(/\/enterprise$/, `/${name}`);
const before = Object.fromEntries(Object.entries(migrations).filter(([migration]) => migration < "0065"));
const id = (last: number) => `019ab3c4-5d6e-7f80-91a2-b3c4d5e6f7${String(last).padStart(2, "0")}`;

/** What the previous release could hold: two kinds of dimensions, lines with one of them or none, sealed and not. */
const PREVIOUS = `
  insert into shared.company (id, name, country, base_currency, time_zone) values ('${id(1)}', 'Acme', 'GB', 'GBP', 'Europe/London');
  insert into finance.account (id, company_id, code, name, type, normal_balance) values ('${id(2)}', '${id(1)}', '1', 'Cash', 'asset', 'debit'), ('${id(3)}', '${id(1)}', '4', 'Sales', 'income', 'credit');
  insert into finance.journal (id, company_id, code, name, kind) values ('${id(4)}', '${id(1)}', 'GEN', 'General', 'general');
  insert into finance.fiscal_year (id, company_id, name, starts_on, ends_on) values ('${id(5)}', '${id(1)}', '2026', '2026-01-01', '2026-12-31');
  insert into finance.period (id, company_id, fiscal_year_id, name, starts_on, ends_on) values ('${id(6)}', '${id(1)}', '${id(5)}', '2026', '2026-01-01', '2026-12-31');
  insert into finance.dimension (id, company_id, kind, code, name) values
    ('${id(7)}', '${id(1)}', 'cost centre', '10', 'Marketing'), ('${id(8)}', '${id(1)}', 'project', '10', 'Bridge'), ('${id(9)}', '${id(1)}', 'project', '11', 'Tunnel');
  set enterprise.company_id = '${id(1)}'; set enterprise.actor_id = '${id(1)}';`;
const entry = (entryId: string, dimensionId: string | null) => {
  const lines = [100, -100].map((amount) => ({
    accountId: id(amount > 0 ? 2 : 3),
    currency: "GBP",
    amount,
    companyAmount: amount,
    dimensionId,
  }));
  return JSON.stringify([{ id: entryId, journalId: id(4), effectiveOn: "2026-03-31", description: "Sale", lines }]);
};

beforeAll(async () => {
  await superuser.connect();
  await superuser.query(`create database ${name} owner enterprise_owner`);
});
afterAll(async () => {
  await superuser.query(`drop database if exists ${name} with (force)`);
  await superuser.end();
});

test("the lines of the previous release keep their dimension as a set of one, their seals and their balances", async () => {
  await migrate({ connectionString }, before);
  const owner = new Client({ connectionString });
  await owner.connect();
  try {
    await owner.query(PREVIOUS);
    for (const [at, dimension] of [id(7), id(8), null].entries())
      await owner.query("select finance.post_entries($1)", [entry(id(20 + at), dimension)]);
    await expect.poll(async () => (await owner.query("select finance.seal_entries($1, 10)", [id(1)])).rows[0].seal_entries).toBe(3);
    await owner.query("select finance.post_entries($1)", [entry(id(30), id(7))]);
  } finally {
    await owner.end();
  }

  await migrate({ connectionString }, migrations);

  const said: string[] = [];
  expect(await verifyLedger({ connectionString }, [], (text) => said.push(text))).toBe(true);
  expect(said.join()).toContain("3 entries, 6 lines, 1 entries not numbered yet");
  const client = new Client({ connectionString });
  await client.connect();
  const rows = async (text: string) => (await client.query({ text, rowMode: "array" })).rows;
  expect(
    await rows(
      "select d.code, d.name, v.code, v.name from finance.dimension_value v join finance.dimension d on d.id = v.dimension_id order by 2, 3",
    ),
  ).toEqual([
    ["dimension-1", "cost centre", "10", "Marketing"],
    ["project", "project", "10", "Bridge"],
    ["project", "project", "11", "Tunnel"],
  ]);
  expect(
    await rows(`select v.name, count(distinct l.entry_id)::int from finance.journal_line l
                  left join finance.dimension_set_member m on m.company_id = l.company_id and m.set_id = l.dimension_id
                  left join finance.dimension_value v on v.id = m.value_id group by 1 order by 1`),
  ).toEqual([
    ["Bridge", 1],
    ["Marketing", 2],
    [null, 1],
  ]);
  await client.end();
});
