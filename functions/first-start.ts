import type { NewCompany } from "#core/identity/companies/company.ts";
import { ensureFirstAdministrator, type Installed } from "#core/identity/users/first-administrator.ts";
import { companySteps } from "./company-set-up.ts";
import type { Identity } from "./identity.ts";
import type { Settings } from "./settings.ts";

/**
 * On an installation where nobody can sign in yet: a company and its administrator, from ADMIN_EMAIL and ADMIN_PASSWORD as far as they are set.
 * Answers who it is, with the one-time password if one was made: whoever starts the program says it once. Undefined ever after.
 */
export const firstStart = (
  identity: Identity,
  { ADMIN_EMAIL, ADMIN_PASSWORD }: Pick<Settings, "ADMIN_EMAIL" | "ADMIN_PASSWORD">,
  company?: Partial<NewCompany>,
): Promise<Installed | undefined> =>
  ensureFirstAdministrator(identity, { email: ADMIN_EMAIL, password: ADMIN_PASSWORD, company, steps: companySteps });
