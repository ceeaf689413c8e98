import { Hono } from "hono";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDocsFiles } from "#functions/adapters/docs-files.ts";
import { listen } from "#functions/adapters/listen.ts";
import { docsRoutes } from "#functions/docs.ts";
import { describedApi } from "#functions/openapi/described-api.ts";
import { openApiRoute } from "#functions/openapi.ts";
import { accessibilityFindings, openBrowser, openPage } from "../testing/browser.ts";

let browser: Browser;
let server: Awaited<ReturnType<typeof listen>>;
let origin: string;

beforeAll(async () => {
  const routes = new Hono();
  routes.route("/", docsRoutes(openDocsFiles()));
  routes.route("/", openApiRoute(describedApi()));
  // As behind a proxy that serves the system under a prefix.
  const proxy = new Hono().mount("/behind/a-proxy", (request) => routes.fetch(request));
  server = await listen((request) => proxy.fetch(request), 0);
  origin = `http://127.0.0.1:${server.port}/behind/a-proxy`;
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close(0);
});

test("the documentation opens behind a prefix, asks nobody else, and keeps to its policy", async () => {
  const { page, wrongs } = await openPage(browser);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(`${origin}/docs`);
  await page.locator("#operations-tag-Orders button").first().click();
  await page.locator("#operations-Orders-placeOrder .opblock-summary-control").click();
  await page.locator("#operations-Orders-placeOrder").getByText("customerReference").first().waitFor();

  expect(asked.filter((url) => !url.startsWith(origin) && !url.startsWith("data:"))).toEqual([]);
  expect(wrongs).toEqual([]);
});

test.each(["light", "dark"] as const)("the page of a problem is accessible in the %s", async (colorScheme) => {
  const { page, wrongs } = await openPage(browser, { colorScheme });
  await page.goto(`${origin}/problems`);
  await page.getByRole("link", { name: "stock.not_enough" }).click();
  await page.getByRole("heading", { level: 1, name: "Stock not enough" }).waitFor();

  expect(await accessibilityFindings(page)).toEqual([]);
  expect(wrongs).toEqual([]);
});
