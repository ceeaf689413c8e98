import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCompany, reading, resultOf } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { OrderInput } from "./order.ts";
import { placeOrder } from "./place-order.ts";

const order = (input: unknown) => OrderInput.parse(input);

test("a sale in one call reserves the goods, posts the entry and gets the next numbers", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { products: 3, taxClass: "standard" });
  const input = order({
    customerId: shop.customerId,
    invoice: true,
    lines: shop.productIds.map((productId) => ({ productId, quantity: "2", discountPercent: "10" })),
  });

  const first = resultOf(await placeOrder(company.as(), input));
  const second = resultOf(await placeOrder(company.as(), input));

  expect(first).toMatchObject({
    number: "SO-000001",
    status: "confirmed",
    invoiceState: "full",
    net: "54.00",
    tax: "10.80",
    total: "64.80",
  });
  expect(first.invoice).toMatchObject({ number: "INV-000001", state: "issued", total: "64.80", open: "64.80", dueOn: "2026-04-30" });
  expect(second.invoice?.number).toBe("INV-000002");
  const seen = await reading(company.as(), async ({ db }) => ({
    stock: await db.selectFrom("sales.stockLevel").select(["onHand", "reserved"]).execute(),
    lines: (
      await sql<{
        code: string;
        amount: bigint;
      }>`select a.code, l.amount from finance.journal_line l join finance.account a on a.id = l.account_id
        where l.entry_id = ${first.invoice?.entryId} order by l.position`.execute(db)
    ).rows,
    events: await db.selectFrom("shared.outbox").select(["type", "subject", "data"]).orderBy("position").execute(),
    order: await db
      .selectFrom("sales.salesOrder")
      .select(["number", "invoiceState", "deliveryState"])
      .where("id", "=", first.id)
      .executeTakeFirstOrThrow(),
  }));
  expect(seen.stock.map(({ reserved }) => Number(reserved))).toEqual([4, 4, 4]);
  expect(seen.lines).toEqual([
    { code: "1100", amount: 6480n },
    { code: "4000", amount: -5400n },
    { code: "2200", amount: -1080n },
  ]);
  expect(seen.order).toEqual({ number: "SO-000001", invoiceState: "full", deliveryState: "none" });
  expect(seen.events.slice(0, 3).map(({ type }) => type)).toEqual(["invoice.issued", "order.created", "order.confirmed"]);
  expect(seen.events[0]?.data).toMatchObject({ number: "INV-000001" });
});

test("the same request twice is one order; another request under the same key is refused", async () => {
  const company = await aCompany();
  const shop = await aShop(company);
  const input = order({ customerId: shop.customerId, confirm: true, lines: [{ productId: shop.productId, quantity: "1" }] });
  const actorId = company.as().actor.id;
  const once = { idempotencyKey: "k1", hash: "h1", actorId };

  const first = resultOf(await placeOrder(company.as(once), input));
  const again = company.as(once);
  const replay = resultOf(await placeOrder(again, input));

  expect(replay).toEqual(first);
  expect(again.report.replayed).toBe(true);
  expect(await placeOrder(company.as({ ...once, hash: "other" }), input)).toMatchObject({ fault: { code: "idempotency_key.reused" } });
  const both = await Promise.all([1, 2, 3, 4].map(() => placeOrder(company.as({ ...once, idempotencyKey: "k2" }), input)));
  expect(new Set(both.map((outcome) => resultOf(outcome).id)).size).toBe(1);
  expect(await reading(company.as(), ({ db }) => db.selectFrom("sales.salesOrder").select("number").orderBy("number").execute())).toEqual([
    { number: "SO-000001" },
    { number: "SO-000002" },
  ]);
});

test("a dry run shows the journal entry and leaves nothing, not even its key", async () => {
  const company = await aCompany();
  const shop = await aShop(company);
  const ctx = company.as({ dryRun: true, idempotencyKey: "k", hash: "h" });
  const outcome = resultOf(
    await placeOrder(ctx, order({ customerId: shop.customerId, invoice: true, lines: [{ productId: shop.productId, quantity: "1" }] })),
  );
  expect(outcome.invoice?.number).toBe("INV-000001");
  expect(ctx.report.preview?.journalEntries).toMatchObject([{ lines: [{ debit: "10.00" }, { credit: "10.00" }] }]);
  const left = await reading(company.as(), async ({ db }) => [
    ...(await db.selectFrom("sales.salesOrder").select("id").execute()),
    ...(await db.selectFrom("shared.idempotencyKey").select("key").execute()),
    ...(await db.selectFrom("shared.outbox").select("id").execute()),
  ]);
  expect(left).toEqual([]);
});

test("too little stock, an exceeded limit, no price and strangers are refused and leave nothing", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { onHand: "5", creditLimit: 3_000n });
  const take = (input: object) =>
    placeOrder(
      company.as(),
      order({ customerId: shop.customerId, confirm: true, lines: [{ productId: shop.productId, quantity: "1" }], ...input }),
    );
  expect(await take({ lines: [{ productId: shop.productId, quantity: "6" }] })).toMatchObject({
    fault: { code: "stock.not_enough", kind: "conflict" },
  });
  expect(await take({ lines: [{ productId: shop.productId, quantity: "4" }] })).toMatchObject({ fault: { code: "customer.credit_limit" } });
  expect(await take({ customerId: company.id })).toMatchObject({ fault: { code: "order.customer_missing" } });
  expect(await take({ lines: [{ productId: company.id, quantity: "1" }] })).toMatchObject({
    fault: { code: "order.product_missing", errors: [{ pointer: "/lines/0/productId" }] },
  });
  expect(
    await placeOrder(
      company.as({ grants: ["sales.order.read"] }),
      order({ customerId: shop.customerId, lines: [{ productId: shop.productId, quantity: "1" }] }),
    ),
  ).toMatchObject({ fault: { kind: "refused" } });
  const rival = await aCompany();
  expect(
    await placeOrder(rival.as(), order({ customerId: shop.customerId, lines: [{ productId: shop.productId, quantity: "1" }] })),
  ).toMatchObject({ fault: { code: "order.customer_missing" } });
  expect(await reading(company.as(), ({ db }) => db.selectFrom("sales.salesOrder").select("id").execute())).toEqual([]);
});

test("many at once never oversell, never pass the limit, and number without a gap", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { products: 2, onHand: "10", creditLimit: 1_000_000n });
  const [a = "", b = ""] = shop.productIds;
  const orders = Array.from({ length: 32 }, (_, at) =>
    placeOrder(
      company.as(),
      order({
        customerId: shop.customerId,
        invoice: true,
        lines: (at % 2 ? [a, b] : [b, a]).map((productId) => ({ productId, quantity: "1" })),
      }),
    ),
  );
  const outcomes = await Promise.all(orders);
  const numbers = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.invoice?.number] : [])).sort();
  expect(numbers).toEqual(Array.from({ length: 10 }, (_, at) => `INV-${String(at + 1).padStart(6, "0")}`));
  expect(outcomes.filter((outcome) => !outcome.ok).every((outcome) => !outcome.ok && outcome.fault.code === "stock.not_enough")).toBe(true);
});
