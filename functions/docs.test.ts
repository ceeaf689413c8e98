import { expect, test } from "vitest";
import registry from "./docs/generated/problems.json" with { type: "json" };
import { type DocsFile, docsRoutes } from "./docs.ts";

const file = (text: string): DocsFile => ({
  etag: `"${text}"`,
  body: new TextEncoder().encode(text),
  gzip: new TextEncoder().encode(`z${text}`),
});
const routes = docsRoutes((name) => (name === "swagger-ui.css" ? file("css") : undefined));
const get = (path: string, headers: Record<string, string> = {}) => routes.request(path, { headers });

test("the documentation loads nothing from elsewhere and runs nothing inline", async () => {
  const answer = await get("/docs");
  const page = await answer.text();
  const policy = `${answer.headers.get("content-security-policy")}`;

  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("unsafe");
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
  expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]).filter((link) => /^(\/|https?:)/.test(`${link}`))).toEqual(
    [],
  );
  const start = await (await get("/docs/start.js")).text();
  expect(start).toContain('url: "openapi.json"');
  expect(start).toContain("validatorUrl: null");
  expect(start).not.toMatch(/https?:/);
});

test("everything the page names is served", async () => {
  for (const path of ["/docs/style.css", "/docs/start.js", "/docs/icon.svg", "/docs/swagger-ui.css"])
    expect((await get(path)).status).toBe(200);
  expect((await get("/docs/")).headers.get("location")).toBe("../docs");
  expect((await get("/docs/swagger-ui-bundle.js")).status).toBe(404);
});

test("files come compressed to whoever can read it, and not at all to whoever has them", async () => {
  expect(await (await get("/docs/swagger-ui.css")).text()).toBe("css");
  const zipped = await get("/docs/swagger-ui.css", { "accept-encoding": "br, gzip" });
  expect([zipped.headers.get("content-encoding"), await zipped.text()]).toEqual(["gzip", "zcss"]);
  expect((await get("/docs/swagger-ui.css", { "if-none-match": '"css"' })).status).toBe(304);
});

test.each(Object.keys(registry))("the problem %s has a page", async (code) => {
  const answer = await get(`/problems/${code}`);

  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain(`<code>${code}</code>`);
});

test("problems are listed, made-up ones are not there, and nothing is echoed", async () => {
  expect(await (await get("/problems")).text()).toContain('href="problems/idempotency_key.reused"');
  expect((await get("/problems/price_list.missing")).status).toBe(200);
  expect((await get("/problems/made.up")).status).toBe(404);
  expect((await get("/problems/constructor")).status).toBe(404);
  expect(await (await get("/problems/%3Cscript%3E.missing")).text()).not.toContain("<script>");
});
