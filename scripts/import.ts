import { createReadStream, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { sealEntries } from "#core/finance/sealer/seal-entries.ts";
import type { Ctx } from "#core/kernel/context.ts";
import type { Fault, Outcome } from "#core/kernel/fault.ts";
import type { AnyImportKind } from "#core/platform/imports/import-kind.ts";
import type { ImportMode, ImportTally, RefusedRow } from "#core/platform/imports/run-import.ts";
import { systemContext } from "#core/platform/system.ts";
import { csvText } from "#functions/adapters/csv.ts";
import { openSealer } from "#functions/adapters/sealer.ts";
import { cannotStart } from "#functions/cannot-start.ts";
import { type Foundation, openFoundation } from "#functions/foundation.ts";
import { fileAsCsv, isCsvOnly } from "#functions/imports/file-as-csv.ts";
import { type CsvReport, importCsv } from "#functions/imports/import-csv.ts";
import { IMPORT_KINDS, importKind } from "#functions/imports/kinds.ts";
import { createLogger } from "#functions/logging.ts";
import { readSettings } from "#functions/settings.ts";
import { companyToImport } from "./northwind/company-to-import.ts";
import { importNorthwind, type NorthwindReport } from "./northwind/import-northwind.ts";
import { runCommand } from "./program.ts";

const USAGE = `npm run import -- <kind> <file.csv> [--dry-run] [--mode all|each] [--map column=header]... [--company name]
npm run import -- northwind <folder> [--company name]

Kinds: ${IMPORT_KINDS.map(({ name }) => name).join(", ")}. \`npm run import -- <kind>\` lists its columns.`;

const CONNECTIONS = 2;

const options = {
  "dry-run": { type: "boolean", default: false },
  mode: { type: "string", default: "all" },
  map: { type: "string", multiple: true, default: [] as string[] },
  company: { type: "string" },
} as const;

const columnMap = (pairs: readonly string[]) =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw cannotStart(`--map takes column=header, not ${pair}.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

const acceptedOf = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value;
  const { detail, errors = [] }: Fault = outcome.fault;
  throw cannotStart([detail, ...errors.slice(0, 20).map((error) => `  ${error.pointer}: ${error.detail}`)].join("\n"));
};

const counts = ({ rows, created, unchanged, refused }: ImportTally, verb = "created") =>
  `${rows} rows: ${created} ${verb}, ${unchanged} there already, ${refused} refused`;

/** One line that is written over, for a person who watches. */
const progress = (tally: ImportTally): Promise<void> => {
  if (process.stderr.isTTY) process.stderr.write(`\r${counts(tally)} …\u001B[K`);
  return Promise.resolve();
};

const tell = (report: CsvReport, dryRun: boolean, refusedFile: string, refused: readonly RefusedRow[]) => {
  if (process.stderr.isTTY) process.stderr.write("\r\u001B[K");
  if (report.ignored.length > 0) console.log(`Not used: ${report.ignored.join(", ")}.`);
  const stored = dryRun ? " A dry run: nothing was stored." : report.stored ? "" : " Nothing was stored: --mode each keeps the good rows.";
  console.log(`${counts(report, report.stored ? "created" : "acceptable")}.${stored}`);
  if (refused.length === 0) return;
  for (const { line, reason } of refused.slice(0, 10)) console.log(`  line ${line}: ${reason}`);
  const head = [...report.header, "reason"];
  const rows = refused.map(({ source, reason }) => [...report.header.map((_, at) => source[at] ?? ""), reason]);
  writeFileSync(refusedFile, csvText([head, ...rows], report.format.delimiter));
  console.log(`The refused rows with their reasons are in ${refusedFile}.`);
  process.exitCode = 1;
};

const showColumns = (name: string) => {
  for (const { name: column, required, about } of importKind(name)?.columns ?? [])
    console.log(`  ${column.padEnd(20)} ${required ? "needed  " : "        "} ${about}`);
};

/** Numbers what was posted, as the worker would within a second. */
const sealAll = async ({ place }: Foundation) => {
  if (!place.owner) return;
  const sealer = await openSealer(place.owner);
  await sealEntries(sealer.db).finally(sealer.close);
};

const importFile = async (ctx: Ctx, kind: AnyImportKind, path: string, { mode, map, dryRun }: Request) => {
  const refusedFile = `${path.replace(/\.(csv|xml)$/i, "")}.refused.csv`;
  rmSync(refusedFile, { force: true });
  const refused: RefusedRow[] = [];
  const refuse = async (rows: readonly RefusedRow[]) => void refused.push(...rows);
  const whole = isCsvOnly(kind.name) ? undefined : acceptedOf(await fileAsCsv(kind.name, readFileSync(path)));
  const source = () => (whole ? Readable.from([whole]) : createReadStream(path));
  tell(
    acceptedOf(await importCsv(ctx, { kind, source, mode, dryRun, map: columnMap(map), refuse, progress })),
    dryRun,
    refusedFile,
    refused,
  );
};

const importFolder = async (ctx: Ctx, path: string) => {
  const told = ({ kind, report }: NorthwindReport) => console.log(`${kind.padEnd(14)} ${counts(report)}`);
  const reports = acceptedOf(await importNorthwind(ctx, path, told));
  for (const { line, reason } of reports.at(-1)?.refused.slice(0, 20) ?? []) console.log(`  row ${line}: ${reason}`);
  if (reports.some(({ report }) => !report.stored)) process.exitCode = 1;
};

type Request = Readonly<{ mode: ImportMode; map: readonly string[]; dryRun: boolean; company: string | undefined }>;

const importInto = async (kind: AnyImportKind | undefined, path: string, request: Request) => {
  const logger = createLogger("warn");
  const foundation = await openFoundation(readSettings(process.env), { share: true, connections: CONNECTIONS, logger });
  try {
    const company = await companyToImport(foundation, request.company, !kind);
    const ctx = await systemContext(foundation, company.id);
    await (kind ? importFile(ctx, kind, path, request) : importFolder(ctx, path));
    await sealAll(foundation);
  } finally {
    await foundation.close();
  }
};

const main = async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name, path] = positionals;
  const kind = name === undefined ? undefined : importKind(name);
  if (name === undefined || (!kind && name !== "northwind")) throw cannotStart(USAGE);
  if (path === undefined && kind) return showColumns(name);
  if (path === undefined || !existsSync(path)) throw cannotStart(`There is no ${path ?? "file named"}.\n\n${USAGE}`);
  const { mode, map, company, "dry-run": dryRun } = values;
  if (mode !== "all" && mode !== "each") throw cannotStart("--mode is all or each.");
  await importInto(kind, path, { mode, map, company, dryRun });
};

if (import.meta.main) await runCommand(main);
