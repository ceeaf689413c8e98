import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { createProducts } from "#core/sales/catalogue/create-product.ts";
import { createCustomer } from "#core/sales/customers/create-customer.ts";
import { CustomerInput } from "#core/sales/customers/customer.ts";
import { aCompany, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { listPrices } from "./list-prices.ts";
import { PriceInput, PriceQuery, PriceQuestion } from "./price.ts";
import { PriceListInput, PriceListQuery } from "./price-list.ts";
import { createPriceList, listPriceLists, updatePriceList } from "./price-lists.ts";
import { resolvePrices } from "./resolve-prices.ts";
import { setPrice } from "./set-prices.ts";

const listsOf = async (company: TestCompany, filter: object = {}) =>
  resultOf(await listPriceLists(company.as(), PriceListQuery.parse(filter))).items;
const aList = async (company: TestCompany, input: object) =>
  resultOf(await createPriceList(company.as(), PriceListInput.parse({ name: "List", ...input })));

test("the customer's list goes before the default one, in it the highest quantity reached, on the day", async () => {
  const company = await aCompany();
  const { results } = resultOf(
    await createProducts(company.as(), { mode: "all", products: ["A", "B", "C"].map((sku) => ({ sku, name: sku })) }),
  );
  const [a, b, c] = results.map(({ id }) => id ?? "");
  const [standard] = await listsOf(company);
  const special = await aList(company, { code: "SPECIAL", currency: "GBP", pricesIncludeTax: true });
  const set = async (priceListId: string | undefined, productId: string | undefined, unitPrice: string, more: object = {}) =>
    resultOf(await setPrice(company.as(), PriceInput.parse({ priceListId, productId, unitPrice, validFrom: null, ...more })));
  await set(standard?.id, a, "10");
  await set(standard?.id, a, "8", { minQuantity: "100" });
  await set(standard?.id, b, "20");
  await set(special.id, a, "9");
  await set(special.id, a, "7.5", { minQuantity: "50" });
  await set(special.id, a, "11", { validFrom: "2026-06-01" });

  const customer = resultOf(await createCustomer(company.as(), CustomerInput.parse({ name: "Special", priceListId: special.id })));
  const ask = async (customerId: string | null, on: string, ...lines: [string | undefined, string][]) =>
    resultOf(
      await resolvePrices(
        company.as(),
        PriceQuestion.parse({ customerId, on, lines: lines.map(([productId, quantity]) => ({ productId, quantity })) }),
      ),
    ).lines.map(({ unitPrice, pricesIncludeTax }) => [unitPrice, pricesIncludeTax]);
  expect(await ask(customer.id, "2026-03-31", [a, "1"], [b, "1"], [c, "1"], [a, "50"], [a, "100"])).toEqual([
    ["9", true],
    ["20", false],
    [null, null],
    ["7.5", true],
    ["7.5", true],
  ]);
  expect(await ask(customer.id, "2026-06-01", [a, "1"])).toEqual([["11", true]]);
  expect(await ask(null, "2026-03-31", [a, "99.999999"], [a, "100"])).toEqual([
    ["10", false],
    ["8", false],
  ]);
  resultOf(await updatePriceList(company.as(), { id: special.id, changes: { active: false } }));
  expect(await ask(customer.id, "2026-03-31", [a, "1"])).toEqual([["10", false]]);
  const inDollars = await resolvePrices(
    company.as(),
    PriceQuestion.parse({ customerId: customer.id, currency: "USD", lines: [{ productId: a }] }),
  );
  expect(inDollars).toMatchObject({ value: { currency: "USD", lines: [{ unitPrice: null }] } });
  const stranger = await resolvePrices(company.as(), PriceQuestion.parse({ customerId: crypto.randomUUID(), lines: [{ productId: a }] }));
  expect(stranger).toMatchObject({ fault: { code: "customer.missing" } });
  const rival = await aCompany();
  expect(await resolvePrices(rival.as(), PriceQuestion.parse({ customerId: customer.id, lines: [{ productId: a }] }))).toMatchObject({
    fault: { code: "customer.missing" },
  });
  expect(await resolvePrices(company.as({ grants: [] }), PriceQuestion.parse({ lines: [{ productId: a }] }))).toMatchObject({
    fault: { kind: "refused" },
  });
});

test("there is one default in each currency, and it stays in use; of two made default at once one remains", async () => {
  const company = await aCompany();
  const [standard] = await listsOf(company);
  const euro = await aList(company, { code: "EURO", currency: "EUR", isDefault: true });
  const summer = await aList(company, { code: "SUMMER", currency: "GBP", isDefault: true });
  expect((await listsOf(company)).map(({ code, isDefault }) => [code, isDefault])).toEqual([
    ["EURO", true],
    ["STANDARD", false],
    ["SUMMER", true],
  ]);
  expect(await updatePriceList(company.as(), { id: summer.id, changes: { active: false } })).toMatchObject({
    fault: { code: "price_list.default" },
  });
  expect(await updatePriceList(company.as(), { id: euro.id, expectedVersion: 9, changes: { name: "x" } })).toMatchObject({
    fault: { kind: "stale" },
  });
  expect(await createPriceList(company.as(), PriceListInput.parse({ code: "EURO", name: "x", currency: "EUR" }))).toMatchObject({
    fault: { code: "price_list.code_taken" },
  });
  const winter = await aList(company, { code: "WINTER", currency: "GBP" });
  await Promise.all([standard?.id ?? "", winter.id].map((id) => updatePriceList(company.as(), { id, changes: { isDefault: true } })));
  expect((await listsOf(company, { currency: "GBP" })).filter(({ isDefault }) => isDefault)).toHaveLength(1);
  const rival = await aCompany();
  expect(await updatePriceList(rival.as(), { id: euro.id, changes: { name: "x" } })).toMatchObject({ fault: { kind: "missing" } });
  expect(await updatePriceList(company.as({ grants: ["sales.price.read"] }), { id: euro.id, changes: { name: "x" } })).toMatchObject({
    fault: { kind: "refused" },
  });
});

let large: TestCompany;
let lists: readonly { id: string }[];
let productIds: string[];
beforeAll(async () => {
  large = await aCompany();
  await aList(large, { code: "RARE", currency: "GBP" });
  lists = await listsOf(large);
  productIds = await writing(large.as(), async (tx) => {
    await sql`insert into sales.product (id, company_id, sku, name) select gen_random_uuid(), ${large.id}, 'L' || n, 'Product ' || md5(n::text) from generate_series(1, 20000) n`.execute(
      tx.db,
    );
    await sql`insert into sales.price (id, company_id, price_list_id, product_id, unit_price, min_quantity)
      select gen_random_uuid(), ${large.id}, l.id, p.id, 5, 0 from sales.product p cross join sales.price_list l
       where l.code <> 'RARE' or p.sku like '%99'`.execute(tx.db);
    const products = await tx.db.selectFrom("sales.product").select("id").limit(50).execute();
    return products.map(({ id }) => id);
  });
  await analysed("sales.product", "sales.price", "sales.price_list");
});

const tables = ["sales.product", "sales.price"];
test.each([[{}], [{ list: true }], [{ product: true }], [{ on: "2026-03-31" }], [{ q: "a1b2" }]])(
  "twenty thousand prices, by %o: through an index, a page's worth of rows",
  async ({ list, product, ...filter }: Record<string, unknown>) => {
    const rare = lists.find((_, index) => index === 0)?.id;
    const own = { ...(list ? { priceListId: rare } : {}), ...(product ? { productId: productIds[0] } : {}) };
    const first = await readingCost(large, tables, (tx) => listPrices(tx, PriceQuery.parse({ ...filter, ...own })));
    expect(first.value.items.length).toBeGreaterThan(0);
    expect(first.scans).toBe(0);
    expect(first.fetched).toBeLessThan(2500);
    if (first.value.next === undefined) return;
    const second = await readingCost(large, tables, (tx) =>
      listPrices(tx, PriceQuery.parse({ ...filter, ...own, after: first.value.next })),
    );
    expect(second.scans).toBe(0);
    expect(second.fetched).toBeLessThan(2500);
    expect(second.value.items.length).toBeGreaterThan(0);
  },
);

test("fifty lines are priced in one statement that reads no more than their prices", async () => {
  const question = PriceQuestion.parse({ lines: productIds.map((productId) => ({ productId })) });
  const cost = await readingCost(large, tables, (tx) => resolvePrices(tx, question));
  expect(cost.value.lines.map(({ unitPrice }) => unitPrice)).toEqual(productIds.map(() => "5"));
  expect(cost.scans).toBe(0);
  expect(cost.fetched).toBeLessThan(250);
});
