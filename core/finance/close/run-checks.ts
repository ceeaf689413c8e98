import { sql } from "kysely";
import type { ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { type PeriodRow, periodBody } from "../periods/list-periods.ts";
import { type PeriodModule, periodModules } from "../periods/period.ts";
import type { Checklist, CheckResult, ItemResult } from "./checklist.ts";
import { type CloseCheck, type CloseEffects, closeChecks } from "./close-check.ts";
import "./finance-checks.ts";

type Reader = Pick<ReadCtx, "actor" | "company" | "clock"> & Readonly<{ db: ReadCtx["db"] | TxCtx["db"] }>;

/** What the company wants of each check, as far as it has said so. */
export const closeRules = async ({ db, actor }: Pick<Reader, "db" | "actor">) => {
  const rows = await db
    .selectFrom("finance.closeRule")
    .select(["checkCode", "softClose", "close", "version"])
    .$narrowType<CloseEffects>()
    .where("companyId", "=", actor.companyId)
    .execute();
  return new Map(rows.map(({ checkCode, ...rule }) => [checkCode, rule]));
};

const isOff = ({ softClose, close }: CloseEffects) => softClose === "off" && close === "off";

/** One after the other: they share a connection, and what is off altogether costs nothing. */
const results = async (ctx: Reader, period: PeriodRow, checks: readonly CloseCheck[]): Promise<CheckResult[]> => {
  const rules = await closeRules(ctx);
  const span = {
    companyId: ctx.actor.companyId,
    baseCurrency: ctx.company.baseCurrency,
    from: period.startsOn,
    to: period.endsOn,
  };
  const found: CheckResult[] = [];
  for (const { code, title, figures, effects, find } of checks) {
    const { softClose, close } = rules.get(code) ?? effects;
    const findings = isOff({ softClose, close }) ? [] : await find(ctx.db, span);
    found.push({ code, title, figures, softClose, close, holds: findings.every(({ holds }) => holds), findings: [...findings] });
  }
  return found;
};

type ItemRow = Omit<ItemResult, "tick"> & Readonly<{ by: string | null; name: string | null; at: string | null; note: string | null }>;

/** Items in use, and those that were ticked for the period before they went out of it. */
const itemsOf = async ({ db, actor }: Reader, periodId: string): Promise<ItemResult[]> => {
  const { rows } = await sql<ItemRow>`
    select i.id, i.title, i.soft_close, i.close, t.ticked_by as by, coalesce(u.name, k.name) as name, t.ticked_at as at, t.note
      from finance.close_item i
      left join finance.close_tick t on t.company_id = i.company_id and t.item_id = i.id and t.period_id = ${periodId}
      left join shared.user u on u.id = t.ticked_by
      left join shared.api_key k on k.company_id = i.company_id and k.id = t.ticked_by
     where i.company_id = ${actor.companyId} and (i.active or t.id is not null) order by i.position, i.id`.execute(db);
  return rows.map(({ by, name, at, note, ...item }) => ({
    ...item,
    tick: by === null || at === null ? null : { by: { id: by, name: name ?? "" }, at, note },
  }));
};

const refusing = (checks: readonly CheckResult[], items: readonly ItemResult[], at: keyof CloseEffects): string[] => [
  ...checks.filter((check) => !check.holds && check[at] === "refuse").map(({ code }) => code),
  ...items.filter((item) => !item.tick && item[at] === "refuse").map(({ id }) => id),
];

/** The checklist of a period, or of one module of it, as things stand in the reader's transaction. */
export const runChecks = async (ctx: Reader, period: PeriodRow, module?: PeriodModule): Promise<Checklist> => {
  const checks = await results(ctx, period, closeChecks(module));
  const items = module === undefined ? await itemsOf(ctx, period.id) : [];
  return {
    period: periodBody(period),
    module: module ?? null,
    currency: ctx.company.baseCurrency,
    askedAt: ctx.clock.now().toISOString(),
    checks,
    items,
    refuses: { softClose: refusing(checks, items, "softClose"), close: refusing(checks, items, "close") },
  };
};

export const modulesOf = ({ modules }: Pick<CloseCheck, "modules">): PeriodModule[] => periodModules.filter((one) => modules.includes(one));
