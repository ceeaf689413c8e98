import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Actor } from "#core/kernel/context.ts";
import type { ServiceMetrics } from "#functions/adapters/metrics.ts";
import type { Env } from "#functions/env.ts";
import { type Logger, logRequest } from "#functions/logging.ts";

/** Who asked, as far as the log may say it; routes in front of `authenticated` know nobody. */
const callerOf = ({ var: { requestId, ctx } }: Context<Env>) => {
  const actor: Actor | undefined = ctx?.actor;
  return { requestId, ...(actor ? { actor: actor.id, company: actor.companyId } : {}) };
};

/** The pattern of the route that answered (middleware matches all methods), never the path itself: a path has no end of values. */
export const endpointOf = (c: Context): string => matchedRoutes(c).find(({ method }) => method !== "ALL")?.path ?? "unmatched";

/** One log line and one observation a request, also when it failed. */
export const observe =
  (logger: Logger, metrics: Pick<ServiceMetrics, "observeRequest">): MiddlewareHandler<Env> =>
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
