import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, missing, refuse, stale } from "#core/kernel/fault.ts";
import { findTax } from "./list-taxes.ts";
import { contradictions, type TaxBody, type TaxInput, type TaxPatch, type TaxRateInput } from "./tax.ts";

onConstraint("tax_code_once", conflict("tax.code_taken", "There is a tax of this code already."));
onConstraint("tax_code_company_id_account_id_fkey", invalid("account.missing", "There is no such account.", "/accountId"));
for (const field of ["reverseAccountId", "nondeductibleAccountId", "pendingAccountId"] as const) {
  const column = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  onConstraint(`tax_code_company_id_${column}_fkey`, invalid("account.missing", "There is no such account.", `/${field}`));
}
onConstraint("used_tax_keeps_kind", (message) => conflict("tax.used", message));
onConstraint("reverse_charge_accounts_differ", invalid("tax.accounts", "It is owed and claimed on two accounts.", "/reverseAccountId"));
onConstraint("pending_account_differs", invalid("tax.accounts", "It waits on an account of its own.", "/pendingAccountId"));
onConstraint("tax_rates_do_not_overlap", conflict("tax.rate_taken", "A rate from this day on is there already."));

type TaxChange = Readonly<{ id: string; expectedVersion?: number | undefined }>;

const written = async (tx: TxCtx, id: string, verb: "create" | "update", before: TaxBody | undefined) => {
  const after = await findTax(tx.db, tx.actor.companyId, id);
  if (!after) return refuse(missing("tax", id));
  tx.audit({ action: `tax.${verb}`, subjectType: "tax", subjectId: id, before: before ?? null, after });
  tx.event({ type: `tax.${verb}d`, subject: id, data: after });
  return done(after);
};

/** Adds a tax with its first rate. */
export const createTax = command("finance.tax.write", async (tx, { rate, deductiblePercent, validFrom, ...input }: TaxInput) => {
  const companyId = tx.actor.companyId;
  const id = tx.newId();
  await tx.db
    .insertInto("finance.taxCode")
    .values({ ...input, id, companyId })
    .execute();
  await sql`
    insert into finance.tax_rate (id, company_id, tax_code_id, rate, deductible_percent, valid)
    values (${tx.newId()}, ${companyId}, ${id}, ${rate}, ${deductiblePercent ?? "100"}::numeric, daterange(${validFrom ?? null}::date, null))`.execute(
    tx.db,
  );
  return written(tx, id, "create", undefined);
});

/** Held first and read afterwards: one statement would see the rates as they were before it waited. */
const lockTax = async (tx: TxCtx, { id, expectedVersion }: TaxChange) => {
  await tx.db
    .selectFrom("finance.taxCode")
    .select("id")
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .execute();
  const tax = await findTax(tx.db, tx.actor.companyId, id);
  if (!tax) return refuse(missing("tax", id));
  return expectedVersion !== undefined && expectedVersion !== tax.version ? refuse(stale("tax", tax.version)) : done(tax);
};

const present = (changes: TaxPatch): TaxPatch => Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

const bumpVersion = (tx: TxCtx, tax: TaxBody, changes: TaxPatch) =>
  tx.db
    .updateTable("finance.taxCode")
    .set({ ...present(changes), version: tax.version + 1 })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", tax.id)
    .execute();

const contradictory = (errors: readonly [string, string][]) =>
  refuse({
    kind: "invalid",
    code: "tax.contradictory",
    detail: errors[0]?.[1] ?? "",
    errors: errors.map(([field, detail]) => ({ pointer: `/${field}`, detail })),
  } as const);

/** Changes the name or accounts of a tax, takes it out of use, or says that it is something else, which Postgres refuses once it is used. */
export const updateTax = command("finance.tax.write", async (tx, { changes, ...change }: TaxChange & Readonly<{ changes: TaxPatch }>) => {
  const locked = await lockTax(tx, change);
  if (!locked.ok) return locked;
  const { rates, ...tax } = locked.value;
  const errors = rates.flatMap(({ rate, deductiblePercent }) =>
    contradictions({ ...tax, ...(present(changes) as typeof tax), rate, deductiblePercent }),
  );
  if (errors.length > 0) return contradictory(errors);
  await bumpVersion(tx, locked.value, changes);
  return written(tx, change.id, "update", locked.value);
});

/** Gives a tax another rate from a day on; the rate of that day ends the day before. Rates that begin later stay and end the new one. */
export const addTaxRate = command("finance.tax.write", async (tx, { input, ...change }: TaxChange & Readonly<{ input: TaxRateInput }>) => {
  const locked = await lockTax(tx, change);
  if (!locked.ok) return locked;
  const companyId = tx.actor.companyId;
  const { rate, validFrom } = input;
  if (locked.value.rates.some(({ from }) => from === validFrom))
    return refuse(conflict("tax.rate_taken", "A rate from this day on is there already."));
  const errors = contradictions({ ...locked.value, rate, deductiblePercent: input.deductiblePercent });
  if (errors.length > 0) return contradictory(errors);
  const next = locked.value.rates.find(({ from }) => from !== null && from > validFrom)?.from ?? null;
  await sql`
    update finance.tax_rate set valid = daterange(lower(valid), ${validFrom}::date)
     where company_id = ${companyId} and tax_code_id = ${change.id} and valid @> ${validFrom}::date`.execute(tx.db);
  await sql`
    insert into finance.tax_rate (id, company_id, tax_code_id, rate, deductible_percent, valid)
    values (${tx.newId()}, ${companyId}, ${change.id}, ${rate}, ${input.deductiblePercent ?? "100"}::numeric, daterange(${validFrom}::date, ${next}::date))`.execute(
    tx.db,
  );
  await bumpVersion(tx, locked.value, {});
  return written(tx, change.id, "update", locked.value);
});
