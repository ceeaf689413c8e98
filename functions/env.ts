import type { Ctx } from "#core/kernel/context.ts";

/** What middleware leaves for the handlers. `ctx` is there on every route behind `authenticated`. */
export type Env = { Variables: { requestId: string; ctx: Ctx } };
