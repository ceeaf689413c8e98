import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { clockOf } from "#core/kernel/clock.ts";
import { PriceInput } from "#core/sales/prices/price.ts";
import { setPrice } from "#core/sales/prices/set-prices.ts";
import { receiveStock } from "#core/sales/stock/change-stock.ts";
import { aCompany, reading, resultOf, type TestCompany, testPool, writing } from "#core/testing/company.ts";
import { analysed, countingReads, type ReadingCost } from "#core/testing/reading-cost.ts";
import { databaseOver } from "#functions/adapters/postgres.ts";
import { setCatalogueAddress } from "./catalogue-address.ts";
import { CategoryInput } from "./category.ts";
import { createCategory } from "./create-category.ts";
import { createProduct } from "./create-product.ts";
import { ProductInput } from "./product.ts";
import { addProductImage } from "./product-images.ts";
import { type CatalogueReader, catalogueCompany, getPublicImage, getPublicProduct, listPublicProducts } from "./public-catalogue.ts";
import { CatalogueQuery } from "./public-product.ts";
import { archiveProduct, publishProduct } from "./update-product.ts";

const database = databaseOver(testPool());
const imageUrl = (id: string) => `/i/${id}`;
const aName = () => `shop-${crypto.randomUUID().slice(0, 13)}`;

const aCatalogue = async () => {
  const company = await aCompany();
  const name = aName();
  resultOf(await setCatalogueAddress(company.as(), { name }));
  const found = resultOf(await catalogueCompany(database, name));
  const reader = (language = "en"): CatalogueReader => ({
    database,
    clock: clockOf(() => new Date("2026-03-31T12:00:00Z")),
    company: found,
    language,
  });
  return { company, name, reader };
};
const published = async (company: TestCompany, input: object) => {
  const product = resultOf(await createProduct(company.as(), ProductInput.parse(input)));
  return resultOf(await publishProduct(company.as(), { id: product.id }));
};
const skus = async (reader: CatalogueReader, filter: object = {}) =>
  resultOf(await listPublicProducts(reader, CatalogueQuery.parse(filter), imageUrl)).items.map(({ sku }) => sku);

test("a published product is shown in the language asked for, with its list price and how much there is", async () => {
  const { company, reader } = await aCatalogue();
  const category = resultOf(await createCategory(company.as(), CategoryInput.parse({ code: "tea", name: "Tea", names: { de: "Tee" } })));
  const chai = await published(company, {
    sku: "CHAI",
    name: "Chai",
    names: { de: "Gewürztee", "de-AT": "Chai-Tee" },
    categoryId: category.id,
  });
  const list = await reading(company.as(), ({ db }) => db.selectFrom("sales.priceList").select("id").executeTakeFirstOrThrow());
  const price = (unitPrice: string, more: object = {}) =>
    setPrice(company.as(), PriceInput.parse({ priceListId: list.id, productId: chai.id, unitPrice, ...more }));
  resultOf(await price("18", { validFrom: null }));
  resultOf(await price("15", { minQuantity: "100" }));
  resultOf(await price("20", { validFrom: "2026-04-01" }));
  const show = async (language?: string) => resultOf(await getPublicProduct(reader(language), "CHAI", imageUrl));
  expect(await show("de-AT")).toEqual({
    sku: "CHAI",
    name: "Chai-Tee",
    description: null,
    unit: "piece",
    attributes: {},
    category: { code: "tea", name: "Tee" },
    price: "18.00",
    pricesIncludeTax: false,
    currency: "GBP",
    availability: "out_of_stock",
    images: [],
  });
  expect((await show("de-CH")).name).toBe("Gewürztee");
  expect((await show("fr")).name).toBe("Chai");
  resultOf(await receiveStock(company.as(), { lines: [{ productId: chai.id, quantity: "3" }] }));
  expect((await show()).availability).toBe("low_stock");
  resultOf(await receiveStock(company.as(), { lines: [{ productId: chai.id, quantity: "30" }] }));
  expect((await show()).availability).toBe("in_stock");
  await published(company, { sku: "SERVICE", name: "Service", stocked: false });
  await published(company, { sku: "MADE", name: "Made to order", allowNegative: true });
  const items = resultOf(await listPublicProducts(reader(), CatalogueQuery.parse({}), imageUrl)).items;
  expect(items.map(({ sku, availability, price: shown }) => [sku, availability, shown])).toEqual([
    ["CHAI", "in_stock", "18.00"],
    ["MADE", "on_order", null],
    ["SERVICE", "in_stock", null],
  ]);
});

test("drafts, archived products and other companies' are not there, nor are their images", async () => {
  const { company, reader } = await aCatalogue();
  const rival = await aCatalogue();
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 1]);
  const product = await published(company, { sku: "A", name: "A" });
  resultOf(await createProduct(company.as(), ProductInput.parse({ sku: "DRAFT", name: "Draft" })));
  const { images } = resultOf(await addProductImage(company.as(), { id: product.id, bytes, mediaType: "image/jpeg", alt: "Front" }));
  const imageId = images[0]?.id ?? "";
  expect(resultOf(await getPublicProduct(reader(), "A", imageUrl)).images).toEqual([{ url: `/i/${imageId}`, alt: "Front" }]);
  expect(resultOf(await getPublicImage(reader(), imageId))).toMatchObject({ mediaType: "image/jpeg" });
  expect(await skus(reader())).toEqual(["A"]);
  expect(await skus(rival.reader())).toEqual([]);
  expect(await getPublicProduct(rival.reader(), "A", imageUrl)).toMatchObject({ fault: { code: "product.missing" } });
  expect(await getPublicImage(rival.reader(), imageId)).toMatchObject({ fault: { code: "image.missing" } });
  expect(await getPublicProduct(reader(), "DRAFT", imageUrl)).toMatchObject({ fault: { code: "product.missing" } });
  resultOf(await archiveProduct(company.as(), { id: product.id }));
  expect(await skus(reader())).toEqual([]);
  expect(await getPublicImage(reader(), imageId)).toMatchObject({ fault: { code: "image.missing" } });
});

test("a catalogue has a name of its own; an unknown name, or none among several companies, is nobody's", async () => {
  const { name } = await aCatalogue();
  const other = await aCompany();
  expect(await setCatalogueAddress(other.as(), { name })).toMatchObject({ fault: { code: "catalogue.name_taken" } });
  expect(await setCatalogueAddress(other.as({ grants: ["sales.product.read"] }), { name: aName() })).toMatchObject({
    fault: { kind: "refused" },
  });
  expect(await catalogueCompany(database, "nobody-here")).toMatchObject({ fault: { kind: "missing" } });
  expect(await catalogueCompany(database, undefined)).toMatchObject({ fault: { kind: "missing" } });
});

test("pages join, and filters reach below a category", async () => {
  const { company, reader } = await aCatalogue();
  const top = resultOf(await createCategory(company.as(), CategoryInput.parse({ code: "top", name: "Top" })));
  const below = resultOf(await createCategory(company.as(), CategoryInput.parse({ code: "below", name: "Below", parentId: top.id })));
  for (const [sku, categoryId] of [
    ["A", below.id],
    ["B", null],
    ["C", top.id],
  ] as const)
    await published(company, { sku, name: `Product ${sku}`, categoryId });
  const first = resultOf(await listPublicProducts(reader(), CatalogueQuery.parse({ limit: 2 }), imageUrl));
  expect(first.items.map(({ sku }) => sku)).toEqual(["A", "B"]);
  expect(await skus(reader(), { after: first.next })).toEqual(["C"]);
  expect(await skus(reader(), { category: "top" })).toEqual(["A", "C"]);
  expect(await skus(reader(), { q: "product b" })).toEqual(["B"]);
  expect(await listPublicProducts(reader(), CatalogueQuery.parse({ after: "x" }), imageUrl)).toMatchObject({
    fault: { code: "page.after" },
  });
});

test("whoever reads without a company sees no row of anyone's", async () => {
  await aCatalogue();
  const rows = await database.read({ companyId: "", actorId: "" }, (db) =>
    sql`select 1 from sales.product union all select 1 from shared.company union all select 1 from finance.party`.execute(db),
  );
  expect(rows.rows).toEqual([]);
});

let large: CatalogueReader;
beforeAll(async () => {
  const { company, reader } = await aCatalogue();
  large = reader();
  await writing(company.as(), async (tx) => {
    await sql`insert into sales.product (id, company_id, sku, name, state)
      select gen_random_uuid(), ${company.id}, 'L' || n, 'Product ' || md5(n::text), case when n % 2 = 0 then 'published' else 'draft' end from generate_series(1, 20000) n`.execute(
      tx.db,
    );
    await sql`insert into sales.price (id, company_id, price_list_id, product_id, unit_price)
      select gen_random_uuid(), ${company.id}, l.id, p.id, 5 from sales.product p cross join sales.price_list l`.execute(tx.db);
    await sql`insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on)
      select gen_random_uuid(), ${company.id}, w.id, p.id, 'receipt', 1, '2026-03-31' from sales.product p cross join sales.warehouse w`.execute(
      tx.db,
    );
  });
  await analysed("sales.product", "sales.price", "sales.stock_level");
});

test.each([[{}], [{ q: "a1b2" }], [{ limit: 200 }]])(
  "ten thousand published products, by %o: a page reads a page's worth of rows",
  async (filter) => {
    const costs: ReadingCost[] = [];
    const counting = { ...large, database: countingReads(database, ["sales.product", "sales.price", "sales.stock_level"], costs) };
    const page = resultOf(await listPublicProducts(counting, CatalogueQuery.parse(filter), imageUrl));
    expect(page.items.length).toBeGreaterThan(0);
    expect(costs).toEqual([{ scans: 0, fetched: expect.any(Number) }]);
    expect(costs[0]?.fetched).toBeLessThan(1500);
  },
);
