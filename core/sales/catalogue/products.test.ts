import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { CategoryInput } from "./category.ts";
import { createCategory } from "./create-category.ts";
import { createProduct, createProducts } from "./create-product.ts";
import { getProduct } from "./get-product.ts";
import { listProducts } from "./list-products.ts";
import { ProductInput, ProductQuery } from "./product.ts";
import { archiveProduct, publishProduct, updateProduct } from "./update-product.ts";

const chai = (more: object = {}) =>
  ProductInput.parse({ sku: "CHAI", name: "Chai", names: { de: "Tee" }, attributes: { bags: 20, organic: true }, ...more });
const aProduct = async (company: TestCompany, more: object = {}) => resultOf(await createProduct(company.as(), chai(more)));
const eventsOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) =>
    (await db.selectFrom("shared.outbox").select("type").orderBy("position").execute()).map(({ type }) => type),
  );

test("a product goes from draft to published to archived, and each step is told", async () => {
  const company = await aCompany();
  const product = await aProduct(company);
  expect(resultOf(await getProduct(company.as(), { id: product.id }))).toMatchObject({
    ...product,
    createdAt: expect.anything(),
    updatedAt: expect.anything(),
  });
  expect(product).toMatchObject({ state: "draft", unit: "piece", taxClass: "standard", images: [] });
  expect(resultOf(await publishProduct(company.as(), { id: product.id, expectedVersion: 1 })).state).toBe("published");
  expect(await publishProduct(company.as(), { id: product.id })).toMatchObject({ fault: { code: "product.already_published" } });
  expect(await archiveProduct(company.as(), { id: product.id, expectedVersion: 1 })).toMatchObject({ fault: { kind: "stale" } });
  expect(resultOf(await archiveProduct(company.as(), { id: product.id })).state).toBe("archived");
  expect(await eventsOf(company)).toEqual(["product.created", "product.published", "product.updated"]);
});

test("a change keeps what it does not name", async () => {
  const company = await aCompany();
  const product = await aProduct(company);
  const changed = resultOf(
    await updateProduct(company.as(), {
      id: product.id,
      expectedVersion: 1,
      changes: { names: { de: "Tee", fr: "Thé" }, description: "Ten boxes" },
    }),
  );
  expect(changed).toMatchObject({ names: { fr: "Thé" }, attributes: { bags: 20, organic: true }, version: 2 });
  expect(resultOf(await getProduct(company.as(), { id: product.id }))).toMatchObject({ names: { fr: "Thé" }, description: "Ten boxes" });
  expect(resultOf(await updateProduct(company.as(), { id: product.id, changes: { name: "Chai" } })).version).toBe(2);
});

test("the wrong role, a rival, a taken SKU, an unknown category and a stale change are refused", async () => {
  const company = await aCompany();
  const rival = await aCompany();
  const product = await aProduct(company);
  const change = { id: product.id, changes: { name: "x" } };
  expect(await createProduct(company.as({ grants: ["sales.product.read"] }), chai())).toMatchObject({ fault: { kind: "refused" } });
  expect(await updateProduct(rival.as(), change)).toMatchObject({ fault: { code: "product.missing" } });
  expect(await getProduct(rival.as(), { id: product.id })).toMatchObject({ fault: { code: "product.missing" } });
  expect(await createProduct(company.as(), chai())).toMatchObject({ fault: { code: "product.sku_taken" } });
  expect(await createProduct(company.as(), chai({ sku: "B", categoryId: crypto.randomUUID() }))).toMatchObject({
    fault: { code: "product.category" },
  });
  expect(await updateProduct(company.as(), { ...change, changes: { categoryId: crypto.randomUUID() } })).toMatchObject({
    fault: { code: "product.category" },
  });
  await aProduct(company, { sku: "TAKEN" });
  expect(await updateProduct(company.as(), { ...change, changes: { sku: "TAKEN" } })).toMatchObject({
    fault: { code: "product.sku_taken" },
  });
  const guarded = () => updateProduct(company.as(), { ...change, expectedVersion: 1, changes: { name: crypto.randomUUID() } });
  const outcomes = await Promise.all([guarded(), guarded(), guarded()]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

test("the same key twice and two at once create one product", async () => {
  const company = await aCompany();
  const request = { actorId: crypto.randomUUID(), idempotencyKey: "k", hash: "h" };
  const both = await Promise.all([createProduct(company.as(request), chai()), createProduct(company.as(request), chai())]);
  const [first, second] = both.map(resultOf);
  expect(first?.id).toBe(second?.id);
  const outcomes = await Promise.all([createProduct(company.as(), chai({ sku: "R" })), createProduct(company.as(), chai({ sku: "R" }))]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await eventsOf(company)).toEqual(["product.created", "product.created"]);
});

test("a thousand in one call; each mode answers row by row", async () => {
  const company = await aCompany();
  const products = Array.from({ length: 1000 }, (_, index) => ({ sku: `SKU-${index}`, name: `Product ${index}` }));
  expect(resultOf(await createProducts(company.as(), { mode: "all", products })).created).toBe(1000);
  const mixed = [
    { sku: "SKU-1", name: "Taken" },
    { sku: "NEW", name: "New", externalId: "e" },
    { sku: "", name: "Bad" },
    { sku: "N2", name: "x", externalId: "e" },
  ];
  const each = resultOf(await createProducts(company.as(), { mode: "each", products: mixed }));
  expect(each.results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
    "product.sku_taken",
    "created",
    "invalid",
    "product.external_id_taken",
  ]);
  expect(await createProducts(company.as(), { mode: "all", products: mixed.slice(0, 2) })).toMatchObject({
    fault: { code: "bulk.refused", errors: [{ pointer: "/products/0" }, { pointer: "/products/1" }] },
  });
});

test("whether it may go below zero follows to its stock, and is refused where stock is below zero", async () => {
  const company = await aCompany();
  const product = await aProduct(company);
  await writing(company.as(), async (tx) => {
    const warehouse = await tx.db.selectFrom("sales.warehouse").select("id").executeTakeFirstOrThrow();
    await tx.db
      .insertInto("sales.stockLevel")
      .values({ companyId: company.id, warehouseId: warehouse.id, productId: product.id })
      .execute();
  });
  const level = () =>
    reading(company.as(), ({ db }) => db.selectFrom("sales.stockLevel").select(["onHand", "allowNegative"]).executeTakeFirstOrThrow());
  resultOf(await updateProduct(company.as(), { id: product.id, changes: { allowNegative: true } }));
  expect((await level()).allowNegative).toBe(true);
  await writing(company.as(), (tx) =>
    sql`insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on)
        select ${crypto.randomUUID()}, ${company.id}, id, ${product.id}, 'issue', -3, '2026-03-31' from sales.warehouse`.execute(tx.db),
  );
  expect(await updateProduct(company.as(), { id: product.id, changes: { allowNegative: false } })).toMatchObject({
    fault: { kind: "conflict" },
  });
  expect(await level()).toEqual({ onHand: "-3.000000", allowNegative: true });
});

let large: TestCompany;
let categoryId: string;
beforeAll(async () => {
  large = await aCompany();
  const top = resultOf(await createCategory(large.as(), CategoryInput.parse({ code: "top", name: "Top" })));
  const below = resultOf(await createCategory(large.as(), CategoryInput.parse({ code: "below", name: "Below", parentId: top.id })));
  categoryId = top.id;
  await writing(large.as(), (tx) =>
    sql`insert into sales.product (id, company_id, sku, name, state, stocked, category_id)
        select gen_random_uuid(), ${large.id}, 'L' || n, 'Product ' || md5(n::text), case when n % 400 = 0 then 'archived' when n % 3 = 0 then 'draft' else 'published' end,
               n % 100 <> 0, case when n % 100 = 7 then ${below.id}::uuid end
          from generate_series(1, 20000) n`.execute(tx.db),
  );
  await analysed("sales.product", "sales.category");
});

test.each([
  [{}],
  [{ sort: "-sku" }],
  [{ sort: "name" }],
  [{ sort: "-created" }],
  [{ q: "a1b2" }],
  [{ q: "L1999", sort: "name" }],
  [{ state: "archived" }],
  [{ state: "published", sort: "name" }],
  [{ stocked: "false" }],
  [{ category: true }],
  [{ category: true, sort: "name" }],
])(
  "twenty thousand products, by %o: through an index, a page's worth of rows",
  async ({ category, ...filter }: Record<string, unknown>) => {
    const own = category ? { categoryId } : {};
    const most = category ? 8000 : 1500; // one in a hundred is in the category: those between are stepped over in the order of the index
    const first = await readingCost(large, ["sales.product"], (tx) => listProducts(tx, ProductQuery.parse({ ...filter, ...own })));
    expect(first.value.items.length).toBeGreaterThan(0);
    expect(first).toMatchObject({ scans: 0 });
    expect(first.fetched).toBeLessThan(most);
    if (first.value.next === undefined) return;
    const { after, ...second } = await readingCost(large, ["sales.product"], (tx) =>
      listProducts(tx, ProductQuery.parse({ ...filter, ...own, after: first.value.next })),
    ).then((cost) => ({ ...cost, after: cost.value.items.map(({ id }) => id) }));
    expect(second).toMatchObject({ scans: 0 });
    expect(second.fetched).toBeLessThan(most);
    expect(after.some((id) => first.value.items.some((item) => item.id === id))).toBe(false);
  },
);
