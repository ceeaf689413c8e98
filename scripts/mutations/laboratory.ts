import pg from "pg";
import { createVitest, type TestCase, type Vitest } from "vitest/node";
import { provideDatabases, startTestDatabases } from "#core/testing/global-setup.ts";
import { ROOT } from "../tidy/source-files.ts";
import { type Edit, edited, type Mutation, type Witness } from "./mutation.ts";

/** The migrated database steps aside under another name; each mutation gets a copy of it under the name that tests know. */
const DATABASE = "enterprise";
const PRISTINE = "pristine";
/** So many failures are enough to know; above what may fail without a mutation. */
const MANY = 10;
/** As Vitest says it: however many fail, the others run too. */
const ALL = 0;

type Change = Pick<Mutation, "sql" | "edits">;

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
      ...{ include: ["core/**/*.test.ts", "functions/**/*.test.ts", "scripts/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 },
    },
    { plugins: [plugin], logLevel: "error" },
  );

const runIn = async (vitest: Vitest, { file, named }: Witness, bail: number) => {
  vitest.getRootProject().config.bail = bail;
  if (named === undefined) vitest.resetGlobalTestNamePattern();
  else vitest.setGlobalTestNamePattern(named);
  // Failures of the run before would end this one at once, as bail counts them.
  vitest.state.idMap.clear();
  const specifications = await vitest.globTestSpecifications([ROOT + file]);
  if (specifications.length === 0) throw new Error(`There is no test file ${file}.`);
  const { testModules: known } = await vitest.runTestSpecifications(specifications);
  const testModules = known.filter(({ moduleId }) => moduleId === ROOT + file); // it remembers those of earlier runs
  const failed = testModules.flatMap((module) =>
    [...module.children.allTests("failed")].filter(hasNoticed).map(({ fullName }) => fullName),
  );
  const broken = testModules.some(
    (module) => !module.ok() && [...module.children.allSuites(), module].some((part) => hasSaid(part.errors())),
  );
  return failed.length === 0 && broken ? ["the file itself"] : failed;
};

/** Whoever only waited too long has noticed a busy machine. */
const hasSaid = (errors: readonly { message: string }[]) => errors.some(({ message }) => !/timed out in \d+ms/.test(message));
const hasNoticed = (test: TestCase) => hasSaid(test.result().errors ?? []);

/** Several mutations as one. Edits go from the last occurrence to the first, for each takes one away. */
const together = (mutations: readonly Mutation[]): Change => {
  const edits = new Map(mutations.flatMap(({ edits = [] }) => edits).map((edit) => [JSON.stringify(edit), edit]));
  const sql = mutations.flatMap((mutation) => mutation.sql ?? []).join(";");
  return { sql, edits: [...edits.values()].sort((a, b) => (b.at ?? 0) - (a.at ?? 0)) };
};

export type Verdict = Readonly<{ killedBy?: string; seconds: number }>;

/** One server and one Vitest for all mutations; each gets a fresh copy of the migrated database. */
const openBench = async () => {
  const { databases, stop } = await startTestDatabases();
  const { plugin, put } = editor();
  const vitest = await openVitest(plugin);
  const superuser = new pg.Client({ connectionString: databases.superuser.replace(/\/\w+$/, "/postgres") });
  await superuser.connect();
  await superuser.query(`alter database ${DATABASE} rename to ${PRISTINE}`);
  const prepare = async ({ sql, edits = [] }: Change) => {
    await superuser.query(`drop database if exists ${DATABASE} with (force)`);
    await superuser.query(`create database ${DATABASE} template ${PRISTINE} owner enterprise_owner`);
    if (sql !== undefined) await withClient(databases.superuser, (client) => client.query(sql));
    put(vitest, edits);
    provideDatabases(vitest.getRootProject(), databases);
  };
  const failing = new Map<string, ReadonlySet<string>>();
  /** A test that fails without any mutation tells nothing. */
  const failsAnyway = async (witness: Witness): Promise<ReadonlySet<string>> => {
    const key = `${witness.file} ${witness.named}`;
    const known = failing.get(key);
    if (known) return known;
    await prepare({});
    const failed = new Set(await runIn(vitest, witness, ALL));
    for (const name of failed) console.log(`! ${witness.file} fails without a mutation and does not count: ${name}`);
    failing.set(key, failed);
    return failed;
  };
  const close = async () => {
    await vitest.close();
    await superuser.end();
    await stop();
  };
  const run = (witness: Witness, bail: number) => runIn(vitest, witness, bail);
  const look = <T>(work: (client: pg.Client) => Promise<T>) => withClient(databases.superuser.replace(/\w+$/, PRISTINE), work);
  return { prepare, run, failsAnyway, close, look };
};
type Bench = Awaited<ReturnType<typeof openBench>>;

/** Runs the witnesses one after the other until one notices. */
const judge = async (bench: Bench, mutation: Mutation, witnesses: readonly Witness[]): Promise<Verdict> => {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  let isReady = false;
  for (const witness of witnesses) {
    if (!isReady) await bench.prepare(mutation);
    isReady = true;
    const failed = await bench.run(witness, MANY);
    if (failed.length === 0) continue;
    const anyway = await bench.failsAnyway(witness);
    const noticed = failed.find((name) => !anyway.has(name));
    if (noticed !== undefined) return { killedBy: `${witness.file}: ${noticed}`, seconds: seconds() };
    isReady = false; // it may have looked at the unmutated database since
  }
  return { seconds: seconds() };
};

/** Those that a test of their own noticed: every guard that has one is away at once, for each of these tests looks at its guard alone. */
const judgeTogether = async (bench: Bench, mutations: readonly Mutation[]): Promise<ReadonlyMap<Mutation, string>> => {
  const killed = new Map<Mutation, string>();
  for (const [file, theirs] of Map.groupBy(mutations, ({ own }) => own?.file)) {
    if (file === undefined) continue;
    const anyway = await bench.failsAnyway({ file });
    await bench.prepare(together(theirs));
    const failed = new Set(await bench.run({ file }, ALL));
    for (const mutation of theirs) {
      const test = mutation.own?.test ?? "";
      if (failed.has(test) && !anyway.has(test)) killed.set(mutation, `${file}: ${test}`);
    }
  }
  return killed;
};

export const openLaboratory = async () => {
  const bench = await openBench();
  return {
    judge: (mutation: Mutation, witnesses: readonly Witness[]) => judge(bench, mutation, witnesses),
    judgeTogether: (mutations: readonly Mutation[]) => judgeTogether(bench, mutations),
    look: bench.look,
    close: bench.close,
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
