import type { Db } from "#core/kernel/context.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { plainRate } from "./rate.ts";

/**
 * What one unit of a currency is worth in the company's on a day: the rate of that day, or the last one before. The company's own is worth one.
 * A missing rate is a refusal, never a guess.
 */
export const rateOn = async (
  db: Db,
  company: Readonly<{ id: string; baseCurrency: string }>,
  currency: string,
  on: string,
): Promise<Outcome<string, Fault<"invalid">>> => {
  if (currency === company.baseCurrency) return done("1");
  const found = await db
    .selectFrom("finance.exchangeRate")
    .select("rate")
    .where("companyId", "=", company.id)
    .where("currency", "=", currency)
    .where("validOn", "<=", on)
    .orderBy("validOn", "desc")
    .limit(1)
    .executeTakeFirst();
  return found
    ? done(plainRate(found.rate))
    : refuse(invalid("rate.missing", `There is no exchange rate of ${currency} on ${on} or before.`));
};
