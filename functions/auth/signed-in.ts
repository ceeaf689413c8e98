import type { Context, MiddlewareHandler } from "hono";
import type { OpenedSession } from "#core/identity/sessions/open-session.ts";
import type { Fault, Outcome } from "#core/kernel/fault.ts";
import type { Env } from "#functions/env.ts";
import { problem } from "#functions/problem.ts";
import { keepRefreshToken } from "./refresh-cookie.ts";

/** Who is calling, for what everybody may do about his own account, a one-time password still to be changed or not. */
export const signedIn: MiddlewareHandler<Env> = async (c, next) => {
  const { callers, database, clock, newId, metrics } = c.var.identity;
  const found = await callers.identify({ authorization: c.req.header("authorization"), companyId: c.req.header("company-id") });
  if (!found.ok) {
    if (found.fault.kind === "unauthenticated") c.header("WWW-Authenticate", "Bearer");
    return problem(c, found.fault);
  }
  const { actor, company } = found.value;
  c.set("caller", found.value);
  // No idempotency key: nothing here may be stored under one.
  c.set("ctx", {
    ...{ database, clock, newId, metrics, actor, company },
    request: { id: c.var.requestId, dryRun: false },
    report: { replayed: false },
  });
  return next();
};

/** The session in the body, its refresh token in the cookie. */
export const answerSession = <F extends Fault>(c: Context<Env>, outcome: Outcome<OpenedSession, F>) => {
  if (!outcome.ok) return problem(c, outcome.fault);
  keepRefreshToken(c, outcome.value.refreshToken);
  return c.json(outcome.value.session, 200);
};
