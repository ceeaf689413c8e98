import { pageByCode } from "#core/database/code-page.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import type { SplitBody, SplitQuery } from "./split.ts";

export const splitsOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.dimensionSplit")
    .select(["id", "code", "name", "shares", "active", "version"])
    .$narrowType<Pick<SplitBody, "shares">>()
    .where("companyId", "=", companyId);

/** The saved splits in order of code. */
export const listSplits = query("finance.dimension.read", async ({ db, actor }, filter: SplitQuery) =>
  pageByCode(splitsOf(db, actor.companyId), filter),
);

export const getSplit = query("finance.dimension.read", async ({ db, actor }, { id }: { id: string }) => {
  const split = await splitsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return split ? done<SplitBody>(split) : refuse(missing("split", id));
});
