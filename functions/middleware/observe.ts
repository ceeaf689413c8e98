import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { ServiceMetrics } from "#functions/adapters/metrics.ts";
import { type Logger, logRequest } from "#functions/logging.ts";

/** Who asked, as far as the log may say it. */
export type Caller = Readonly<{ requestId: string; actor?: string | undefined; company?: string | undefined }>;

/** The pattern of the route that answered, never the path itself: a path has no end of values. */
export const endpointOf = (c: Context): string => matchedRoutes(c).findLast(({ path }) => !path.endsWith("*"))?.path ?? "unmatched";

/** One log line and one observation a request, also when it failed. */
export const observe =
  (logger: Logger, metrics: ServiceMetrics, callerOf: (c: Context) => Caller): MiddlewareHandler =>
  async (c, next) => {
    const begun = performance.now();
    await next();
    const durationMs = performance.now() - begun;
    const { method } = c.req;
    const { status } = c.res;
    const endpoint = endpointOf(c);
    metrics.observeRequest({ method, endpoint, status, seconds: durationMs / 1000 });
    logRequest(logger, { ...callerOf(c), method, endpoint, status, durationMs: Math.round(durationMs * 1000) / 1000 });
  };
