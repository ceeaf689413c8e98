import { type ChildProcess, fork } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#functions/adapters/embedded-postgres/embedded-postgres.ts";
import manifest from "../../package.json" with { type: "json" };
import { ADMINISTRATOR, type LoadCompany, type LoadCompanyOptions, makeLoadCompany } from "./company.ts";
import { readCpu } from "./cpu.ts";
import type { LoadAnswer, LoadOrder, LoadResult } from "./load.ts";
import { freePort, type ProgramProcess, postmasterOf, startProgram } from "./program-process.ts";

/** The program as `npm start` runs it, on a data folder of its own, with a company to trade in. */
export type Bed = Readonly<{
  dataFolder: string;
  port: number;
  database: EmbeddedPostgres;
  company: LoadCompany;
  /** The program that runs now. */
  program: () => ProgramProcess;
  /** Starts the program again after it was killed. */
  restart: () => Promise<void>;
  close: () => Promise<void>;
}>;

const SCRIPT = "scripts/start.ts";
/** What `npm start` tells Node. */
const usualOptions = (): string[] => manifest.scripts.start.split(" ").slice(1, -1);

/** Opens a bed in a temporary folder; `close` stops everything and removes the folder. */
export const openBed = async (options: LoadCompanyOptions & Readonly<{ nodeOptions?: readonly string[] }>): Promise<Bed> => {
  await using opened = new AsyncDisposableStack();
  const home = mkdtempSync(join(tmpdir(), "enterprise-bench-"));
  opened.defer(() => rmSync(home, { recursive: true, force: true }));
  chmodSync(home, 0o755); // the database may run as another user
  const dataFolder = join(home, "data");
  const port = await freePort();
  const nodeOptions = [...usualOptions(), ...(options.nodeOptions ?? [])];
  const start = () => startProgram({ script: SCRIPT, dataFolder, port, environment: ADMINISTRATOR, nodeOptions });
  let program = await start();
  opened.defer(() => program.stop());
  const database = await startEmbeddedPostgres({ folder: join(dataFolder, "postgres"), share: true });
  const company = await makeLoadCompany(port, database.connection("enterprise_app"), options);
  const closers = opened.move();
  return {
    dataFolder,
    port,
    database,
    company,
    program: () => program,
    restart: async () => {
      program = await start();
    },
    close: () => closers.disposeAsync(),
  };
};

/** One measurement: how fast, and at what cost in CPU milliseconds an operation (undefined where the system does not tell). */
export type Measurement = LoadResult & Readonly<{ perSecond: number; programCpu: number | undefined; databaseCpu: number | undefined }>;
export type LoadProcess = Readonly<{ run: (order: LoadOrder) => Promise<LoadResult>; close: () => void }>;

const askOnce = (child: ChildProcess, order: LoadOrder) =>
  new Promise<LoadResult>((resolve, reject) => {
    child.once("message", (answer: LoadAnswer) => ("error" in answer ? reject(new Error(answer.error)) : resolve(answer.result)));
    child.send(order);
  });

/** The load has a process of its own, so that it takes no time of the program's. */
export const startLoad = (): LoadProcess => {
  const child = fork(join(import.meta.dirname, "load.ts"));
  return { run: (order) => askOnce(child, order), close: () => child.kill() };
};

/** Runs a load and reads what it cost the program and its database. */
export const measure = async (bed: Bed, load: LoadProcess, order: LoadOrder): Promise<Measurement> => {
  const read = () => readCpu(bed.program().pid, postmasterOf(bed.dataFolder));
  const before = read();
  const result = await load.run(order);
  const after = read();
  const spent = (part: "program" | "database") => after && before && (after[part] - before[part]) / result.operations;
  return { ...result, perSecond: result.operations / result.seconds, programCpu: spent("program"), databaseCpu: spent("database") };
};
