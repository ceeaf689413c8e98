import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";

test("warehouses and stock over HTTP", async () => {
  const company = await aCompany();
  const clerk = await aCaller(company, { grants: ["sales.stock.read", "sales.stock.write", "sales.product.write"] });
  const { id: productId } = (await clerk.post("/sales/products", { sku: "CHAI", name: "Chai" })).body;
  const warehouse = await clerk.post("/sales/warehouses", { code: "NORTH", name: "North" });
  expect(warehouse).toMatchObject({ status: 201, body: { isDefault: false } });
  const path = `/sales/warehouses/${warehouse.body.id}`;
  expect((await clerk.patch(path, { isDefault: true }, { headers: { "if-match": '"v1"' } })).body.isDefault).toBe(true);
  expect((await clerk.get(path)).headers.get("etag")).toBe('"v2"');
  expect((await clerk.get("/sales/warehouses?active=true")).body.items).toHaveLength(2);

  const received = await clerk.post("/sales/stock/receipts", { lines: [{ productId, quantity: "10" }] });
  expect(received).toMatchObject({ status: 201, body: { warehouseId: warehouse.body.id, lines: [{ onHand: "10" }] } });
  expect((await clerk.post("/sales/stock/counts", { lines: [{ productId, counted: "9" }] })).body.lines).toMatchObject([
    { quantity: "-1" },
  ]);
  expect((await clerk.post("/sales/stock/adjustments", { lines: [{ productId, quantity: "1" }] })).status).toBe(422);
  expect((await clerk.post("/sales/stock/adjustments", { reason: "Found", lines: [{ productId, quantity: "1" }] })).status).toBe(201);
  expect((await clerk.post("/sales/stock/adjustments", { reason: "Lost", lines: [{ productId, quantity: "-11" }] })).status).toBe(409);
  expect((await clerk.get("/sales/stock?q=chai")).body.items).toMatchObject([{ onHand: "10", available: "10", warehouseCode: "NORTH" }]);
  expect((await clerk.get("/sales/stock/moves?limit=2")).body).toMatchObject({ items: [{}, {}], next: expect.any(String) });
  const dry = await clerk.post("/sales/stock/receipts", { lines: [{ productId, quantity: "5" }] }, { headers: { prefer: "dry-run" } });
  expect(dry.body.preview.events).toMatchObject([{ type: "stock.received" }]);
  expect((await clerk.get("/sales/stock")).body.items).toMatchObject([{ onHand: "10" }]);
});
