import { sql } from "kysely";
import { expect, test } from "vitest";
import { addDays } from "#core/kernel/clock.ts";
import { TEST_ENCRYPTION_KEYS } from "#core/testing/api.ts";
import { aCompany, reading } from "#core/testing/company.ts";
import { loadDemo } from "./demo.ts";
import { planPurchases } from "./purchases.ts";
import { randomFrom } from "./random.ts";
import { suppliers } from "./suppliers.ts";
import { planTrade } from "./trade.ts";

test("the plan is the same every time, grows, and never delivers before it sells", () => {
  const plan = () => planTrade(randomFrom(1), { orders: 400, customers: 40, products: 60, from: "2025-01-01", to: "2026-12-31" });
  const story = plan();
  expect(plan()).toEqual(story);
  const ordered = new Set<number>();
  const perYear = { 2025: 0, 2026: 0 };
  for (const [day, happenings] of story) {
    for (const happening of happenings) {
      if (happening.kind === "order") {
        ordered.add(happening.order);
        perYear[day.startsWith("2025") ? 2025 : 2026]++;
      } else if (happening.kind !== "receive") expect(ordered.has(happening.order)).toBe(true);
    }
  }
  expect(ordered.size).toBe(400);
  expect(perYear[2026]).toBeGreaterThan(perYear[2025]);
});

test("bills come on the days of their suppliers, none before it is due is paid, and wages once a month", () => {
  const plan = () => planPurchases(randomFrom(2), { from: "2026-01-01", to: "2026-12-31", share: 1 });
  const year = plan();
  expect(plan()).toEqual(year);
  const bills = [...year].flatMap(([day, { bills }]) => bills.map((bill) => ({ day, ...bill })));
  expect(bills).toHaveLength(12 * suppliers.flatMap(({ days }) => days).length);
  expect(new Set(bills.map(({ reference }) => reference)).size).toBe(bills.length);
  for (const { day, supplier, paidOn } of bills) {
    expect(suppliers[supplier]?.days).toContain(Number(day.slice(8)));
    expect(paidOn === undefined || paidOn >= addDays(day, suppliers[supplier]?.terms ?? 0)).toBe(true);
  }
  expect(bills.filter(({ paidOn }) => paidOn === undefined).length).toBeGreaterThan(0);
  expect([...year.values()].filter(({ wages }) => wages !== undefined)).toHaveLength(12);
});

test("a small sample company lives through a season: orders, deliveries, invoices, payments, and books that balance", async () => {
  const company = await aCompany();
  const ctx = company.as();
  const size = { orders: 60, customers: 12, products: 30, days: 60 };
  const services = { ...ctx, encryptionKeys: TEST_ENCRYPTION_KEYS, clock: { ...ctx.clock, today: () => "2026-03-31" } };
  expect(await loadDemo(services, company.id, size)).toBe(true);
  expect(await loadDemo(services, company.id, size)).toBe(false);
  const { rows } = await reading(ctx, ({ db }) =>
    sql<
      Record<string, bigint>
    >`select (select count(*) from sales.sales_order) as orders, (select count(*) from sales.delivery) > 20 as delivered,
      (select count(*) from finance.invoice where state in ('paid', 'part_paid')) > 10 as paid, (select sum(company_amount)::bigint from finance.journal_line) as balance,
      (select bool_and(on_hand >= reserved) from sales.stock_level) as stocked,
      (select count(*) from finance.invoice where kind = 'bill' and currency = 'EUR') as abroad, (select count(*) from finance.invoice where kind = 'bill' and state = 'paid') > 10 as settled,
      (select count(distinct l.account_id) from finance.journal_line l join finance.account a on a.company_id = l.company_id and a.id = l.account_id where a.type = 'expense') > 6 as spent`.execute(
      db,
    ),
  );
  expect(rows[0]).toEqual({
    ...{ orders: 60n, delivered: true, paid: true, balance: 0n, stocked: true },
    ...{ abroad: 2n, settled: true, spent: true },
  });
  // The bank's statements of the last days came in, follow from the ledger, and are to be reconciled.
  const bank = await reading(ctx, ({ db }) => db.selectFrom("finance.bankStatement").select(["warnings", "addedCount"]).execute());
  expect(bank.length).toBeGreaterThan(0);
  expect(bank.flatMap(({ warnings }) => warnings)).toEqual([]);
  expect(bank.reduce((sum, { addedCount }) => sum + addedCount, 0)).toBeGreaterThan(5);
});
