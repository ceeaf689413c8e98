import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { aCompany, type TestCompany, writing } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { listStock, listStockMoves } from "./list-stock.ts";
import { MoveQuery, StockQuery } from "./stock.ts";

let company: TestCompany;
const known = { warehouseId: "", productId: "" };
beforeAll(async () => {
  company = await aCompany();
  await writing(company.as(), async (tx) => {
    await sql`insert into sales.product (id, company_id, sku, name) select gen_random_uuid(), ${company.id}, 'L' || n, 'Product ' || md5(n::text) from generate_series(1, 20000) n`.execute(
      tx.db,
    );
    await sql`insert into sales.warehouse (id, company_id, code, name) values (gen_random_uuid(), ${company.id}, 'FAR', 'Far')`.execute(
      tx.db,
    );
    await sql`insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on)
      select gen_random_uuid(), ${company.id}, w.id, p.id, case when p.sku like '%50' then 'count' else 'receipt' end, 1, date '2026-03-31' - (abs(hashtext(p.sku)) % 700)
        from sales.product p join sales.warehouse w on w.code = 'MAIN' or p.sku like '%99'`.execute(tx.db);
    await sql`select sales.reserve_stock(w.id, array_agg(p.id), array_agg(1::numeric)) from sales.product p cross join sales.warehouse w where w.code = 'MAIN' and p.sku like '%7' group by w.id`.execute(
      tx.db,
    );
    known.warehouseId = (await tx.db.selectFrom("sales.warehouse").select("id").where("code", "=", "FAR").executeTakeFirstOrThrow()).id;
    known.productId = (await tx.db.selectFrom("sales.product").select("id").where("sku", "=", "L7").executeTakeFirstOrThrow()).id;
  });
  await analysed("sales.product", "sales.stock_level", "sales.stock_move", "sales.warehouse");
});

type Filter = Record<string, string | boolean>;
const filled = (filter: Filter) =>
  Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, value === true ? known[name as keyof typeof known] : value]));

test.each<[Filter]>([
  [{}],
  [{ warehouseId: true }],
  [{ productId: true }],
  [{ q: "a1b2" }],
  [{ available: "none" }],
  [{ available: "some" }],
])("twenty thousand levels, by %o: through an index, a page's worth of rows", async (filter) => {
  const tables = ["sales.stock_level", "sales.product"];
  const first = await readingCost(company, tables, (tx) => listStock(tx, StockQuery.parse(filled(filter))));
  expect(first.value.items.length).toBeGreaterThan(0);
  expect(first.scans).toBe(0);
  expect(first.fetched).toBeLessThan(3000);
  if (first.value.next === undefined) return;
  const second = await readingCost(company, tables, (tx) =>
    listStock(tx, StockQuery.parse({ ...filled(filter), after: first.value.next })),
  );
  expect(second.scans).toBe(0);
  expect(second.fetched).toBeLessThan(3000);
  expect(
    second.value.items.some((item) =>
      first.value.items.some((seen) => seen.productId === item.productId && seen.warehouseId === item.warehouseId),
    ),
  ).toBe(false);
});

test.each<[Filter]>([
  [{}],
  [{ warehouseId: true }],
  [{ productId: true }],
  [{ kind: "count" }],
  [{ from: "2025-06-01", to: "2025-06-30" }],
  [{ warehouseId: true, from: "2025-06-01", to: "2025-12-31" }],
])("twenty thousand moves, by %o: through an index, a page's worth of rows", async (filter) => {
  const tables = ["sales.stock_move", "sales.product"];
  const first = await readingCost(company, tables, (tx) => listStockMoves(tx, MoveQuery.parse(filled(filter))));
  expect(first.value.items.length).toBeGreaterThan(0);
  expect(first.scans).toBe(0);
  expect(first.fetched).toBeLessThan(7000);
  const days = first.value.items.map(({ movedOn }) => movedOn);
  expect(days).toEqual([...days].sort().reverse());
  if (first.value.next === undefined) return;
  const second = await readingCost(company, tables, (tx) =>
    listStockMoves(tx, MoveQuery.parse({ ...filled(filter), after: first.value.next })),
  );
  expect(second.scans).toBe(0);
  expect(second.value.items.some(({ id }) => first.value.items.some((seen) => seen.id === id))).toBe(false);
});
