import { databaseOver, openPool } from "./adapters/postgres.ts";
import { cacheKey, conditional, edgeCatalogue, isCatalogue, unconditional } from "./edge/catalogue.ts";
import { type EdgeCache, staleCache } from "./edge/stale-cache.ts";
import { problemBody } from "./problem.ts";

/** The bindings in `wrangler.toml`. */
export type EdgeBindings = Readonly<{
  HYPERDRIVE: Readonly<{ connectionString: string }>;
  /** The cluster: whatever is not the catalogue goes there. */
  ORIGIN_URL: string;
}>;
export type EdgeContext = Readonly<{ waitUntil: (work: Promise<unknown>) => void }>;

const FRESH_MS = 60_000;
const STALE_MS = 600_000;
const KEPT_MS = 24 * 3_600_000;
const CONNECT_MS = 3000;
const ANSWER_MS = 5000;

declare const caches: { default: EdgeCache };

/** A Worker may not share sockets between requests; Hyperdrive keeps the real connections. */
const readCatalogue = async (request: Request, { HYPERDRIVE }: EdgeBindings, context: EdgeContext): Promise<Response> => {
  const pool = openPool({
    connectionString: HYPERDRIVE.connectionString,
    max: 1,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
  });
  try {
    return await edgeCatalogue(databaseOver(pool), Date.now).fetch(request);
  } finally {
    context.waitUntil(pool.end());
  }
};

const catalogue = async (request: Request, bindings: EdgeBindings, context: EdgeContext): Promise<Response> => {
  const cached = staleCache({
    cache: caches.default,
    now: Date.now,
    later: (work) => context.waitUntil(work),
    freshMs: FRESH_MS,
    staleMs: STALE_MS,
    keptMs: KEPT_MS,
  });
  const response = await cached(cacheKey(request), () => readCatalogue(unconditional(request), bindings, context));
  return conditional(request, response);
};

const unreachable = (request: Request): Response => {
  const id = request.headers.get("x-request-id") ?? crypto.randomUUID();
  const body = problemBody(id, 502, { code: "origin.unreachable", detail: "The system cannot be reached now. Try again in a moment." });
  return Response.json(body, { status: 502, headers: { "content-type": "application/problem+json" } });
};

/** Redirects are the browser's to follow, so that addresses stay ours. */
const passOn = async (request: Request, { ORIGIN_URL }: EdgeBindings): Promise<Response> => {
  const { pathname, search, host, protocol } = new URL(request.url);
  const onward = new Request(new URL(`${pathname}${search}`, ORIGIN_URL), request);
  onward.headers.set("x-forwarded-host", host);
  onward.headers.set("x-forwarded-proto", protocol.slice(0, -1));
  return fetch(onward, { redirect: "manual" }).catch(() => unreachable(request));
};

export default {
  fetch: (request: Request, bindings: EdgeBindings, context: EdgeContext): Promise<Response> =>
    isCatalogue(request) ? catalogue(request, bindings, context) : passOn(request, bindings),
};
