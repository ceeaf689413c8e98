import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";

test("lists and prices over HTTP: made, set, resolved, listed, taken back", async () => {
  const sales = await aCaller(await aCompany(), { grants: ["sales.price.read", "sales.price.write", "sales.product.write"] });
  const { id: productId } = (await sales.post("/sales/products", { sku: "CHAI", name: "Chai" })).body;
  const list = await sales.post("/sales/price-lists", { code: "EURO", name: "Euro", currency: "EUR", isDefault: true });
  expect(list).toMatchObject({ status: 201, body: { isDefault: true, version: 1 } });
  const path = `/sales/price-lists/${list.body.id}`;
  expect((await sales.patch(path, { name: "Euros" }, { headers: { "if-match": '"v1"' } })).body.name).toBe("Euros");
  expect((await sales.patch(path, { currency: "USD" })).status).toBe(422);
  expect((await sales.get(path)).headers.get("etag")).toBe('"v2"');
  expect((await sales.get("/sales/price-lists?currency=EUR")).body.items).toHaveLength(1);

  const price = { priceListId: list.body.id, productId, unitPrice: "18.00" };
  const set = await sales.post("/sales/prices", price);
  expect(set).toMatchObject({ status: 201, body: { unitPrice: "18", currency: "EUR", validFrom: "2026-03-31", sku: "CHAI" } });
  expect((await sales.post("/sales/prices/bulk", { prices: [{ ...price, minQuantity: "10", unitPrice: "15" }] })).body.created).toBe(1);
  const resolved = await sales.post("/sales/prices/resolve", { currency: "EUR", lines: [{ productId, quantity: "12" }] });
  expect(resolved.body).toMatchObject({ currency: "EUR", lines: [{ unitPrice: "15" }] });
  expect((await sales.get(`/sales/prices?productId=${productId}&on=2026-04-01&limit=1`)).body).toMatchObject({
    items: [{ sku: "CHAI" }],
    next: expect.any(String),
  });
  expect((await sales.post("/sales/prices", { ...price, unitPrice: "1e3" })).body.errors).toMatchObject([{ pointer: "/unitPrice" }]);
  expect((await sales.delete(`/sales/prices/${set.body.id}`)).status).toBe(200);
  expect((await sales.delete(`/sales/prices/${set.body.id}`)).status).toBe(404);
});
