import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describedApi } from "#functions/openapi/described-api.ts";
import { openApiText } from "#functions/openapi.ts";
import { ROOT } from "./tidy/source-files.ts";

const FILE = join(ROOT, "docs/openapi.json");

/** Writes `docs/openapi.json` from the routes, and the web app's types from that. With `--check` it only tells whether the file is fresh. */
if (import.meta.main) {
  const text = openApiText(describedApi());
  if (process.argv.includes("--check")) {
    if (readFileSync(FILE, "utf8") !== text) throw new Error("docs/openapi.json is stale: run `npm run openapi`.");
  } else {
    writeFileSync(FILE, text);
    execFileSync(process.execPath, [join(ROOT, "scripts/web-types.ts")], { stdio: "inherit" });
  }
}
