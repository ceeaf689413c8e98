import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describedApi } from "#functions/openapi/described-api.ts";
import { openApiText } from "#functions/openapi.ts";
import { problemCodesText } from "./problem-codes.ts";
import { ROOT, readSourceFiles } from "./tidy/source-files.ts";

const generated = (): Readonly<Record<string, string>> => ({
  "functions/docs/generated/problems.json": problemCodesText(readSourceFiles()),
  "docs/openapi.json": openApiText(describedApi()),
});

const check = (): void => {
  for (const [path, text] of Object.entries(generated()))
    if (readFileSync(join(ROOT, path), "utf8") !== text) throw new Error(`${path} is stale: run \`npm run openapi\`.`);
};

/** Writes the API's document and the registry of its refusals, then the web app's types from the document. */
const write = (): void => {
  for (const [path, text] of Object.entries(generated())) writeFileSync(join(ROOT, path), text);
  execFileSync(process.execPath, [join(ROOT, "scripts/web-types.ts")], { stdio: "inherit" });
};

if (import.meta.main) process.argv.includes("--check") ? check() : write();
