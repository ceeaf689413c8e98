import { parseArgs } from "node:util";
import pg, { type ClientConfig } from "pg";
import { openDatabase } from "#functions/adapters/database.ts";
import { cannotStart } from "#functions/cannot-start.ts";
import { readSettings } from "#functions/settings.ts";
import { type Verification, verifyCompany } from "./ledger/verify-company.ts";
import { verifyPackage } from "./ledger/verify-package.ts";
import { runCommand } from "./program.ts";

type Company = { id: string; name: string };

const told = ({ name }: Company, { entries, lines, unsealed, head, differences, differenceCount }: Verification): string => {
  const counted = `${entries} entries, ${lines} lines${unsealed > 0 ? `, ${unsealed} entries not numbered yet` : ""}`;
  const end = head ? `; last number ${head.number}, hash ${head.hash}` : "";
  if (differenceCount === 0) return `✓ ${name}: ${counted}${end}.`;
  const more = differenceCount > differences.length ? [`  … and ${differenceCount - differences.length} more`] : [];
  return [`✗ ${name}: ${counted}; ${differenceCount} differences:`, ...differences.map((difference) => `  ${difference}`), ...more].join(
    "\n",
  );
};

const chosen = (companies: readonly Company[], wanted: readonly string[]): readonly Company[] => {
  const unknown = wanted.find((one) => !companies.some(({ id, name }) => id === one || name === one));
  if (unknown !== undefined) throw cannotStart(`There is no company ${unknown}.`);
  return wanted.length === 0 ? companies : companies.filter(({ id, name }) => wanted.includes(id) || wanted.includes(name));
};

/** Verifies the books of companies (all, when none are named by id or name) in one snapshot; true when nothing differs. */
export const verifyLedger = async (owner: ClientConfig, wanted: readonly string[], say: (text: string) => void): Promise<boolean> => {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const { rows } = await client.query<Company>("select id, name from shared.company order by name, id");
    let isClean = true;
    for (const company of chosen(rows, wanted)) {
      const verification = await verifyCompany(client, company.id);
      say(told(company, verification));
      isClean &&= verification.differenceCount === 0;
    }
    return isClean;
  } finally {
    await client.end();
  }
};

/** Verifies a signed package, without a database; true when nothing differs. */
const verifyPackageFile = async (file: string, say: (text: string) => void): Promise<boolean> => {
  const { company, period, entries, lines, fingerprint, differences, differenceCount } = await verifyPackage(file);
  const isClean = differenceCount === 0;
  say(
    `${isClean ? "✓" : "✗"} ${company}, ${period}: ${entries} entries, ${lines} lines${isClean ? "." : `; ${differenceCount} differences:`}`,
  );
  for (const difference of differences) say(`  ${difference}`);
  if (differenceCount > differences.length) say(`  … and ${differenceCount - differences.length} more`);
  say(
    `Signed with the key of fingerprint ${fingerprint} (SHA-256). Compare it with what the company publishes at /.well-known/ledger-keys.json.`,
  );
  return isClean;
};

if (import.meta.main)
  await runCommand(async () => {
    const { values } = parseArgs({ options: { company: { type: "string", multiple: true, default: [] }, package: { type: "string" } } });
    if (values.package !== undefined) {
      if (!(await verifyPackageFile(values.package, (text) => console.log(text)))) process.exitCode = 1;
      return;
    }
    const place = await openDatabase(readSettings(process.env), { share: true });
    try {
      if (!place.owner) throw cannotStart("Verifying the ledger needs DATABASE_OWNER_URL, a connection as enterprise_owner.");
      if (!(await verifyLedger(place.owner, values.company, (text) => console.log(text)))) process.exitCode = 1;
    } finally {
      await place.close();
    }
  });
