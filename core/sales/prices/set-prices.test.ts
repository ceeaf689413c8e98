import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#core/kernel/clock.ts";
import { createProducts } from "#core/sales/catalogue/create-product.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { listPrices } from "./list-prices.ts";
import { PriceInput, PriceQuery } from "./price.ts";
import { resolvePrices } from "./resolve-prices.ts";
import { removePrice, setPrice, setPrices } from "./set-prices.ts";

const withProducts = async (count = 1) => {
  const company = await aCompany();
  const products = Array.from({ length: count }, (_, index) => ({ sku: `P${index}`, name: `Product ${index}` }));
  const { results } = resultOf(await createProducts(company.as(), { mode: "all", products }));
  const list = await reading(company.as(), ({ db }) => db.selectFrom("sales.priceList").select("id").executeTakeFirstOrThrow());
  const productIds = results.map(({ id }) => id ?? "");
  const price = (unitPrice: string, more: object = {}) =>
    PriceInput.parse({ priceListId: list.id, productId: productIds[0], unitPrice, ...more });
  return { company, productIds, priceListId: list.id, price };
};

const ranges = async (company: TestCompany) =>
  resultOf(await listPrices(company.as(), PriceQuery.parse({ limit: 200 })))
    .items.map(({ validFrom, validTo, unitPrice }) => [validFrom, validTo, unitPrice])
    .sort((left, right) => (String(left[0] ?? "") < String(right[0] ?? "") ? -1 : 1));

test("a new price ends the one before it the day before it begins, and is told with what it was", async () => {
  const { company, price } = await withProducts();
  resultOf(await setPrice(company.as(), price("10", { validFrom: null })));
  const second = resultOf(await setPrice(company.as(), price("12.5")));
  expect(second).toMatchObject({ validFrom: "2026-03-31", validTo: null, unitPrice: "12.5", sku: "P0", currency: "GBP" });
  expect(await ranges(company)).toEqual([
    [null, "2026-03-30", "10"],
    ["2026-03-31", null, "12.5"],
  ]);
  const audit = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.audit").select(["before"]).where("subjectId", "=", second.id).executeTakeFirstOrThrow(),
  );
  expect(audit.before).toEqual({ unitPrice: "10" });
});

test("a price between others keeps what comes after, a limited one leaves both sides, a longer one replaces what it covers", async () => {
  const { company, price } = await withProducts();
  await setPrice(company.as(), price("10", { validFrom: "2026-01-01" }));
  await setPrice(company.as(), price("30", { validFrom: "2026-12-01" }));
  await setPrice(company.as(), price("20", { validFrom: "2026-06-01" }));
  expect(await ranges(company)).toEqual([
    ["2026-01-01", "2026-05-31", "10"],
    ["2026-06-01", "2026-11-30", "20"],
    ["2026-12-01", null, "30"],
  ]);
  await setPrice(company.as(), price("5", { validFrom: "2026-07-01", validTo: "2026-07-31" }));
  expect(await ranges(company)).toEqual([
    ["2026-01-01", "2026-05-31", "10"],
    ["2026-06-01", "2026-06-30", "20"],
    ["2026-07-01", "2026-07-31", "5"],
    ["2026-08-01", "2026-11-30", "20"],
    ["2026-12-01", null, "30"],
  ]);
  await setPrice(company.as(), price("7", { validFrom: "2026-05-15", validTo: "2026-12-31" }));
  expect(await ranges(company)).toEqual([
    ["2026-01-01", "2026-05-14", "10"],
    ["2026-05-15", "2026-12-31", "7"],
    ["2027-01-01", null, "30"],
  ]);
});

test("setting what is so already changes and tells nothing, so an import may be repeated", async () => {
  const { company, price } = await withProducts();
  const first = resultOf(await setPrice(company.as(), price("10", { externalId: "x" })));
  expect(resultOf(await setPrice(company.as(), price("10.00", { externalId: "x" }))).id).toBe(first.id);
  const events = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.outbox").select("type").where("type", "=", "price.changed").execute(),
  );
  expect(events).toHaveLength(1);
  resultOf(await setPrice(company.as(), price("11", { externalId: "x" })));
  expect(await ranges(company)).toEqual([["2026-03-31", null, "11"]]);
});

test("a thousand prices in one call, several of one product in the order of their days", async () => {
  const { company, productIds, priceListId } = await withProducts(500);
  const prices = productIds.flatMap((productId, index) => [
    { priceListId, productId, unitPrice: `${index}.50`, validFrom: "2026-06-01" },
    { priceListId, productId, unitPrice: `${index}`, validFrom: "2026-01-01" },
  ]);
  expect(resultOf(await setPrices(company.as(), { mode: "all", prices })).created).toBe(1000);
  const on = async (day: string) =>
    resultOf(await resolvePrices(company.as(), { customerId: null, on: day, lines: [{ productId: productIds[7] ?? "", quantity: "1" }] }));
  expect((await on("2026-05-31")).lines[0]?.unitPrice).toBe("7");
  expect((await on("2026-06-01")).lines[0]?.unitPrice).toBe("7.5");

  const mixed = [
    { priceListId, productId: crypto.randomUUID(), unitPrice: "1" },
    { priceListId, productId: productIds[0], unitPrice: "-1" },
    { priceListId, productId: productIds[0], unitPrice: "1" },
  ];
  const each = resultOf(await setPrices(company.as(), { mode: "each", prices: mixed }));
  expect(each.results.map(({ problem }) => problem?.code)).toEqual(["price.product", "invalid", undefined]);
  expect(await setPrices(company.as(), { mode: "all", prices: mixed })).toMatchObject({ fault: { code: "bulk.refused" } });
});

test("prices set at once never overlap, none is lost, and no deadlock shows", async () => {
  const { company, price, productIds, priceListId } = await withProducts(2);
  const outcomes = await Promise.all(
    Array.from({ length: 16 }, (_, index) => setPrice(company.as(), price(`${index + 1}`, { validFrom: addDays("2026-04-01", index) }))),
  );
  outcomes.map(resultOf);
  const stored = await ranges(company);
  expect(stored).toHaveLength(16);
  expect(stored.at(-1)?.[1]).toBeNull();
  for (const [index, [, validTo]] of stored.slice(0, -1).entries()) expect(validTo).toBe(addDays(String(stored[index + 1]?.[0]), -1));

  const [left, right] = [
    { priceListId, productId: productIds[0], unitPrice: "1" },
    { priceListId, productId: productIds[1], unitPrice: "2" },
  ];
  const crossed = await Promise.all(
    Array.from({ length: 12 }, (_, index) => setPrices(company.as(), { mode: "all", prices: index % 2 ? [left, right] : [right, left] })),
  );
  crossed.map(resultOf);
});

test("whatever is set in whatever order, every day has the price set last for it", async () => {
  const { company, price } = await withProducts();
  const origin = "2026-01-01";
  const setting = fc.record({
    from: fc.integer({ min: 0, max: 20 }),
    days: fc.integer({ min: 1, max: 10 }),
    amount: fc.integer({ min: 1, max: 5 }),
  });
  const expected = new Map<string, string>();
  await fc.assert(
    fc.asyncProperty(setting, async ({ from, days, amount }) => {
      resultOf(
        await setPrice(company.as(), price(`${amount}`, { validFrom: addDays(origin, from), validTo: addDays(origin, from + days - 1) })),
      );
      for (let day = from; day < from + days; day++) expected.set(addDays(origin, day), `${amount}`);
      const stored = await ranges(company);
      for (const [day, amountThen] of expected)
        expect(
          stored.filter(([validFrom, validTo]) => String(validFrom) <= day && day <= String(validTo)).map(([, , unit]) => unit),
        ).toEqual([amountThen]);
    }),
    { numRuns: 40 },
  );
});

test("the wrong role, a rival's product and list, a taken external id and days the wrong way round are refused", async () => {
  const { company, price, productIds, priceListId } = await withProducts(2);
  const rival = await withProducts();
  expect(await setPrice(company.as({ grants: ["sales.price.read"] }), price("1"))).toMatchObject({ fault: { kind: "refused" } });
  expect(await setPrice(company.as(), price("1", { productId: rival.productIds[0] }))).toMatchObject({ fault: { code: "price.product" } });
  expect(await setPrice(company.as(), price("1", { priceListId: rival.priceListId }))).toMatchObject({ fault: { code: "price.list" } });
  const first = resultOf(await setPrice(company.as(), price("1", { externalId: "x" })));
  expect(await setPrice(company.as(), price("1", { externalId: "x", productId: productIds[1] }))).toMatchObject({
    fault: { code: "price.external_id_taken" },
  });
  expect(
    PriceInput.safeParse({ priceListId, productId: productIds[0], unitPrice: "1", validFrom: "2026-02-01", validTo: "2026-01-01" }).success,
  ).toBe(false);
  expect(await setPrice(company.as(), price("1", { validTo: "2026-01-01" }))).toMatchObject({ fault: { code: "price.dates" } });
  expect(await removePrice(rival.company.as(), { id: first.id })).toMatchObject({ fault: { kind: "missing" } });
  resultOf(await removePrice(company.as(), { id: first.id }));
  expect(await removePrice(company.as(), { id: first.id })).toMatchObject({ fault: { kind: "missing" } });
});

test("the same key twice sets one price", async () => {
  const { company, price } = await withProducts();
  const request = { actorId: crypto.randomUUID(), idempotencyKey: "k", hash: "h" };
  const first = resultOf(await setPrice(company.as(request), price("3")));
  const again = company.as(request);
  expect(resultOf(await setPrice(again, price("3"))).id).toBe(first.id);
  expect(again.report.replayed).toBe(true);
});
