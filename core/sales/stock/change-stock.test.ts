import { sql } from "kysely";
import { expect, test } from "vitest";
import { command } from "#core/kernel/command.ts";
import { done } from "#core/kernel/fault.ts";
import { createProducts } from "#core/sales/catalogue/create-product.ts";
import { updateProduct } from "#core/sales/catalogue/update-product.ts";
import { asApplication } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { adjustStock, countStock, receiveStock } from "./change-stock.ts";
import { listStock, listStockMoves } from "./list-stock.ts";
import { AdjustmentInput, CountInput, MoveQuery, StockQuery } from "./stock.ts";
import { createWarehouse, listWarehouses, updateWarehouse } from "./warehouses.ts";

const withGoods = async (quantities: readonly string[] = [], product: object = {}) => {
  const company = await aCompany();
  const products = Array.from({ length: Math.max(1, quantities.length) }, (_, index) => ({
    sku: `P${index}`,
    name: `Product ${index}`,
    ...product,
  }));
  const created = resultOf(await createProducts(company.as(), { mode: "all", products }));
  const productIds = created.results.map(({ id }) => id ?? "");
  const lines = quantities.flatMap((quantity, index) => (quantity === "0" ? [] : [{ productId: productIds[index] ?? "", quantity }]));
  if (lines.length > 0) resultOf(await receiveStock(company.as(), { lines }));
  const [warehouse] = resultOf(await listWarehouses(company.as(), { limit: 50 })).items;
  return { company, productIds, productId: productIds[0] ?? "", warehouseId: warehouse?.id ?? "" };
};

const levelsOf = async (company: TestCompany) =>
  resultOf(await listStock(company.as(), StockQuery.parse({ limit: 200 }))).items.map(({ sku, onHand, reserved, available }) => [
    sku,
    onHand,
    reserved,
    available,
  ]);

const reserve = command(
  "sales.order.confirm",
  async (tx, { warehouseId, goods }: { warehouseId: string; goods: readonly [string, string][] }) => {
    await sql`select sales.reserve_stock(${warehouseId}::uuid, ${goods.map(([id]) => id)}::uuid[], ${goods.map(([, quantity]) => quantity)}::numeric[])`.execute(
      tx.db,
    );
    return done("reserved");
  },
);

test("goods are received, counted and corrected; every step is a move", async () => {
  const { company, productId, warehouseId } = await withGoods(["10"]);
  const counted = resultOf(await countStock(company.as(), { lines: [{ productId, counted: "7.5" }], reason: "Year end" }));
  expect(counted).toMatchObject({
    kind: "count",
    warehouseId,
    movedOn: "2026-03-31",
    lines: [{ productId, quantity: "-2.5", onHand: "7.5" }],
  });
  expect(resultOf(await countStock(company.as(), { lines: [{ productId, counted: "7.50" }] })).lines).toEqual([]);
  resultOf(await adjustStock(company.as(), { reason: "Broken", movedOn: "2026-03-30", lines: [{ productId, quantity: "-0.5" }] }));
  expect(await levelsOf(company)).toEqual([["P0", "7", "0", "7"]]);
  const moves = resultOf(await listStockMoves(company.as(), MoveQuery.parse({}))).items;
  expect(moves.map(({ kind, quantity, movedOn }) => [kind, quantity, movedOn])).toEqual([
    ["count", "-2.5", "2026-03-31"],
    ["receipt", "10", "2026-03-31"],
    ["adjustment", "-0.5", "2026-03-30"],
  ]);
  const events = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.outbox").select("type").where("type", "like", "stock.%").orderBy("position").execute(),
  );
  expect(events.map(({ type }) => type)).toEqual(["stock.received", "stock.counted", "stock.counted", "stock.adjusted"]);
});

test("the first count of goods that never moved sets what there is", async () => {
  const { company, productId } = await withGoods();
  expect(resultOf(await countStock(company.as(), { lines: [{ productId, counted: "4" }] })).lines).toMatchObject([
    { quantity: "4", onHand: "4" },
  ]);
});

test("below zero is refused, and so is counting less than is promised", async () => {
  const { company, productId, warehouseId } = await withGoods(["3"]);
  const correct = (quantity: string) => adjustStock(company.as(), { reason: "x", lines: [{ productId, quantity }] });
  expect(await correct("-3.000001")).toMatchObject({ fault: { code: "stock.not_enough" } });
  resultOf(await reserve(company.as(), { warehouseId, goods: [[productId, "2"]] }));
  expect(await correct("-2")).toMatchObject({ fault: { code: "stock.not_enough" } });
  expect(await countStock(company.as(), { lines: [{ productId, counted: "1" }] })).toMatchObject({ fault: { code: "stock.not_enough" } });
  resultOf(await correct("-1"));
  expect(await levelsOf(company)).toEqual([["P0", "2", "2", "0"]]);
});

test("of thirty-two that want the last ten, ten get one each, and a refusal says what is missing", async () => {
  const { company, productId, warehouseId } = await withGoods(["10"]);
  const outcomes = await Promise.all(Array.from({ length: 32 }, () => reserve(company.as(), { warehouseId, goods: [[productId, "1"]] })));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10);
  for (const outcome of outcomes.filter(({ ok }) => !ok))
    expect(outcome).toMatchObject({ fault: { code: "stock.not_enough", detail: "There is not enough stock of P0 (0 free, 1 wanted)." } });
  expect(await levelsOf(company)).toEqual([["P0", "10", "10", "0"]]);
});

test("goods wanted in opposite orders are queued, never deadlocked", async () => {
  const { company, productIds, warehouseId } = await withGoods(["1000", "1000", "1000", "1000"]);
  const goods = productIds.map((id): [string, string] => [id, "1"]);
  const reservations = Array.from({ length: 24 }, (_, index) =>
    reserve(company.as(), { warehouseId, goods: index % 2 ? goods : [...goods].reverse() }),
  );
  const lines = productIds.map((id) => ({ productId: id, quantity: "-1" }));
  const corrections = Array.from({ length: 12 }, (_, index) =>
    adjustStock(company.as(), { reason: "x", lines: index % 2 ? lines : [...lines].reverse() }),
  );
  const counts = Array.from({ length: 4 }, (_, index) =>
    countStock(company.as(), {
      lines: (index % 2 ? productIds : [...productIds].reverse()).map((id) => ({ productId: id, counted: "900" })),
    }),
  );
  const outcomes = await Promise.all([...reservations, ...corrections, ...counts]);
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  const sums = await reading(company.as(), ({ db }) =>
    sql<{ wrong: number }>`
    select count(*)::integer as wrong from sales.stock_level s
     where s.reserved <> 24 or s.on_hand <> (select sum(m.quantity) from sales.stock_move m where m.product_id = s.product_id)`.execute(db),
  );
  expect(sums.rows).toEqual([{ wrong: 0 }]);
});

test("the order of locks, not the pipeline's retries, keeps deadlocks away", async () => {
  const { company, productIds, warehouseId } = await withGoods(["1000", "1000", "1000", "1000", "1000", "1000"]);
  const reversed = [...productIds].reverse();
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      asApplication(company, async (db) => {
        const ids = index % 2 ? productIds : reversed;
        if (index % 3 === 0)
          await sql`select sales.reserve_stock(${warehouseId}::uuid, ${ids}::uuid[], ${ids.map(() => "1")}::numeric[])`.execute(db);
        else
          await sql`insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on)
            select gen_random_uuid(), ${company.id}, ${warehouseId}::uuid, id, 'receipt', 1, '2026-03-31' from unnest(${ids}::uuid[]) as g (id)`.execute(
            db,
          );
        await sql`select pg_sleep(0.005)`.execute(db); // holds its locks long enough for the others to want them
      }),
    ),
  );
  expect(new Set(await levelsOf(company).then((levels) => levels.map(([, onHand, reserved]) => `${onHand} ${reserved}`)))).toEqual(
    new Set(["1020 10"]),
  );
});

test("receipts, corrections and promises at once leave what their sums say", async () => {
  const { company, productId, warehouseId } = await withGoods(["5"]);
  const work = Array.from({ length: 30 }, (_, index) =>
    index % 3 === 0
      ? receiveStock(company.as(), { lines: [{ productId, quantity: "1" }] })
      : index % 3 === 1
        ? adjustStock(company.as(), { reason: "x", lines: [{ productId, quantity: "-1" }] })
        : reserve(company.as(), { warehouseId, goods: [[productId, "1"]] }),
  );
  const outcomes = await Promise.all(work);
  const succeeded = (kind: number) => outcomes.filter(({ ok }, index) => ok && index % 3 === kind).length;
  expect(succeeded(0)).toBe(10);
  const onHand = 5 + succeeded(0) - succeeded(1);
  expect(await levelsOf(company)).toEqual([["P0", `${onHand}`, `${succeeded(2)}`, `${onHand - succeeded(2)}`]]);
});

test("what may go below zero may be promised before it ever came in, and twice in one order", async () => {
  const { company, productId, warehouseId } = await withGoods([], { allowNegative: true });
  resultOf(
    await reserve(company.as(), {
      warehouseId,
      goods: [
        [productId, "2"],
        [productId, "3"],
      ],
    }),
  );
  expect(await levelsOf(company)).toEqual([["P0", "0", "5", "-5"]]);
  resultOf(await reserve(company.as(), { warehouseId, goods: [[productId, "-5"]] }));
  expect(await reserve(company.as(), { warehouseId, goods: [[productId, "-1"]] })).toMatchObject({ fault: { code: "stock.not_reserved" } });
  const strict = await withGoods();
  expect(await reserve(strict.company.as(), { warehouseId: strict.warehouseId, goods: [[strict.productId, "1"]] })).toMatchObject({
    fault: { code: "stock.not_enough" },
  });
});

test("a product that may no longer go below zero is held to it, whichever came first", async () => {
  for (let round = 0; round < 4; round++) {
    const { company, productId } = await withGoods([], { allowNegative: true });
    const outcomes = await Promise.all([
      adjustStock(company.as(), { reason: "x", lines: [{ productId, quantity: "-1" }] }),
      updateProduct(company.as(), { id: productId, changes: { allowNegative: false } }),
    ]);
    const [level] = await reading(company.as(), ({ db }) =>
      db.selectFrom("sales.stockLevel").select(["onHand", "allowNegative"]).execute(),
    );
    if (outcomes[0].ok && outcomes[1].ok) throw new Error("Both happened.");
    expect(Number(level?.onHand ?? 0) < 0).toBe(level?.allowNegative ?? false);
  }
});

test("the wrong role, a rival's goods, unstocked goods, an unknown warehouse and bad lines are refused", async () => {
  const { company, productId, warehouseId } = await withGoods(["1"]);
  const rival = await withGoods(["1"]);
  const lines = [{ productId, quantity: "1" }];
  expect(await receiveStock(company.as({ grants: ["sales.stock.read"] }), { lines })).toMatchObject({ fault: { kind: "refused" } });
  expect(await receiveStock(rival.company.as(), { lines })).toMatchObject({
    fault: { code: "stock.product", errors: [{ pointer: "/lines/0/productId" }] },
  });
  expect(await receiveStock(company.as(), { warehouseId: rival.warehouseId, lines })).toMatchObject({ fault: { code: "stock.warehouse" } });
  expect(await countStock(rival.company.as(), { warehouseId, lines: [{ productId, counted: "1" }] })).toMatchObject({
    fault: { kind: "invalid" },
  });
  const service = resultOf(await createProducts(company.as(), { mode: "all", products: [{ sku: "S", name: "Service", stocked: false }] }));
  expect(await receiveStock(company.as(), { lines: [{ productId: service.results[0]?.id ?? "", quantity: "1" }] })).toMatchObject({
    fault: { code: "stock.product" },
  });
  expect(
    CountInput.safeParse({
      lines: [
        { productId, counted: "1" },
        { productId, counted: "2" },
      ],
    }).success,
  ).toBe(false);
  expect(AdjustmentInput.safeParse({ reason: "x", lines: [{ productId, quantity: "-0.00" }] }).success).toBe(false);
  expect(await listStock(company.as({ grants: [] }), StockQuery.parse({}))).toMatchObject({ fault: { kind: "refused" } });
});

test("the same key and the same external id move goods once", async () => {
  const { company, productId } = await withGoods();
  const request = { actorId: crypto.randomUUID(), idempotencyKey: "k", hash: "h" };
  const lines = [{ productId, quantity: "2" }];
  const both = await Promise.all([receiveStock(company.as(request), { lines }), receiveStock(company.as(request), { lines })]);
  expect(resultOf(both[0]).id).toBe(resultOf(both[1]).id);
  const external = () => receiveStock(company.as(), { lines: [{ productId, quantity: "1", externalId: "e1" }] });
  resultOf(await external());
  expect(await external()).toMatchObject({ fault: { code: "stock.external_id_taken" } });
  expect(await levelsOf(company)).toEqual([["P0", "3", "0", "3"]]);
});

test("moves are never changed, and only moves change what is on hand", async () => {
  const { company } = await withGoods(["1"]);
  const attempt = (statement: ReturnType<typeof sql>) =>
    command("sales.stock.write", async (tx, _: undefined) => {
      await statement.execute(tx.db);
      return done("changed");
    })(company.as(), undefined);
  await expect(attempt(sql`update sales.stock_level set on_hand = 99`)).rejects.toMatchObject({ code: "42501" });
  await expect(attempt(sql`update sales.stock_move set quantity = 99`)).rejects.toMatchObject({ code: "42501" });
  await expect(attempt(sql`delete from sales.stock_move`)).rejects.toMatchObject({ code: "42501" });
});

test("warehouses: one default, none closed with goods in it, of two made default at once one remains", async () => {
  const { company, warehouseId } = await withGoods(["1"]);
  const open = (code: string, isDefault = false) => createWarehouse(company.as(), { code, name: code, isDefault });
  const north = resultOf(await open("NORTH"));
  expect(await open("NORTH")).toMatchObject({ fault: { code: "warehouse.code_taken" } });
  expect(await updateWarehouse(company.as(), { id: warehouseId, changes: { active: false } })).toMatchObject({
    fault: { code: "warehouse.default" },
  });
  resultOf(await updateWarehouse(company.as(), { id: north.id, expectedVersion: 1, changes: { isDefault: true } }));
  expect(await updateWarehouse(company.as(), { id: warehouseId, changes: { active: false } })).toMatchObject({
    fault: { code: "warehouse.not_empty" },
  });
  expect(await updateWarehouse(company.as(), { id: north.id, expectedVersion: 1, changes: { name: "x" } })).toMatchObject({
    fault: { kind: "stale" },
  });
  const south = resultOf(await open("SOUTH"));
  resultOf(await updateWarehouse(company.as(), { id: south.id, changes: { active: false } }));
  const east = resultOf(await open("EAST"));
  await Promise.all([east.id, warehouseId].map((id) => updateWarehouse(company.as(), { id, changes: { isDefault: true } })));
  const all = resultOf(await listWarehouses(company.as(), { limit: 50 })).items;
  expect(all.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  const rival = await aCompany();
  expect(await updateWarehouse(rival.as(), { id: north.id, changes: { name: "x" } })).toMatchObject({ fault: { kind: "missing" } });
});
