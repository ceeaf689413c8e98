import { Hono } from "hono";
import { v7 as uuidv7 } from "uuid";
import { clockOf } from "#core/kernel/clock.ts";
import type { DatabasePort } from "#core/kernel/context.ts";
import { publicCatalogue } from "#functions/catalog/products.ts";
import type { Env } from "#functions/env.ts";
import { requestId } from "#functions/middleware/requests.ts";
import { plainProblem } from "#functions/problem.ts";

/** The public catalogue on its own: the very routes of the pods, over a database at hand. */
export const edgeCatalogue = (database: DatabasePort, now: () => number): Hono<Env> => {
  const app = new Hono<Env>();
  app.use(requestId(uuidv7));
  app.route("/catalog", publicCatalogue({ database, clock: clockOf(() => new Date(now())) }));
  app.onError((error, c) => {
    console.error(JSON.stringify({ level: "error", requestId: c.var.requestId, msg: error.message }));
    return plainProblem(c, 503, "catalogue.unreachable", "The catalogue cannot be read now. Try again in a moment.");
  });
  return app;
};

const CATALOGUE = /^\/catalog\/products(\/[^/]+)?\/?$/;

/** What the edge answers itself; everything else is the origin's. */
export const isCatalogue = (request: Request): boolean =>
  (request.method === "GET" || request.method === "HEAD") && CATALOGUE.test(new URL(request.url).pathname);

/** One key for everything that is answered alike: the order of parameters does not matter, the preferred language does. */
export const cacheKey = (request: Request): string => {
  const url = new URL(request.url);
  url.searchParams.sort();
  const [language = ""] = (request.headers.get("accept-language") ?? "").split(/[,;]/);
  if (!url.searchParams.has("language")) url.searchParams.append("~language", language.trim().toLowerCase());
  return url.toString();
};

/** Without conditions and as GET: what is made is kept for everybody. */
export const unconditional = (request: Request): Request => {
  const headers = new Headers();
  for (const name of ["accept-language", "x-request-id"]) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Request(request.url, { headers });
};

/** Answers 304 to whoever has it, and no body to HEAD. */
export const conditional = (request: Request, response: Response): Response => {
  const tag = response.headers.get("etag");
  const known = request.headers.get("if-none-match")?.split(",") ?? [];
  const has = tag !== null && known.some((one) => one.trim().replace(/^W\//, "") === tag || one.trim() === "*");
  if (response.status !== 200) return response;
  if (has) {
    const headers = new Headers(response.headers);
    headers.delete("content-type");
    return new Response(null, { status: 304, headers });
  }
  return request.method === "HEAD" ? new Response(null, { status: 200, headers: response.headers }) : response;
};
