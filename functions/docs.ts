import { type Context, Hono } from "hono";
import { docsPage, ICON, problemPage, problemsPage, START } from "./docs/pages.ts";
import { STYLE } from "./docs/style.ts";

/** A file of Swagger UI with its compressed form. */
export type DocsFile = Readonly<{ etag: string; body: Uint8Array<ArrayBuffer>; gzip: Uint8Array<ArrayBuffer> }>;
export type DocsFiles = (name: "swagger-ui.css" | "swagger-ui-bundle.js") => DocsFile | undefined;

/** Swagger UI draws its arrows from data URLs; everything else comes from here, and it talks to nobody else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cache-control": "no-cache",
};

const html = (c: Context, text: string, status: 200 | 404 = 200) => c.html(text, status, HEADERS);
const text = (c: Context, type: string, content: string) => c.body(content, 200, { ...HEADERS, "content-type": type });

const file = (c: Context, found: DocsFile | undefined, type: string) => {
  if (!found) return c.text("There is no such file.", 404);
  const headers = { ...HEADERS, etag: found.etag, vary: "accept-encoding" };
  if (c.req.header("if-none-match") === found.etag) return c.body(null, 304, headers);
  const zipped = /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
  const encoding = zipped ? { "content-encoding": "gzip" } : {};
  return c.body(zipped ? found.gzip : found.body, 200, { ...headers, ...encoding, "content-type": type });
};

const JAVASCRIPT = "text/javascript; charset=utf-8";
const CSS = "text/css; charset=utf-8";

/** `/docs` to read and try the API, `/problems` to understand its refusals. All links are relative, so a prefix does not matter. */
export const docsRoutes = (files: DocsFiles): Hono => {
  const routes = new Hono();
  routes.get("/docs", (c) => html(c, docsPage));
  routes.get("/docs/", (c) => c.redirect("../docs", 301));
  routes.get("/docs/style.css", (c) => text(c, CSS, STYLE));
  routes.get("/docs/start.js", (c) => text(c, JAVASCRIPT, START));
  routes.get("/docs/icon.svg", (c) => text(c, "image/svg+xml", ICON));
  routes.get("/docs/swagger-ui.css", (c) => file(c, files("swagger-ui.css"), CSS));
  routes.get("/docs/swagger-ui-bundle.js", (c) => file(c, files("swagger-ui-bundle.js"), JAVASCRIPT));
  routes.get("/problems", (c) => html(c, problemsPage));
  routes.get("/problems/:code", (c) => {
    const page = problemPage(c.req.param("code"));
    return page === undefined ? c.text("No refusal has this code.", 404) : html(c, page);
  });
  return routes;
};
