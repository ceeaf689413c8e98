import type { MiddlewareHandler } from "hono";
import type { Clock } from "#core/kernel/context.ts";
import type { Fault } from "#core/kernel/fault.ts";
import type { Env } from "#functions/env.ts";
import { problem } from "#functions/problem.ts";

/** So much of a minute's requests may come at once. */
const BURST = 1 / 6;
/** Callers remembered before those whose time has passed are forgotten. */
const MANY = 10_000;

const tooMany = (perMinute: number, waitMs: number) =>
  ({
    kind: "throttled",
    code: "rate.exceeded",
    detail: `You may make ${perMinute} requests a minute. Wait, then go on.`,
    retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  }) as const satisfies Fault<"throttled">;

/**
 * A limit for each caller (a person or an API key, in a company) and process: requests are spread over the minute, a sixth of them may come at once.
 * Behind `authenticated`. A refused request costs nothing and does not count.
 */
export const limited = (perMinute: number, clock: Pick<Clock, "now">): MiddlewareHandler<Env> => {
  const intervalMs = 60_000 / perMinute;
  const burstMs = Math.max(1, Math.floor(perMinute * BURST)) * intervalMs;
  /** When the requests of a caller would have come, had they come evenly. */
  const due = new Map<string, number>();
  return async (c, next) => {
    const { id, companyId } = c.var.ctx.actor;
    const caller = `${companyId} ${id}`;
    const now = clock.now().getTime();
    const then = Math.max(due.get(caller) ?? now, now) + intervalMs;
    if (then - now > burstMs) return problem(c, tooMany(perMinute, then - now - burstMs));
    if (due.size >= MANY) for (const [known, at] of due) if (at <= now) due.delete(known);
    due.set(caller, then);
    return next();
  };
};
