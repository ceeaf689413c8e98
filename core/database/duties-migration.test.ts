import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { migrate } from "#functions/adapters/migrator.ts";
import { migrations } from "./migrations.ts";

const name = `duties_${process.pid}`;
const superuser = new Client({ connectionString: inject("databases").superuser });
const connectionString = inject("databases").owner.replace(/\/enterprise$/, `/${name}`);
const before = Object.fromEntries(Object.entries(migrations).filter(([migration]) => migration < "0110"));
const id = (last: number) => `019ab3c4-5d6e-7f80-91a2-b3c4d5e6f7${String(last).padStart(2, "0")}`;

beforeAll(async () => {
  await superuser.connect();
  await superuser.query(`create database ${name} owner enterprise_owner`);
});
afterAll(async () => {
  await superuser.query(`drop database if exists ${name} with (force)`);
  await superuser.end();
});

test("who could pay can still pay back, who could allocate can still undo it, and two people stay two", async () => {
  await migrate({ connectionString }, before);
  const owner = new Client({ connectionString });
  await owner.connect();
  try {
    await owner.query(`
      insert into shared.company (id, name, country, base_currency, time_zone) values ('${id(1)}', 'Acme', 'GB', 'GBP', 'Europe/London');
      insert into shared.role (id, company_id, name, grants) values
        ('${id(2)}', '${id(1)}', 'Payer', '{finance.payment.pay}'), ('${id(3)}', '${id(1)}', 'Cashier', '{finance.payment.write,finance.payment.refund}'),
        ('${id(4)}', '${id(1)}', 'Treasurer', '{finance.payment.*}'), ('${id(5)}', '${id(1)}', 'Reader', '{finance.payment.read}');
      insert into shared.approval_rule (id, company_id, action, above_minor) values ('${id(6)}', '${id(1)}', 'finance.payment.pay', 5000)`);
    await migrate({ connectionString }, migrations);
    const rows = async (text: string) => (await owner.query({ text, rowMode: "array" })).rows;
    expect(await rows(`select name, grants, version from shared.role where company_id = '${id(1)}' order by name`)).toEqual([
      ["Cashier", ["finance.payment.write", "finance.payment.refund", "finance.allocation.undo"], 2],
      ["Payer", ["finance.payment.pay", "finance.payment.refund"], 2],
      ["Reader", ["finance.payment.read"], 1],
      ["Treasurer", ["finance.payment.*", "finance.allocation.undo"], 2],
    ]);
    expect(await rows("select action, above_minor from shared.approval_rule order by 1")).toEqual([
      ["finance.payment.pay", expect.anything()],
      ["finance.payment.refund", expect.anything()],
    ]);
    expect(await rows("select distinct above_minor::int from shared.approval_rule")).toEqual([[5000]]);
  } finally {
    await owner.end();
  }
});
