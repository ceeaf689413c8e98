import { sql } from "kysely";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { periodsOf } from "../periods/list-periods.ts";
import type { Checklist, ChecklistQuery, CloseItemBody, CloseProof, CloseRuleBody } from "./checklist.ts";
import { type CloseEffects, closeChecks } from "./close-check.ts";
import { closeRules, modulesOf, runChecks } from "./run-checks.ts";

/** What the close of a period asks for, and how it stands now. */
export const getChecklist = query(
  "finance.close.read",
  async (ctx, { id, module }: ChecklistQuery & Readonly<{ id: string }>): Promise<Outcome<Checklist>> => {
    const period = await periodsOf(ctx.db, ctx.actor.companyId).where("id", "=", id).executeTakeFirst();
    return period ? done(await runChecks(ctx, period, module)) : refuse(missing("period", id));
  },
);

/** Every check there is, with what the company wants of it. */
export const listCloseRules = query("finance.close.read", async (ctx, _: undefined) => {
  const rules = await closeRules(ctx);
  const items = closeChecks().map((check): CloseRuleBody => {
    const { softClose, close, version } = { ...check.effects, version: 0, ...rules.get(check.code) };
    return { check: check.code, title: check.title, modules: modulesOf(check), softClose, close, version };
  });
  return done({ items });
});

/** The company's own items in their order, those out of use last. */
export const listCloseItems = query("finance.close.read", async ({ db, actor }, _: undefined) => {
  const items: CloseItemBody[] = await db
    .selectFrom("finance.closeItem")
    .select(["id", "title", "softClose", "close", "position", "active", "version"])
    .$narrowType<CloseEffects>()
    .where("companyId", "=", actor.companyId)
    .orderBy("active", "desc")
    .orderBy("position")
    .orderBy("id")
    .limit(500)
    .execute();
  return done({ items });
});

/** What the checklist said whenever the period was closed, the last first; of the last fifty times. */
export const listCloseProofs = query("finance.close.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const period = await periodsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  if (!period) return refuse(missing("period", id));
  const { rows } = await sql<
    Omit<CloseProof, "closedBy" | "checks" | "items"> & { by: string; name: string | null; checklist: CloseProof }
  >`
    select p.id, p.module, p.state, p.closed_by as by, coalesce(u.name, k.name) as name, p.closed_at, p.checklist
      from finance.close_proof p left join shared.user u on u.id = p.closed_by
      left join shared.api_key k on k.company_id = p.company_id and k.id = p.closed_by
     where p.company_id = ${actor.companyId} and p.period_id = ${id} order by p.id desc limit 50`.execute(db);
  const items = rows.map(
    ({ by, name, checklist, ...row }): CloseProof => ({
      ...row,
      closedBy: { id: by, name: name ?? "" },
      checks: checklist.checks,
      items: checklist.items,
    }),
  );
  return done({ items });
});
