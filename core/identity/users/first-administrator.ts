import { sql } from "kysely";
import { call } from "#core/identity/call.ts";
import type { NewCompany } from "#core/identity/companies/company.ts";
import { foundCompany, type SetUpStep } from "#core/identity/companies/create-company.ts";
import type { IdentityServices } from "#core/identity/ports.ts";
import { command } from "#core/kernel/command.ts";
import type { Ctx, TxCtx } from "#core/kernel/context.ts";
import { conflict, done, refuse } from "#core/kernel/fault.ts";
import { systemActor } from "#core/kernel/system-actor.ts";
import { addUser } from "./create-user.ts";

/** What an empty installation begins with unless it is told otherwise. Rename it, or set up another company and leave it. */
export const FIRST_COMPANY: NewCompany = {
  name: "My company",
  country: "IE",
  baseCurrency: "EUR",
  timeZone: "UTC",
  locale: "en",
  rounding: "line",
  fiscalYearStart: 1,
  chart: "ifrs",
};
export const FIRST_EMAIL = "admin@example.com";

export type FirstAdministrator = Readonly<{
  email?: string | undefined;
  password?: string | undefined;
  company?: Partial<NewCompany> | undefined;
  /** The steps that set up the company's modules, as for any other. */
  steps: readonly SetUpStep[];
}>;

/** Who can sign in now. `oneTimePassword` is there when none was given, and told nowhere else. */
export type Installed = Readonly<{ companyId: string; email: string; oneTimePassword?: string }>;

const installed = conflict("installed", "Somebody can sign in already.");
const PASSWORD_BYTES = 15;

type Installation = Readonly<{ company: NewCompany; steps: readonly SetUpStep[]; email: string; hash: string; mustChange: boolean }>;

/** Programs that start together ask one after the other; the later ones see what the first one did. */
const hasUsers = async ({ db }: TxCtx) => {
  await sql`select pg_advisory_xact_lock(hashtextextended('first administrator', 0))`.execute(db);
  const { rows } = await sql<{ found: boolean }>`select shared.has_users() as found`.execute(db);
  return rows[0]?.found ?? false;
};

/** Founds the first company with its administrator, once for an installation. */
export const install = command("platform.company.create", async (tx, { company, steps, email, hash, mustChange }: Installation) => {
  if (await hasUsers(tx)) return refuse(installed);
  const found = await foundCompany(tx, tx.actor.companyId, company, steps);
  const administrator = await tx.db
    .selectFrom("shared.role")
    .select("id")
    .where("companyId", "=", found.id)
    .where("system", "=", "administrator")
    .executeTakeFirstOrThrow();
  const added = await addUser(tx, {
    user: { name: "Administrator", email, roleIds: [administrator.id] },
    password: { hash, mustChange, expiresAt: null },
  });
  if (!added.ok) return added;
  tx.audit({ action: "company.created", subjectType: "company", subjectId: found.id, after: found });
  return done({ companyId: found.id });
});

/** When nobody can sign in yet: makes a company and its administrator. Undefined when somebody can. */
export const ensureFirstAdministrator = async (
  services: IdentityServices,
  { email = FIRST_EMAIL, password, company = {}, steps }: FirstAdministrator,
): Promise<Installed | undefined> => {
  const [row] = await call(services.database, "select shared.has_users() as found", []);
  if (row?.found === true) return undefined;
  const chosen = password ?? services.secrets.random(PASSWORD_BYTES);
  const facts = { ...FIRST_COMPANY, ...company };
  const { baseCurrency, timeZone, country, rounding } = facts;
  const ctx: Ctx = {
    ...services,
    actor: systemActor(services.newId()),
    company: { baseCurrency, timeZone, country, rounding },
    request: { id: "first-start", dryRun: false },
    report: { replayed: false },
  };
  const hash = await services.passwords.hash(chosen);
  const made = await install(ctx, { company: facts, steps, email, hash, mustChange: password === undefined });
  if (!made.ok && made.fault.code === installed.code) return undefined;
  if (!made.ok) throw new Error(`The first administrator could not be made: ${made.fault.detail}`);
  return { ...made.value, email, ...(password === undefined ? { oneTimePassword: chosen } : {}) };
};
