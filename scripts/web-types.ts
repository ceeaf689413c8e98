import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}/web/src/api/generated/schema.ts`;

/** The types of every path, from the checked-in OpenAPI document. */
export async function webTypes(): Promise<string> {
  const document = await readFile(`${root}/docs/openapi.json`, "utf8");
  return `// Generated from docs/openapi.json by \`npm run web-types\`.\n${astToString(await openapiTS(document))}`;
}

if (import.meta.main) {
  const types = await webTypes();
  if (process.argv.includes("--check")) {
    if ((await readFile(target, "utf8")) !== types) throw new Error("web/src/api/generated/schema.ts is stale: run `npm run web-types`.");
  } else {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, types);
  }
}
