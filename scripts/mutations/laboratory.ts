import pg from "pg";
import { createVitest, type Vitest } from "vitest/node";
import { provideDatabases, startTestDatabases, type TestDatabases } from "#core/testing/global-setup.ts";
import { ROOT } from "../tidy/source-files.ts";
import { type Edit, edited, type Mutation, type Witness } from "./mutation.ts";

const DATABASE = "enterprise";
const COPY = "mutated";
/** So many failures are enough to know; above what may fail without a mutation. */
const MANY = 10;

/** Changes sources on their way to the tests; the files themselves stay as they are. */
const editor = () => {
  let edits: readonly Edit[] = [];
  const plugin = {
    name: "mutation",
    enforce: "pre" as const,
    transform: (text: string, id: string) => {
      const here = edits.filter(({ file }) => id.split("?")[0] === ROOT + file);
      return here.length === 0 ? undefined : { code: here.reduce(edited, text), map: null };
    },
  };
  const put = (vitest: Vitest, next: readonly Edit[]) => {
    const files = new Set([...edits, ...next].map(({ file }) => ROOT + file));
    edits = next;
    for (const file of files) vitest.invalidateFile(file);
  };
  return { plugin, put };
};

const openVitest = async (plugin: ReturnType<typeof editor>["plugin"]) =>
  createVitest(
    {
      ...{ root: ROOT, config: false, watch: false, bail: MANY, fsModuleCache: false, reporters: [{}] },
      ...{ include: ["core/**/*.test.ts", "functions/**/*.test.ts", "scripts/**/*.test.ts"], testTimeout: 20_000, hookTimeout: 30_000 },
    },
    { plugins: [plugin], logLevel: "error" },
  );

const runIn = async (vitest: Vitest, { file, named }: Witness) => {
  if (named === undefined) vitest.resetGlobalTestNamePattern();
  else vitest.setGlobalTestNamePattern(named);
  // Failures of the run before would end this one at once, as bail counts them.
  vitest.state.idMap.clear();
  const specifications = await vitest.globTestSpecifications([ROOT + file]);
  if (specifications.length === 0) throw new Error(`There is no test file ${file}.`);
  const { testModules: known } = await vitest.runTestSpecifications(specifications);
  const testModules = known.filter(({ moduleId }) => moduleId === ROOT + file); // it remembers those of earlier runs
  const failed = testModules.flatMap((module) => [...module.children.allTests("failed")].map(({ fullName }) => fullName));
  return failed.length === 0 && testModules.some((module) => !module.ok()) ? ["the file itself"] : failed;
};

export type Verdict = Readonly<{ killedBy?: string; seconds: number }>;

/** One server and one Vitest for all mutations; each gets a fresh copy of the migrated database. */
export const openLaboratory = async () => {
  const { databases, stop } = await startTestDatabases();
  const { plugin, put } = editor();
  const vitest = await openVitest(plugin);
  const superuser = new pg.Client({ connectionString: databases.superuser.replace(/\/\w+$/, "/postgres") });
  await superuser.connect();
  const urls = Object.fromEntries(
    Object.entries(databases).map(([role, url]) => [role, url.replace(new RegExp(`/${DATABASE}$`), `/${COPY}`)]),
  ) as TestDatabases;
  const prepare = async ({ sql, edits = [] }: Pick<Mutation, "sql" | "edits">) => {
    await superuser.query(`drop database if exists ${COPY} with (force)`);
    await superuser.query(`create database ${COPY} template ${DATABASE} owner enterprise_owner`);
    if (sql !== undefined) await withClient(urls.superuser, (client) => client.query(sql));
    put(vitest, edits);
    provideDatabases(vitest.getRootProject(), urls);
  };
  const failing = new Map<string, ReadonlySet<string>>();
  /** A test that fails without any mutation tells nothing. */
  const failsAnyway = async (witness: Witness): Promise<ReadonlySet<string>> => {
    const key = `${witness.file} ${witness.named}`;
    const known = failing.get(key);
    if (known) return known;
    await prepare({});
    const failed = new Set(await runIn(vitest, witness));
    for (const name of failed) console.log(`! ${witness.file} fails without a mutation and does not count: ${name}`);
    failing.set(key, failed);
    return failed;
  };
  /** Runs the witnesses one after the other until one notices. */
  const judge = async (mutation: Mutation, witnesses: readonly Witness[]): Promise<Verdict> => {
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    for (const witness of witnesses) {
      await prepare(mutation);
      const failed = await runIn(vitest, witness);
      if (failed.length === 0) continue;
      const anyway = await failsAnyway(witness);
      const noticed = failed.find((name) => !anyway.has(name));
      if (noticed !== undefined) return { killedBy: `${witness.file}: ${noticed}`, seconds: seconds() };
    }
    return { seconds: seconds() };
  };
  return {
    judge,
    look: <T>(work: (client: pg.Client) => Promise<T>) => withClient(databases.superuser, work),
    close: async () => {
      await vitest.close();
      await superuser.end();
      await stop();
    },
  };
};

const withClient = async <T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
