import type { Caller } from "#core/identity/sessions/caller.ts";
import type { Ctx } from "#core/kernel/context.ts";
import type { Identity } from "./identity.ts";

/**
 * What middleware leaves for the handlers. `ctx` is there on every route behind `authenticated`, `identity` under /auth and /platform, `caller`
 * where /auth asks who it is.
 */
export type Env = { Variables: { requestId: string; ctx: Ctx; identity: Identity; caller: Caller } };
