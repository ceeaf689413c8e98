import { createLogger } from "#functions/logging.ts";
import { type Running, startNode } from "#functions/node.ts";
import { readSettings } from "#functions/settings.ts";
import { runUntilStopped } from "./program.ts";
import { buildStaleWebApp } from "./stale-web-app.ts";

const start = async (): Promise<Running> => {
  const settings = readSettings(process.env);
  await buildStaleWebApp();
  const people = process.stdout.isTTY === true;
  return startNode(settings, { logger: createLogger(settings.LOG_LEVEL, { people }) });
};

/** The password is told here and nowhere else. */
const signInLines = (oneTimePassword: string | undefined) =>
  oneTimePassword === undefined
    ? ["  Password  ADMIN_PASSWORD"]
    : [`  Password  ${oneTimePassword}`, "            Shown this once, and changed when you sign in."];

/** Where to go, for a person who has just started this on a laptop. */
const tellWhere = async ({ port, installed, foundation: { place, settings } }: Running): Promise<void> => {
  const lines = [
    "",
    `  Open      http://localhost:${port}/app`,
    `  API       http://localhost:${port}/docs`,
    `  Metrics   http://localhost:${settings.METRICS_PORT}/metrics`,
    place.embedded ? `  Data      ${settings.DATA_DIR}` : "  Data      DATABASE_URL",
    ...(installed ? ["", `  Sign in   ${installed.email}`, ...signInLines(installed.oneTimePassword)] : []),
    "",
    "  Ctrl-C stops everything.",
    "",
  ];
  console.log(lines.join("\n"));
};

await runUntilStopped(start, tellWhere);
