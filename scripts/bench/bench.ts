import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "#functions/adapters/embedded-postgres/embedded-postgres.ts";
import { migrate } from "#functions/adapters/migrator.ts";
import { applyRoles } from "#functions/adapters/roles.ts";
import { cannotStart } from "#functions/cannot-start.ts";
import { proveCrashes } from "#scripts/crash/crash.ts";
import { runCommand } from "#scripts/program.ts";
import { benchReports } from "./reports.ts";
import { benchThroughput } from "./throughput.ts";

const HELP = `npm run bench                   sales, entries and lists through the API against a bare client, then reports over a million lines
npm run bench -- --quick        the first part alone, in seconds instead of minutes
npm run bench -- --lines 10000000   the reports alone, over so many lines
npm run bench -- --crash        64 clients while program and database are killed`;

const DEFAULT_LINES = 1_000_000;

/** The reports need the database alone. */
const reports = async (lines: number): Promise<void> => {
  const home = mkdtempSync(join(tmpdir(), "enterprise-bench-"));
  chmodSync(home, 0o755);
  const server = await startEmbeddedPostgres({ folder: join(home, "postgres") });
  try {
    await applyRoles(server.connection("postgres"));
    await migrate(server.connection("enterprise_owner"));
    await benchReports({ app: server.connection("enterprise_app"), owner: server.connection("enterprise_owner"), lines });
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
};

const linesOf = (text: string): number => {
  const lines = Number(text);
  if (!Number.isInteger(lines) || lines < 10_000) throw cannotStart("--lines is a whole number from 10000 on.");
  return lines;
};

await runCommand(async () => {
  const { values } = parseArgs({
    options: { quick: { type: "boolean" }, crash: { type: "boolean" }, lines: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(HELP);
  if (values.crash) {
    if (!(await proveCrashes())) process.exitCode = 1;
    return;
  }
  if (values.lines !== undefined) return reports(linesOf(values.lines));
  await benchThroughput(values.quick ? { rounds: 2, seconds: 1 } : { rounds: 5, seconds: 4 });
  if (!values.quick) await reports(DEFAULT_LINES);
});
