import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { exponentOf } from "#core/kernel/currencies.ts";
import { done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { taxLines } from "#core/kernel/taxes.ts";
import type { TaxDefinition } from "../taxes/charged-tax.ts";

type Asked = Readonly<{ taxCodeId: string; minor: bigint; currency: string; on: string }>;

/**
 * What of an amount is a tax that it includes, at the rate of the day, and the account of the tax. Refuses taxes that are not simply a percentage on top: a document
 * bears those.
 */
export const includedTax = async (
  tx: TxCtx,
  { taxCodeId, minor, currency, on }: Asked,
): Promise<Outcome<{ minor: bigint; accountId: string }>> => {
  const { rows } = await sql<{ tax: TaxDefinition }>`
    select finance.tax_definition(t, r) as tax from finance.tax_code t
      join finance.tax_rate r on r.company_id = t.company_id and r.tax_code_id = t.id and r.valid @> ${on}::date
     where t.company_id = ${tx.actor.companyId} and t.id = ${taxCodeId} and t.active`.execute(tx.db);
  const tax = rows[0]?.tax;
  if (!tax) return refuse(invalid("tax.missing", `There is no such tax with a rate on ${on}.`, "/lines"));
  const { treatment = "standard", kind, deductiblePercent, pendingAccountId } = tax;
  if (treatment !== "standard" || kind !== "percent" || deductiblePercent !== undefined || pendingAccountId !== undefined)
    return refuse(
      invalid("tax.not_included", `${tax.code} is more than a percentage on top: enter a bill, or the entry by hand.`, "/lines"),
    );
  const charge = { code: tax.code, kind, rate: tax.rate, included: true, compound: false } as const;
  const [line] = taxLines([{ priceMinor: minor, quantity: { units: 1n, scale: 0 }, taxes: [charge] }], "line", exponentOf(currency));
  return done({ minor: line?.taxMinor ?? 0n, accountId: tax.accountId });
};
