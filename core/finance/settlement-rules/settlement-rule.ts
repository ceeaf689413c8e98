import * as z from "zod";
import { command } from "#core/kernel/command.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { formatMinor, minorOf, nonNegativeAmount, parseMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";

const agedDays = z
  .array(z.number().int().min(1).max(3650))
  .min(1)
  .max(8)
  .refine((days) => days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0)), "Write the days from the fewest to the most.");

export const SettlementRulePatch = z
  .strictObject({
    writeOffLimit: nonNegativeAmount().describe("In company currency, for one document at a time."),
    agedDays: agedDays.describe("Days past due at which a new column of an aged report begins."),
  })
  .partial();
export type SettlementRulePatch = z.infer<typeof SettlementRulePatch>;

export const SettlementRuleBody = z
  .object({ writeOffLimit: z.string(), agedDays: z.array(z.number().int()), version: z.number().int() })
  .meta({ id: "SettlementRule" });
export type SettlementRuleBody = z.infer<typeof SettlementRuleBody>;

type Company = Readonly<{ company: Readonly<{ baseCurrency: string }>; actor: Readonly<{ companyId: string }>; db: Db }>;

/** What a company has not said: ten units of its currency may be written off, ages go by thirty days. */
const usual = { writeOffLimit: "10", agedDays: [30, 60, 90] };

/** How a company settles: its own rule, or the usual one. */
export const settlementRule = async ({ db, actor, company }: Company): Promise<SettlementRuleBody & { writeOffLimitMinor: bigint }> => {
  const row = await db
    .selectFrom("finance.settlementRule")
    .select(["writeOffLimitMinor", "agedDays", "version"])
    .where("companyId", "=", actor.companyId)
    .executeTakeFirst();
  const writeOffLimitMinor = row?.writeOffLimitMinor ?? minorOf(usual.writeOffLimit, company.baseCurrency);
  return {
    writeOffLimitMinor,
    writeOffLimit: formatMinor(writeOffLimitMinor, company.baseCurrency),
    agedDays: [...(row?.agedDays ?? usual.agedDays)],
    version: row?.version ?? 0,
  };
};

const bodyOf = ({ writeOffLimit, agedDays, version }: SettlementRuleBody): SettlementRuleBody => ({ writeOffLimit, agedDays, version });

export const getSettlementRule = query("finance.invoice.read", async (ctx, _: undefined) => done(bodyOf(await settlementRule(ctx))));

type Change = Readonly<{ expectedVersion?: number | undefined; changes: SettlementRulePatch }>;

/** Changes how a company settles. */
export const updateSettlementRule = command(
  "finance.settlement_rule.write",
  async (tx, { expectedVersion, changes }: Change): Promise<Outcome<SettlementRuleBody>> => {
    const companyId = tx.actor.companyId;
    await tx.db.selectFrom("finance.settlementRule").select("id").where("companyId", "=", companyId).forUpdate().execute();
    const before = await settlementRule(tx);
    if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("settlement rule", before.version));
    const limit = parseMinor(changes.writeOffLimit ?? before.writeOffLimit, tx.company.baseCurrency);
    if (!limit.ok) return refuse({ ...limit.fault, errors: [{ pointer: "/writeOffLimit", detail: limit.fault.detail }] });
    const row = { writeOffLimitMinor: limit.value, agedDays: changes.agedDays ?? before.agedDays, version: before.version + 1 };
    await tx.db
      .insertInto("finance.settlementRule")
      .values({ id: tx.newId(), companyId, ...row })
      .onConflict((conflict) => conflict.column("companyId").doUpdateSet(row))
      .execute();
    const after = { writeOffLimit: formatMinor(limit.value, tx.company.baseCurrency), agedDays: row.agedDays, version: row.version };
    tx.audit({ action: "settlement_rule.update", subjectType: "settlement_rule", subjectId: companyId, before: bodyOf(before), after });
    tx.event({ type: "settlement_rule.updated", subject: companyId, data: after });
    return done(after);
  },
);
