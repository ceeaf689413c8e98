import { sql } from "kysely";
import { expect, test } from "vitest";
import { closePeriod } from "#core/finance/periods/change-period.ts";
import type { BulkBody } from "#core/kernel/bulk.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { OrderInput } from "./order.ts";
import { placeOrder } from "./place-order.ts";
import { placeOrders } from "./place-orders.ts";

const bulk = (company: TestCompany, orders: readonly unknown[], mode: "all" | "each" = "each", as: Parameters<TestCompany["as"]>[0] = {}) =>
  placeOrders(company.as(as), { mode, orders });
const codes = ({ results }: BulkBody) => results.map(({ status, code, problem }) => (status === "created" ? code : problem?.code));
const storedIn = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => ({
    orders: await db.selectFrom("sales.salesOrder").select(["number", "state", "invoiceState", "totalMinor"]).orderBy("number").execute(),
    invoices: await db.selectFrom("finance.invoice").select(["number", "issuedOn", "totalMinor"]).orderBy("number").execute(),
    reserved: (await sql<{ sum: string }>`select sum(reserved)::float8 as sum from sales.stock_level`.execute(db)).rows[0]?.sum,
    events: (await db.selectFrom("shared.outbox").select("type").execute()).map(({ type }) => type),
  }));

test("many orders in one call are what they would be one by one: prices, goods, entries and numbers", async () => {
  const [one, many] = [await aCompany(), await aCompany()];
  const inputOf = async (company: TestCompany) => {
    const shop = await aShop(company, { customers: 2, products: 3, taxClass: "standard" });
    return [
      { customerId: shop.customerId, lines: [{ productId: shop.productId, quantity: "2" }] },
      { customerId: shop.customerIds[1], confirm: true, lines: [{ productId: shop.productIds[1], quantity: "1", unitPrice: "7.77" }] },
      {
        customerId: shop.customerId,
        invoice: true,
        lines: [
          { productId: shop.productIds[2], quantity: "3", discountPercent: "10" },
          { kind: "freight", quantity: "1", unitPrice: "4.99" },
        ],
      },
      { customerId: shop.customerId, invoice: true, lines: [{ productId: shop.productId, quantity: "1" }] },
    ];
  };
  for (const input of await inputOf(one)) resultOf(await placeOrder(one.as(), OrderInput.parse(input)));
  const result = resultOf(await bulk(many, await inputOf(many), "all"));

  expect(result).toMatchObject({ created: 4, refused: 0 });
  expect(codes(result)).toEqual(["SO-000001", "SO-000002", "SO-000003", "SO-000004"]);
  const [single, together] = [await storedIn(one), await storedIn(many)];
  expect(together.orders).toEqual(single.orders);
  expect(together.invoices).toEqual(single.invoices);
  expect(together.reserved).toBe(5);
  expect(together.events.toSorted()).toEqual(single.events.toSorted());
});

test("each: goods and credit go to whoever stands first; bad rows say why, at their place", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { customers: 2, onHand: "5", creditLimit: 3_500n });
  const take = (quantity: string, more: object = {}) => ({
    customerId: shop.customerId,
    confirm: true,
    lines: [{ productId: shop.productId, quantity }],
    ...more,
  });
  const orders = [
    take("2"), // 20.00 of 35.00
    take("2"), // would be 40.00
    take("1"), // 30.00
    take("3", { customerId: shop.customerIds[1] }), // only 2 are free
    take("2", { customerId: shop.customerIds[1] }),
    take("1", { customerId: company.id }),
    take("0"),
    take("9", { confirm: false }), // a draft needs neither
    take("1", { orderedOn: "2030-01-01" }),
    { nonsense: true },
  ];
  const result = resultOf(await bulk(company, orders));
  expect(codes(result)).toEqual([
    ...["SO-000001", "customer.credit_limit", "SO-000002", "stock.not_enough", "SO-000003", "order.customer_missing", "invalid"],
    ...["SO-000004", "order.future_date", "invalid"],
  ]);
  expect(result.results[3]?.problem?.detail).toBe("There is not enough stock of P1 (2 free, 3 wanted).");
  expect(result.results[6]?.problem?.errors).toMatchObject([{ pointer: "/lines/0/quantity" }]);
  expect((await storedIn(company)).reserved).toBe(5);

  expect(await bulk(company, orders, "all")).toMatchObject({ ok: false, fault: { code: "bulk.refused", kind: "invalid" } });
  const refused = await bulk(company, [take("1", { confirm: false }), take("7")], "all");
  expect(refused).toMatchObject({ fault: { code: "bulk.refused", errors: [{ pointer: "/orders/1" }] } });
  expect((await storedIn(company)).orders).toHaveLength(4);
});

test("what only the books can refuse is found out and leaves the others", async () => {
  const company = await aCompany({ today: "2026-03-31" });
  const shop = await aShop(company);
  const [january] = await reading(company.as(), ({ db }) =>
    db.selectFrom("finance.period").select("id").where("startsOn", "=", "2026-01-01").execute(),
  );
  const sale = (orderedOn: string) => ({
    customerId: shop.customerId,
    invoice: true,
    orderedOn,
    lines: [{ productId: shop.productId, quantity: "1" }],
  });
  resultOf(await closePeriod(company.as(), { id: january?.id ?? "" }));
  const days = ["2026-03-02", "2026-01-15", "2026-02-01", "2026-03-31", "2026-01-31"];

  const result = resultOf(await bulk(company, days.map(sale)));
  expect(codes(result).map((code) => code?.replace(/\d+/, ""))).toEqual(["SO-", "period.closed", "SO-", "SO-", "period.closed"]);
  const { invoices, events } = await storedIn(company);
  expect(invoices.map(({ number }) => number)).toEqual(["INV-000001", "INV-000002", "INV-000003"]);
  expect(events.filter((type) => type === "invoice.issued")).toHaveLength(3);
  expect(codes(resultOf(await bulk(company, [sale("2026-02-01")])))).toEqual(["number.date_order"]);
});

test("a wrong role, a rival company, a dry run and the same call twice", async () => {
  const [company, rival] = [await aCompany(), await aCompany()];
  const shop = await aShop(company);
  const order = (more: object = {}) => ({ customerId: shop.customerId, lines: [{ productId: shop.productId, quantity: "1" }], ...more });
  expect(await bulk(company, [order()], "each", { grants: ["sales.order.read"] })).toMatchObject({ fault: { kind: "refused" } });
  const seller = { grants: ["sales.order.write"] as const };
  expect(await bulk(company, [order(), order({ confirm: true })], "each", seller)).toMatchObject({
    fault: { detail: expect.stringContaining("sales.order.confirm") },
  });
  expect(await bulk(company, [order({ invoice: true })], "each", seller)).toMatchObject({
    fault: { detail: expect.stringContaining("finance.invoice.issue") },
  });
  expect(codes(resultOf(await bulk(rival, [order()])))).toEqual(["order.customer_missing"]);
  resultOf(await bulk(company, [order({ invoice: true })], "all", { dryRun: true }));
  expect((await storedIn(company)).orders).toEqual([]);

  const once = { idempotencyKey: "k", hash: "h", actorId: company.as().actor.id };
  const twice = await Promise.all([1, 2, 3].map(() => bulk(company, [order(), order()], "all", once)));
  expect(new Set(twice.map((outcome) => resultOf(outcome).results[0]?.id)).size).toBe(1);
  expect((await storedIn(company)).orders).toHaveLength(2);
});

test("batches and single orders at once neither oversell nor pass the limit nor lock each other out", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { customers: 3, products: 4, onHand: "40", creditLimit: 100_000n });
  const order = (at: number) => ({
    customerId: shop.customerIds[at % 3],
    invoice: at % 2 === 0,
    confirm: true,
    lines: [at % 4, (at + 1) % 4].map((product) => ({ productId: shop.productIds[product], quantity: "1" })),
  });
  const batches = Array.from({ length: 6 }, (_, batch) =>
    bulk(
      company,
      Array.from({ length: 20 }, (_, at) => order(batch * 20 + at)),
    ),
  );
  const singles = Array.from({ length: 20 }, (_, at) => placeOrder(company.as(), OrderInput.parse(order(at))));
  const [placed, alone] = await Promise.all([Promise.all(batches), Promise.all(singles)]);

  const created = placed.reduce((sum, outcome) => sum + resultOf(outcome).created, 0) + alone.filter(({ ok }) => ok).length;
  expect(created).toBe(80); // 160 pieces, two in each order
  const refused = placed.flatMap((outcome) => resultOf(outcome).results.flatMap(({ problem }) => problem?.code ?? []));
  expect(new Set(refused)).toEqual(new Set(["stock.not_enough"]));
  const { reserved, invoices } = await storedIn(company);
  expect(reserved).toBe(160);
  expect(invoices.map(({ number }) => number)).toEqual(invoices.map((_, at) => `INV-${String(at + 1).padStart(6, "0")}`));
});

test.each([{ confirm: true }, { invoice: true }])("two batches at once cannot both fit into one limit: $0", async (until) => {
  const company = await aCompany();
  const shop = await aShop(company, { creditLimit: 10_000n });
  const order = { customerId: shop.customerId, ...until, lines: [{ productId: shop.productId, quantity: "1" }] };
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => bulk(company, Array(8).fill(order))));
  expect(outcomes.reduce((sum, outcome) => sum + resultOf(outcome).created, 0)).toBe(10);
});

/** A context that counts what is sent to the database inside its transactions. */
const counting = (ctx: Ctx) => {
  const sent = { statements: 0 };
  const transaction: Ctx["database"]["transaction"] = (opening, work) =>
    ctx.database.transaction(opening, (open) => {
      const get = (db: typeof open.db, name: string | symbol) => {
        const value: unknown = Reflect.get(db, name, db);
        if (name === "executeQuery" || name === "getExecutor") sent.statements += 1;
        return typeof value === "function" ? value.bind(db) : value;
      };
      return work({ ...open, db: new Proxy(open.db, { get }) });
    });
  return { sent, ctx: { ...ctx, database: { ...ctx.database, transaction } } };
};

test("a thousand orders take as few statements as two", { timeout: 60_000 }, async () => {
  const company = await aCompany();
  const shop = await aShop(company, { customers: 10, products: 20, onHand: "100000" });
  const orders = Array.from({ length: 1000 }, (_, at) => ({
    customerId: shop.customerIds[at % 10],
    invoice: true,
    lines: [0, 7, 13].map((step) => ({ productId: shop.productIds[(at + step) % 20], quantity: "1" })),
  }));
  const [few, many] = [counting(company.as()), counting(company.as())];
  expect(resultOf(await placeOrders(few.ctx, { mode: "each", orders: orders.slice(0, 2) }))).toMatchObject({ created: 2 });
  expect(resultOf(await placeOrders(many.ctx, { mode: "each", orders }))).toMatchObject({ created: 1000, refused: 0 });
  expect(few.sent.statements).toBeGreaterThan(3);
  expect(many.sent.statements).toBe(few.sent.statements);
  expect((await storedIn(company)).invoices).toHaveLength(1002);
});
