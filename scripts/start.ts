import { databaseOver, openPool } from "#functions/adapters/postgres.ts";
import { createLogger } from "#functions/logging.ts";
import { type Running, startNode } from "#functions/node.ts";
import { readSettings } from "#functions/settings.ts";
import { DEMO_COMPANY, loadDemo } from "./demo/demo.ts";
import { unfinishedMark } from "./demo/unfinished.ts";
import { runUntilStopped } from "./program.ts";
import { buildStaleWebApp } from "./stale-web-app.ts";

const demo = process.argv.includes("--demo");

const start = async (): Promise<Running> => {
  const settings = readSettings(process.env);
  await buildStaleWebApp();
  const people = process.stdout.isTTY === true;
  return startNode(settings, {
    logger: createLogger(demo && settings.LOG_LEVEL === "info" ? "warn" : settings.LOG_LEVEL, { people }),
    ...(demo ? { firstCompany: DEMO_COMPANY } : {}),
  });
};

/** The password is told here and nowhere else. */
const signInLines = ({ email, oneTimePassword }: NonNullable<Running["installed"]>) => [
  `  Sign in   ${email}`,
  ...(oneTimePassword === undefined
    ? ["  Password  ADMIN_PASSWORD"]
    : [`  Password  ${oneTimePassword}`, "            Shown this once, and changed when you sign in."]),
];

/** Where to go, for a person who has just started this on a laptop. */
const tellWhere = async ({ port, installed, foundation: { place, settings } }: Running): Promise<void> => {
  const lines = [
    "",
    `  Open      http://localhost:${port}/app`,
    `  API       http://localhost:${port}/docs`,
    `  Metrics   http://localhost:${settings.METRICS_PORT}/metrics`,
    place.embedded ? `  Data      ${settings.DATA_DIR}` : "  Data      DATABASE_URL",
    ...(installed ? ["", ...signInLines(installed)] : []),
    "",
    "  Ctrl-C stops everything.",
    "",
  ];
  console.log(lines.join("\n"));
};

const unfinished = (dataFolder: string) =>
  `The sample company was interrupted before it was whole. To have it made anew, stop this, delete ${dataFolder} and start again.`;

/**
 * Two years of trade for a company that was made a moment ago. Its commits do not wait for the disk: a power cut costs the last of them, never their order.
 * The password is told before: whoever interrupts it can sign in all the same.
 */
const fillDemo = async ({ installed, foundation }: Running): Promise<void> => {
  const { place, settings } = foundation;
  const mark = place.embedded ? unfinishedMark(settings.DATA_DIR) : undefined;
  if (!installed) return console.log(mark?.isSet() ? unfinished(settings.DATA_DIR) : "The sample company is here already.");
  mark?.set();
  console.log(["", ...signInLines(installed), ""].join("\n"));
  const began = performance.now();
  let shown = 0;
  const pool = openPool({ ...place.app, max: 8, options: "-c synchronous_commit=off" });
  await loadDemo({ ...foundation, database: databaseOver(pool) }, installed.companyId, undefined, (share) => {
    const percent = Math.floor(share * 10) * 10;
    if (percent > shown) console.log(`Living through two years of trade … ${percent} %`);
    shown = Math.max(shown, percent);
  }).finally(() => pool.end());
  mark?.clear();
  console.log(`The sample company is ready, in ${Math.round((performance.now() - began) / 1000)} s.`);
};

await runUntilStopped(start, async (running) => {
  if (demo) await fillDemo(running);
  await tellWhere(running);
});
