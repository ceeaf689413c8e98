import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { CompanyFacts, TxCtx } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import type { CompanyBody, NewCompany } from "./company.ts";

/** What a module puts into a new company. The modules are above this one, so whoever assembles the program passes their steps in. */
export type SetUpStep = (tx: TxCtx, company: CompanyBody & Readonly<{ companyId: string; today: string }>) => Promise<void>;

/** The company's row and all its modules need, in a transaction that stands in that company. */
export const foundCompany = async (tx: TxCtx, id: string, input: NewCompany, steps: readonly SetUpStep[]): Promise<CompanyBody> => {
  const company: CompanyBody = { id, ...input, legalName: input.legalName ?? null, taxNumber: input.taxNumber ?? null, version: 1 };
  await tx.db.insertInto("shared.company").values(company).execute();
  const today = tx.clock.today(company.timeZone);
  for (const step of steps) await step(tx, { ...company, companyId: id, today });
  return company;
};

const stand = (tx: TxCtx, companyId: string) => sql`select set_config('enterprise.company_id', ${companyId}, true)`.execute(tx.db);
const factsOf = ({ baseCurrency, timeZone, country, rounding }: NewCompany): CompanyFacts => ({
  baseCurrency,
  timeZone,
  country,
  rounding,
});

/** Makes its maker the administrator of the new company when he is a person. */
const addMaker = async ({ db, actor, newId }: TxCtx, companyId: string) => {
  if (actor.kind !== "user") return;
  const membershipId = newId();
  await db.insertInto("shared.membership").values({ id: membershipId, companyId, userId: actor.id }).execute();
  await db
    .insertInto("shared.membershipRole")
    .columns(["companyId", "membershipId", "roleId"])
    .expression((eb) =>
      eb
        .selectFrom("shared.role")
        .select(["companyId", sql<string>`${membershipId}::uuid`.as("membershipId"), "id"])
        .where("companyId", "=", companyId)
        .where("system", "=", "administrator"),
    )
    .execute();
};

/**
 * Another company, set up by these steps. Key, audit and event stay with the company it is asked from; its own row, chart and roles are written
 * standing in the new one, since nobody else may.
 */
export const createCompanyWith = (steps: readonly SetUpStep[]) =>
  command("platform.company.create", async (tx, input: NewCompany) => {
    const id = tx.newId();
    await stand(tx, id);
    const inside: TxCtx = { ...tx, actor: { ...tx.actor, companyId: id }, company: factsOf(input) };
    const company = await foundCompany(inside, id, input, steps);
    await addMaker(tx, id);
    await stand(tx, tx.actor.companyId);
    tx.audit({ action: "company.created", subjectType: "company", subjectId: id, after: company });
    tx.event({ type: "company.created", subject: id, data: { name: company.name } });
    return done(company);
  });
