import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCompany, reading, resultOf } from "#core/testing/company.ts";
import { importNorthwind } from "./import-northwind.ts";

const FOLDER = fileURLToPath(new URL("../../../shared/data/northwind", import.meta.url));

test.runIf(existsSync(FOLDER))(
  "Northwind comes in whole, to the penny, and a second time changes nothing",
  { timeout: 120_000 },
  async () => {
    const company = await aCompany({ today: "2026-11-22", currency: "USD", country: "US", chart: "us-gaap" });
    const figures = () =>
      reading(company.as(), async ({ db }) => {
        const { rows } = await sql<Record<string, string>>`
        select (select count(*) from sales.customer)::text as customers, (select count(*) from sales.product)::text as products,
               (select count(*) from finance.party where is_supplier and not is_customer)::text as suppliers,
               (select count(*) from sales.category)::text as categories, (select count(*) from shared.membership where external_id is not null)::text as people,
               (select count(*) from sales.sales_order)::text as orders, (select count(*) from sales.sales_order_line where kind = 'product')::text as lines,
               (select sum(net_minor) from sales.sales_order_line where kind = 'product')::text as net,
               (select count(*) from finance.invoice where state = 'issued')::text as invoices,
               (select sum(l.net_minor) from finance.invoice_line l where l.product_id is not null)::text as goods,
               (select -sum(l.amount) from finance.journal_line l join finance.account_rule r on r.account_id = l.account_id and r.purpose = 'freight' and r.key = '')::text as freight,
               (select -sum(l.amount) from finance.journal_line l join finance.account_rule r on r.account_id = l.account_id and r.purpose = 'revenue' and r.key = '')::text as revenue,
               (select sum(company_amount) from finance.journal_line)::text as balance,
               (select count(*) from finance.journal_entry)::text as entries,
               (select count(*) from sales.sales_order where state = 'confirmed' and delivery_state = 'none' and invoice_state = 'none')::text as open,
               (select trim_scale(sum(on_hand))::text from sales.stock_level) as stock,
               (select count(*) from sales.stock_move)::text as moves, (select count(*) from shared.outbox)::text as events,
               (select count(*) from sales.price)::text as prices`.execute(db);
        return rows[0];
      });
    for (const report of resultOf(await importNorthwind(company.as(), FOLDER)))
      expect(report).toMatchObject({ report: { stored: true, refused: 0 }, refused: [] });
    const loaded = await figures();
    expect(loaded).toMatchObject({
      customers: "91",
      products: "77",
      prices: "77",
      suppliers: "29",
      categories: "8",
      people: "9",
      orders: "830",
      lines: "2155",
      net: "126579329",
      invoices: "809",
      goods: "123985585",
      revenue: "123985585",
      freight: "6395502",
      balance: "0",
      entries: "809",
      open: "21",
      stock: "3119",
    });
    for (const { report } of resultOf(await importNorthwind(company.as(), FOLDER)))
      expect(report).toMatchObject({ stored: true, created: 0, refused: 0 });
    expect(await figures()).toEqual(loaded);
  },
);
