import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, missing, refuse, stale } from "#core/kernel/fault.ts";
import { rateBody, ratesOf } from "./list-rates.ts";
import { plainRate, type RateBody, type RateInput, type RatePatch } from "./rate.ts";

onConstraint("exchange_rate_once", conflict("rate.taken", "There is a rate of this currency on this day already; change that one."));

type RateChange = Readonly<{ id: string; expectedVersion?: number | undefined }>;

/** Enters the rate of a currency from a day on. What is posted already keeps the rate it was posted at. */
export const createRate = command("finance.rate.write", async (tx, input: RateInput) => {
  if (input.currency === tx.company.baseCurrency)
    return refuse(invalid("rate.base_currency", "The company's own currency is always worth one.", "/currency"));
  const rate: RateBody = { ...input, rate: plainRate(input.rate), id: tx.newId(), source: "manual", version: 1 };
  await tx.db
    .insertInto("finance.exchangeRate")
    .values({ ...rate, companyId: tx.actor.companyId })
    .execute();
  tx.audit({ action: "rate.create", subjectType: "rate", subjectId: rate.id, after: rate });
  tx.event({ type: "rate.created", subject: rate.id, data: rate });
  return done(rate);
});

const lockRate = async (tx: TxCtx, { id, expectedVersion }: RateChange) => {
  const row = await ratesOf(tx.db, tx.actor.companyId).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) return refuse(missing("rate", id));
  return expectedVersion !== undefined && expectedVersion !== row.version ? refuse(stale("rate", row.version)) : done(rateBody(row));
};

/** Corrects a rate. From then on it is one that was entered: no file changes it any more. */
export const updateRate = command(
  "finance.rate.write",
  async (tx, { changes, ...change }: RateChange & Readonly<{ changes: RatePatch }>) => {
    const locked = await lockRate(tx, change);
    if (!locked.ok) return locked;
    const after: RateBody = { ...locked.value, rate: plainRate(changes.rate), source: "manual", version: locked.value.version + 1 };
    await tx.db
      .updateTable("finance.exchangeRate")
      .set({ rate: after.rate, source: after.source, version: after.version })
      .where("companyId", "=", tx.actor.companyId)
      .where("id", "=", after.id)
      .execute();
    tx.audit({ action: "rate.update", subjectType: "rate", subjectId: after.id, before: locked.value, after });
    tx.event({ type: "rate.updated", subject: after.id, data: after });
    return done(after);
  },
);

/** Takes a rate away; the one before it applies again. */
export const removeRate = command("finance.rate.write", async (tx, change: RateChange) => {
  const locked = await lockRate(tx, change);
  if (!locked.ok) return locked;
  await tx.db.deleteFrom("finance.exchangeRate").where("companyId", "=", tx.actor.companyId).where("id", "=", change.id).execute();
  tx.audit({ action: "rate.remove", subjectType: "rate", subjectId: change.id, before: locked.value });
  tx.event({ type: "rate.removed", subject: change.id, data: locked.value });
  return done(locked.value);
});
