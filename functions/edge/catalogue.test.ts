import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { aCaller, anApi } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";
import worker from "#functions/edge.ts";
import { cacheKey } from "./catalogue.ts";
import { anEdgeWorker, type EdgeWorker } from "./testing/edge-worker.ts";

/** Kilobytes, gzipped, of the bundle: what a cold start reads. */
const BUDGET_KB = 160;

let edge: EdgeWorker;
let shop: Awaited<ReturnType<typeof aShop>>;

const aShop = async () => {
  const name = `shop-${crypto.randomUUID().slice(0, 13)}`;
  const sales = await aCaller(await aCompany());
  await sales.put("/sales/catalogue-address", { name });
  const product = async (sku: string) => {
    const { id } = (await sales.post("/sales/products", { sku, name: `Product ${sku}`, names: { de: `Ware ${sku}` } })).body;
    await sales.post(`/sales/products/${id}/publish`);
    return `${id}`;
  };
  for (const sku of ["A", "B", "C"]) await product(sku);
  return { sales, product, at: (path: string) => `/catalog/products${path}${path.includes("?") ? "&" : "?"}company=${name}` };
};

beforeAll(async () => {
  [edge, shop] = await Promise.all([anEdgeWorker(), aShop()]);
});
afterAll(() => edge.close());

/** What workerd runs, without it: the Worker's code in this process, with a cache that keeps nothing. */
const ownCode: Visit = async (path, init) => {
  vi.stubGlobal("caches", { default: { match: async () => undefined, put: async () => undefined, delete: async () => false } });
  const late: Promise<unknown>[] = [];
  const bindings = { HYPERDRIVE: { connectionString: inject("databases").app }, ORIGIN_URL: edge.origin.url };
  const response = await worker.fetch(new Request(`http://shop.example${path}`, init), bindings, { waitUntil: (work) => late.push(work) });
  await Promise.all(late);
  return response;
};

type Visit = (path: string, init?: RequestInit) => Promise<Response>;
const runtimes: readonly (readonly [string, Visit])[] = [
  ["Node", async (path, init) => anApi().request(path, init)],
  ["the Worker's own code", (path, init) => ownCode(path, init)],
  ["workerd", (path, init) => edge.visit(path, init)],
];

describe.each(runtimes)("the catalogue in %s", (_, visit) => {
  test("is a list of pages", async () => {
    const first = await visit(shop.at("?limit=2"));

    expect(first.status).toBe(200);
    expect(first.headers.get("content-type")).toBe("application/json");
    expect(first.headers.get("link")).toContain(`rel="next"`);
    const { items, next } = (await first.json()) as { items: { sku: string }[]; next: string };
    expect(items.map(({ sku }) => sku)).toEqual(["A", "B"]);
    const second = await visit(shop.at(`?limit=2&after=${encodeURIComponent(next)}`));
    expect(await second.json()).toMatchObject({ items: [{ sku: "C" }] });
    expect(second.headers.get("link")).toBeNull();
  });

  test("has a page for each product, in the reader's language", async () => {
    const german = await visit(shop.at("/A"), { headers: { "accept-language": "de-DE,en;q=0.5" } });
    expect(await german.json()).toMatchObject({ sku: "A", name: "Ware A", currency: "GBP" });
    expect([german.headers.get("content-language"), german.headers.get("vary")]).toEqual(["de-DE", "Accept-Language"]);
    expect(await (await visit(shop.at("/A"), { headers: { "accept-language": "en" } })).json()).toMatchObject({ name: "Product A" });
    expect(await (await visit(shop.at("/A?language=de"))).json()).toMatchObject({ name: "Ware A" });
  });

  test("may be kept, and is not sent again to whoever has it", async () => {
    const page = await visit(shop.at("/B"));
    const tag = `${page.headers.get("etag")}`;
    await page.text();

    expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(page.headers.get("cache-control")).toBe("public, max-age=60, stale-while-revalidate=600");
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const again = await visit(shop.at("/B"), { headers: { "if-none-match": known } });
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
    }
    expect((await visit(shop.at("/B"), { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  test("answers HEAD with the headers alone", async () => {
    const head = await visit(shop.at("/C"), { method: "HEAD" });

    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect(head.headers.get("etag")).toMatch(/^"/);
  });

  test.each([
    ["/NONE", 404, "product.missing"],
    ["?limit=1000", 422, "invalid"],
    ["?after=nonsense", 422, "page.after"],
  ])("refuses %s with %i %s", async (path, status, code) => {
    const refused = await visit(shop.at(path));

    expect(refused.status).toBe(status);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    const body = (await refused.json()) as { requestId: string };
    expect(body).toMatchObject({ type: `/problems/${code}`, status, code });
    expect(refused.headers.get("x-request-id")).toBe(body.requestId);
  });
});

test("all say the same, byte for byte", async () => {
  for (const path of ["?limit=3", "/A", "/NONE"]) {
    const [node, ...others] = await Promise.all(runtimes.map(([, visit]) => visit(shop.at(path))));
    const said = await node?.text();
    for (const other of others) {
      expect([other.status, other.headers.get("etag")]).toEqual([node?.status, node?.headers.get("etag")]);
      if (node?.status === 200) expect(await other.text()).toBe(said);
    }
  }
});

const keyOf = (path: string) => cacheKey(new Request(`http://shop.example${path}`));

test("the edge keeps pages, renews stale ones behind the reader, and does not care for the order of parameters", async () => {
  await shop.product("KEPT");
  const path = shop.at("/KEPT?language=en");
  const way = async () => (await edge.visit(path)).headers.get("x-cache");

  expect(await way()).toBe("miss");
  expect(await way()).toBe("hit");
  expect((await edge.visit(path.replace(/\?(.*)&(.*)/, "?$2&$1"))).headers.get("x-cache")).toBe("hit");
  await edge.age(keyOf(path), 90_000);
  expect(await way()).toBe("stale");
  await expect.poll(way).toBe("hit");
});

test("everything else is passed to the origin and back, unchanged", async () => {
  expect(await (await ownCode("/sales/orders")).text()).toBe('{"from":"origin"}');
  const answer = await edge.visit("/sales/orders?q=a%20b", {
    method: "POST",
    headers: { authorization: "Bearer token", "idempotency-key": "1", "content-type": "application/json" },
    body: '{"customerId":1}',
  });

  expect([answer.status, await answer.text(), answer.headers.get("set-cookie")]).toEqual([201, '{"from":"origin"}', "refresh=1; HttpOnly"]);
  expect(edge.origin.asked.at(-1)).toMatchObject({
    method: "POST",
    url: "/sales/orders?q=a%20b",
    body: '{"customerId":1}',
    headers: { authorization: "Bearer token", "idempotency-key": "1", "x-forwarded-host": "shop.example", "x-forwarded-proto": "http" },
  });
  const led = await edge.visit("/leads-on");
  expect([led.status, led.headers.get("location")]).toEqual([302, "/app"]);
  await edge.visit("/catalog/products", { method: "POST" });
  expect(edge.origin.asked.at(-1)).toMatchObject({ method: "POST", url: "/catalog/products" });
  await edge.visit("/catalog/images/1");
  expect(edge.origin.asked.at(-1)).toMatchObject({ method: "GET", url: "/catalog/images/1" });
});

test("the bundle stays small", () => {
  const kilobytes = gzipSync(edge.bundle, { level: 9 }).length / 1000;
  console.log(`The Worker: ${(edge.bundle.length / 1000).toFixed(0)} kB, ${kilobytes.toFixed(1)} kB gzipped.`);

  expect(kilobytes).toBeLessThan(BUDGET_KB);
});

test("without the database what is kept is served, however old, and the rest is refused; without the origin too", async () => {
  await shop.product("LAST");
  const path = shop.at("/LAST?language=en");
  await (await edge.visit(path)).text();
  await edge.loseDatabase();
  await edge.age(keyOf(path), 20 * 3_600_000);
  const saved = await edge.visit(path);

  expect([saved.status, saved.headers.get("x-cache")]).toEqual([200, "saved"]);
  expect(await saved.json()).toMatchObject({ sku: "LAST" });
  const refused = await edge.visit(shop.at("/UNKNOWN"));
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([503, "catalogue.unreachable"]);
  await edge.origin.close();
  const lost = await edge.visit("/sales/orders");
  expect([lost.status, ((await lost.json()) as { code: string }).code]).toEqual([502, "origin.unreachable"]);
});
