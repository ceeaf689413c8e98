import pg from "pg";
import type { NewCompany } from "#core/identity/companies/company.ts";
import { cannotStart } from "#functions/cannot-start.ts";
import { firstStart } from "#functions/first-start.ts";
import type { Foundation } from "#functions/foundation.ts";
import { openIdentity } from "#functions/identity.ts";

type Company = Readonly<{ id: string; name: string }>;

const NORTHWIND: Partial<NewCompany> = {
  name: "Northwind Traders",
  country: "US",
  baseCurrency: "USD",
  timeZone: "America/Los_Angeles",
  chart: "us-gaap",
};

const companies = async ({ place }: Foundation): Promise<readonly Company[]> => {
  if (!place.owner) throw cannotStart("Importing needs DATABASE_OWNER_URL, a connection as enterprise_owner, to find the company.");
  const client = new pg.Client(place.owner);
  await client.connect();
  try {
    const { rows } = await client.query<Company>("select id, name from shared.company order by name, id");
    return rows;
  } finally {
    await client.end();
  }
};

const founded = async (foundation: Foundation): Promise<Company> => {
  const installed = await firstStart(openIdentity(foundation), foundation.settings, NORTHWIND);
  if (!installed) throw cannotStart("There is no company yet. Make one first.");
  const password = installed.oneTimePassword === undefined ? "ADMIN_PASSWORD" : `${installed.oneTimePassword} (shown this once)`;
  console.log(`Made the company ${NORTHWIND.name}. Sign in as ${installed.email} with ${password}.`);
  return { id: installed.companyId, name: `${NORTHWIND.name}` };
};

/** The company that is named, or the only one. On an installation without any, Northwind founds its own. */
export const companyToImport = async (foundation: Foundation, wanted: string | undefined, forNorthwind: boolean): Promise<Company> => {
  const all = await companies(foundation);
  if (all.length === 0 && wanted === undefined) {
    if (forNorthwind) return founded(foundation);
    throw cannotStart("There is no company yet. Run `npm start` once.");
  }
  const found = all.filter(({ id, name }) => wanted === undefined || id === wanted || name === wanted);
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = all.map(({ name }) => name).join(", ");
  throw cannotStart(
    wanted === undefined ? `Name the company with --company: ${names}.` : `There is no single company ${wanted}: ${names}.`,
  );
};
