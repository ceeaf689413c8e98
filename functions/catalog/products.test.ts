import { expect, test } from "vitest";
import { aCaller, anApi, type TestApi } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";

const aShop = async () => {
  const name = `shop-${crypto.randomUUID().slice(0, 13)}`;
  const sales = await aCaller(await aCompany());
  expect((await sales.put("/sales/catalogue-address", { name })).body).toEqual({ name });
  expect((await sales.get("/sales/catalogue-address")).body).toEqual({ name });
  const product = async (sku: string, more: object = {}) => {
    const { id } = (await sales.post("/sales/products", { sku, name: `Product ${sku}`, names: { de: `Ware ${sku}` }, ...more })).body;
    await sales.post(`/sales/products/${id}/publish`);
    return `${id}`;
  };
  return { name, sales, product };
};
const visit = (api: TestApi, path: string, headers: Record<string, string> = {}) => api.request(path, { headers });

test("everyone may read the catalogue, and caches may keep it", async () => {
  const { name, product } = await aShop();
  await product("A");
  await product("B");
  const api = anApi();
  const page = await visit(api, `/catalog/products?company=${name}&limit=1`);
  expect(page.status).toBe(200);
  expect(page.headers.get("cache-control")).toBe("public, max-age=60, stale-while-revalidate=600");
  expect(page.headers.get("link")).toMatch(/rel="next"$/);
  const tag = page.headers.get("etag") ?? "";
  expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
  expect(await page.json()).toMatchObject({ items: [{ sku: "A", name: "Product A", currency: "GBP", price: null }] });
  const again = await visit(api, `/catalog/products?company=${name}&limit=1`, { "if-none-match": tag });
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);

  const german = await visit(api, `/catalog/products/B?company=${name}`, { "accept-language": "de-DE,de;q=0.9,en;q=0.5" });
  expect([german.headers.get("content-language"), german.headers.get("vary")]).toEqual(["de-DE", "Accept-Language"]);
  expect(await german.json()).toMatchObject({ name: "Ware B" });
  expect(await (await visit(api, `/catalog/products/B?company=${name}&language=en`)).json()).toMatchObject({ name: "Product B" });
  expect((await api.request(`/catalog/products/B?company=${name}`, { method: "HEAD" })).headers.get("etag")).toMatch(/^"/);
});

test("a changed product has another tag", async () => {
  const { name, sales, product } = await aShop();
  const id = await product("A");
  const path = `/catalog/products/A?company=${name}`;
  const before = (await visit(anApi(), path)).headers.get("etag") ?? "";
  await sales.patch(`/sales/products/${id}`, { name: "Renamed" });
  const after = await visit(anApi(), path, { "if-none-match": before });
  expect(after.status).toBe(200);
  expect(await after.json()).toMatchObject({ name: "Renamed" });
});

test("images of published products are public and never change", async () => {
  const { name, sales, product } = await aShop();
  const id = await product("A");
  const api = anApi();
  const bytes = new Uint8Array([0xff, 0xd8, 0xff, 9]);
  await sales.api.request(`/sales/products/${id}/images`, {
    method: "POST",
    headers: { authorization: `Bearer ${sales.token}`, "content-type": "image/jpeg" },
    body: bytes,
  });
  const { images } = (await (await visit(api, `/catalog/products/A?company=${name}`)).json()) as { images: { url: string }[] };
  const served = await visit(api, images[0]?.url ?? "");
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(bytes);
  expect(served.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await visit(api, images[0]?.url ?? "", { "if-none-match": served.headers.get("etag") ?? "" })).status).toBe(304);
});

test("an unknown catalogue or product is not there; bad input is told", async () => {
  const { name, sales } = await aShop();
  const api = anApi();
  const status = async (path: string) => (await visit(api, path)).status;
  expect(await status("/catalog/products?company=nobody-here")).toBe(404);
  expect(await status(`/catalog/products/NONE?company=${name}`)).toBe(404);
  expect(await status(`/catalog/images/${crypto.randomUUID()}?company=${name}`)).toBe(404);
  expect(await status(`/catalog/products?company=${name}&limit=1000`)).toBe(422);
  expect(await status(`/catalog/products?company=${name}&after=x`)).toBe(422);
  expect(await status(`/catalog/products?company=../x`)).toBe(422);
  expect((await sales.put("/sales/catalogue-address", { name: "-bad-" })).status).toBe(422);
  const rival = await aCaller(await aCompany());
  expect((await rival.put("/sales/catalogue-address", { name })).status).toBe(409);
});
