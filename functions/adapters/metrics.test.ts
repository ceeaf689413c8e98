import type { AddressInfo } from "node:net";
import { Hono } from "hono";
import { expect, test } from "vitest";
import type { Env } from "#functions/env.ts";
import { createLogger } from "#functions/logging.ts";
import { observe } from "#functions/middleware/observe.ts";
import { createMetrics, serveMetrics } from "./metrics.ts";

const sampleOf = (text: string, series: string) =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${series} `))
      ?.split(" ")[1],
  );

test("requests are counted by pattern, never by path, also those that fail or match nothing", async () => {
  const metrics = createMetrics();
  const app = new Hono<Env>();
  app.use("*", observe(createLogger("silent"), metrics));
  app.get("/sales/orders/:id", (c) => c.json({}));
  app.get("/app/*", (c) => c.text("page"));
  app.post("/sales/orders", () => {
    throw new Error("a bug");
  });
  app.onError((_, c) => c.json({}, 500));

  await app.request("/sales/orders/1");
  await app.request("/sales/orders/2");
  await app.request("/sales/orders", { method: "POST" });
  await app.request("/app/orders/7");
  await app.request("/wp-admin/setup.php");
  const text = await metrics.text();

  expect(sampleOf(text, 'http_requests_total{method="GET",endpoint="/sales/orders/:id",status="200"}')).toBe(2);
  expect(sampleOf(text, 'http_requests_total{method="POST",endpoint="/sales/orders",status="500"}')).toBe(1);
  expect(sampleOf(text, 'http_requests_total{method="GET",endpoint="unmatched",status="404"}')).toBe(1);
  expect(sampleOf(text, 'http_request_duration_seconds_count{method="GET",endpoint="/sales/orders/:id"}')).toBe(2);
  expect(sampleOf(text, 'http_requests_total{method="GET",endpoint="/app/*",status="200"}')).toBe(1);
  expect(text).not.toContain("wp-admin");
});

test("the business is counted, in the currency it was done in", async () => {
  const metrics = createMetrics();

  metrics.count("orders_created_total");
  metrics.count("revenue_generated_total", { currency: "EUR" }, 12.5);
  metrics.count("revenue_generated_total", { currency: "EUR" }, 0.5);
  const text = await metrics.text();

  expect(sampleOf(text, "orders_created_total")).toBe(1);
  expect(sampleOf(text, "customers_created_total")).toBe(0);
  expect(sampleOf(text, 'revenue_generated_total{currency="EUR"}')).toBe(13);
  expect(() => metrics.count("unheard_of_total")).toThrow("There is no counter unheard_of_total");
});

test("gauges ask when they are scraped", async () => {
  const metrics = createMetrics();
  metrics.probe({ pool: () => ({ active: 3, waiting: 2 }), lags: async () => ({ outboxSeconds: 1.5, sealSeconds: 0.25 }) });
  const text = await metrics.text();

  expect(sampleOf(text, "active_database_connections")).toBe(3);
  expect(sampleOf(text, "database_pool_waiting")).toBe(2);
  expect(sampleOf(text, "outbox_lag_seconds")).toBe(1.5);
  expect(sampleOf(text, "seal_lag_seconds")).toBe(0.25);
  expect(sampleOf(text, "event_loop_lag_seconds")).toBeGreaterThanOrEqual(0);
});

test("a lag that cannot be known is not a number, and the scrape still answers", async () => {
  const metrics = createMetrics();
  metrics.probe({ lags: () => Promise.reject(new Error("no database")) });

  expect(sampleOf(await metrics.text(), "outbox_lag_seconds")).toBeNaN();
});

test("metrics are served on a port of their own; a taken port is one clear line", async () => {
  const server = await serveMetrics(createMetrics(), 0);
  const { port } = server.address() as AddressInfo;

  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  expect(await answer.text()).toContain("http_requests_total");
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  await expect(serveMetrics(createMetrics(), port)).rejects.toThrow(`METRICS_PORT ${port} is taken by another program.`);
  server.close();
  server.closeAllConnections();
});
