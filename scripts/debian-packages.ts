import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser of this machine, or the one CHROMIUM names. */
export const findChromium = (): string | undefined =>
  [process.env.CHROMIUM ?? "", ...PLACES].find((path) => path !== "" && existsSync(path));

/** Whether this user may add packages of Debian. */
const mayInstall = () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && existsSync("/etc/debian_version");

const aptGet = (...parameters: string[]) =>
  execFileSync("apt-get", ["-qq", ...parameters], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "pipe"],
  });

/** Finds something, or installs Debian's package of it where this user may. Undefined: what needs it cannot be tested here. */
const ensured = (name: string, aptPackage: string, find: () => string | undefined): string | undefined => {
  const found = find();
  if (found || !mayInstall()) return found;
  console.log(`Installing ${name} for the tests …`);
  try {
    aptGet("update");
    aptGet("install", "--yes", "--no-install-recommends", aptPackage);
  } catch (error) {
    console.log(`${name} could not be installed: ${(error as Error).message.split("\n")[0]}`);
  }
  return find();
};

/** The browser of the browser tests. */
export const ensureChromium = (): string | undefined => ensured("Chromium", "chromium", findChromium);

const OLDEST_POSTGRES = "/usr/lib/postgresql/15/bin/postgres";

/** The oldest PostgreSQL that the schema is tested on; the embedded one is newer. */
export const ensureOldestPostgres = (): string | undefined =>
  ensured("PostgreSQL 15", "postgresql-15", () => (existsSync(OLDEST_POSTGRES) ? OLDEST_POSTGRES : undefined));

const PDF_TOOLS = "/usr/bin/pdftotext";

/** What reads the text of PDF files back in tests. */
export const ensurePdfTools = (): string | undefined =>
  ensured("pdftotext", "poppler-utils", () => (existsSync(PDF_TOOLS) ? PDF_TOOLS : undefined));
