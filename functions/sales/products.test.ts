import { expect, test } from "vitest";
import { aCaller, anApi } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";

test("categories and products over HTTP", async () => {
  const company = await aCompany();
  const sales = await aCaller(company, { grants: ["sales.product.read", "sales.product.write"] });
  const category = (await sales.post("/sales/categories", { code: "drinks", name: "Drinks" })).body;
  const below = (await sales.post("/sales/categories", { code: "tea", name: "Tea" })).body;
  expect((await sales.post(`/sales/categories/${below.id}/move`, { parentId: category.id })).status).toBe(200);
  expect((await sales.post(`/sales/categories/${category.id}/move`, { parentId: below.id })).status).toBe(409);
  expect((await sales.get("/sales/categories/tree")).body.items).toHaveLength(2);
  expect((await sales.get("/sales/categories")).body.items).toHaveLength(2);
  expect((await sales.patch(`/sales/categories/${below.id}`, { name: "Teas" }, { headers: { "if-match": '"v2"' } })).body.name).toBe(
    "Teas",
  );

  const created = await sales.post("/sales/products", { sku: "CHAI", name: "Chai", categoryId: below.id });
  expect(created).toMatchObject({ status: 201, body: { state: "draft" } });
  const path = `/sales/products/${created.body.id}`;
  expect((await sales.post(`${path}/publish`)).body.state).toBe("published");
  expect((await sales.patch(path, { unit: "box" }, { headers: { "if-match": '"v1"' } })).status).toBe(412);
  expect((await sales.patch(path, { unit: "box" }, { headers: { "if-match": '"v2"' } })).body.unit).toBe("box");
  expect((await sales.get(`/sales/products?categoryId=${category.id}&state=published&q=cha`)).body.items).toHaveLength(1);
  expect((await sales.post("/sales/products/bulk", { products: [{ sku: "B", name: "B" }] })).body.created).toBe(1);
  expect((await sales.post(`${path}/archive`)).body.state).toBe("archived");
  expect((await sales.delete(`/sales/categories/${below.id}`)).status).toBe(409);
  expect((await sales.get(`/sales/categories/${below.id}`)).status).toBe(200);
});

test("an image is sent as bytes, served with a tag and only as an image, and removed", async () => {
  const company = await aCompany();
  const api = anApi();
  const sales = await aCaller(company, ["administrator"], api);
  const { id } = (await sales.post("/sales/products", { sku: "CHAI", name: "Chai" })).body;
  const send = (type: string, body: Uint8Array<ArrayBuffer> | string) =>
    api.request(`/sales/products/${id}/images?alt=Box`, {
      method: "POST",
      headers: { authorization: `Bearer ${sales.token}`, "content-type": type },
      body,
    });
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  const added = await send("image/jpeg", bytes);
  expect(added.status).toBe(201);
  const { images } = (await added.json()) as { images: { url: string }[] };
  expect(images).toMatchObject([{ alt: "Box", mediaType: "image/jpeg", position: 1 }]);
  expect((await send("image/svg+xml", "<svg/>")).status).toBe(422);
  expect((await send("image/png", bytes)).status).toBe(422);

  const get = (headers: Record<string, string> = {}) =>
    api.request(images[0]?.url ?? "", { headers: { authorization: `Bearer ${sales.token}`, ...headers } });
  const served = await get();
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(bytes);
  expect(served.headers.get("content-type")).toBe("image/jpeg");
  expect(served.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await get({ "if-none-match": served.headers.get("etag") ?? "" })).status).toBe(304);
  expect((await api.request(images[0]?.url ?? "")).status).toBe(401);
  expect((await sales.delete(images[0]?.url ?? "")).body.images).toEqual([]);
});
