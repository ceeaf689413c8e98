import type { Ctx, Grant, ReadCtx, ReadOptions, TxCtx } from "./context.ts";
import { forbidden, type Outcome, type Refusal, refuse } from "./fault.ts";

/**
 * Reads with the same shape as a command: grant first, then one read-only transaction in which every table shows the actor's company alone.
 * `stale` allows the replica. Called with a transaction's context it reads inside that transaction.
 */
export const query =
  <Input, Out extends Outcome<unknown>>(grant: Grant, read: (ctx: ReadCtx, input: Input) => Promise<Out>, options?: ReadOptions) =>
  async (ctx: Ctx | TxCtx, input: Input): Promise<Out | Refusal<ReturnType<typeof forbidden>>> => {
    if (!ctx.actor.grants.has(grant)) return refuse(forbidden(grant));
    if ("db" in ctx) return read(ctx, input);
    const { database, ...rest } = ctx;
    return database.read({ companyId: ctx.actor.companyId, actorId: ctx.actor.id }, (db) => read({ ...rest, db }, input), options);
  };

/** A query of exactly one statement, as lists are: it goes out with its settings in one flush and holds no transaction open. A second one throws. */
export const singleQuery = <Input, Out extends Outcome<unknown>>(grant: Grant, read: (ctx: ReadCtx, input: Input) => Promise<Out>) =>
  query(grant, read, { single: true });
