import type { MiddlewareHandler } from "hono";
import type { Ctx } from "#core/kernel/context.ts";
import type { Env } from "#functions/env.ts";

/** After a change of people, roles or keys this process asks anew who may do what; the others do within seconds. */
export const forgetsCallers: MiddlewareHandler<Env> = async (c, next) => {
  await next();
  if (c.req.method !== "GET" && c.res.ok) c.var.identity.callers.forget();
};

/** For answers with a secret shown once: nothing of them is kept, so their calls cannot be repeated either. */
export const withoutKey = (ctx: Ctx): Ctx => ({ ...ctx, request: { id: ctx.request.id, dryRun: ctx.request.dryRun } });
