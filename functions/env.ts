import type { Caller } from "#core/identity/sessions/caller.ts";
import type { Ctx } from "#core/kernel/context.ts";
import type { Fault, Outcome } from "#core/kernel/fault.ts";
import type { Identity } from "./identity.ts";

/** The caller's context in a company by its id: the same sign-in, with what he may do there. Refuses where he does not belong. */
export type InCompany = (companyId: string) => Promise<Outcome<Ctx, Fault<"unauthenticated" | "refused">>>;

/**
 * What middleware leaves for the handlers. `ctx` and `inCompany` are there on every route behind `authenticated`, `identity` under /auth and /platform, `caller`
 * where /auth asks who it is.
 */
export type Env = { Variables: { requestId: string; ctx: Ctx; inCompany: InCompany; identity: Identity; caller: Caller } };
