import { createHash, hash } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import type { Actor, CompanyFacts, Ctx } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import type { Env } from "#functions/env.ts";
import { plainProblem, problem } from "#functions/problem.ts";
import { isBodiless } from "./requests.ts";

/** Who is calling, from the Authorization header and the company asked for. */
export type Authenticate = (
  credentials: Readonly<{ authorization: string | undefined; companyId: string | undefined }>,
) => Promise<Outcome<{ actor: Actor; company: CompanyFacts }, Fault<"unauthenticated" | "refused">>>;

export type ContextServices = Pick<Ctx, "database" | "clock" | "newId" | "metrics">;

const KEY_LENGTH = 255;

/** Method, path, query, If-Match and body: what must be equal for the same key to mean the same request (DESIGN §2.7). */
const requestHash = async (c: Context<Env>) => {
  const asked = `${c.req.method}\n${c.req.url.slice(c.req.url.indexOf("/", 8))}\n${c.req.header("if-match") ?? ""}\n`;
  // Text is read already; its bytes are the same.
  if (c.req.bodyCache.text !== undefined) return hash("sha256", asked + (await c.req.text()), "base64url");
  if (isBodiless(c)) return hash("sha256", asked, "base64url");
  return createHash("sha256")
    .update(asked)
    .update(new Uint8Array(await c.req.arrayBuffer()))
    .digest("base64url");
};

/** Authenticates and makes the context of the commands and queries behind it. */
export const authenticated =
  (services: ContextServices, authenticate: Authenticate): MiddlewareHandler<Env> =>
  async (c, next) => {
    const caller = await authenticate({ authorization: c.req.header("authorization"), companyId: c.req.header("company-id") });
    if (!caller.ok) {
      if (caller.fault.kind === "unauthenticated") c.header("WWW-Authenticate", "Bearer");
      return problem(c, caller.fault);
    }
    const idempotencyKey = c.req.method === "GET" ? undefined : c.req.header("idempotency-key");
    if (idempotencyKey !== undefined && (idempotencyKey === "" || idempotencyKey.length > KEY_LENGTH)) {
      return plainProblem(c, 422, "idempotency_key.length", `An Idempotency-Key has 1 to ${KEY_LENGTH} characters.`);
    }
    const dryRun = c.req.method !== "GET" && /(^|[\s,])dry-run([\s,;]|$)/.test(c.req.header("prefer") ?? "");
    const request = {
      id: c.var.requestId,
      dryRun,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey, hash: await requestHash(c) }),
    };
    const contextOf = (one: Pick<Ctx, "actor" | "company">): Ctx => ({ ...services, ...one, request, report: { replayed: false } });
    c.set("ctx", contextOf(caller.value));
    c.set("inCompany", async (companyId) => {
      const there = await authenticate({ authorization: c.req.header("authorization"), companyId });
      return there.ok ? done(contextOf(there.value)) : there;
    });
    if (dryRun) c.header("Preference-Applied", "dry-run");
    return next();
  };
