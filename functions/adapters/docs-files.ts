import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { DocsFile, DocsFiles } from "#functions/docs.ts";

const folder = () => dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

const read = (path: string): DocsFile | undefined => {
  if (!existsSync(path)) return undefined;
  const body = new Uint8Array(readFileSync(path));
  return { body, gzip: new Uint8Array(gzipSync(body)), etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"` };
};

/** The files of Swagger UI, read and compressed when they are first asked for. */
export const openDocsFiles = (from: () => string = folder): DocsFiles => {
  const known = new Map<string, DocsFile | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, read(join(from(), name)));
    return known.get(name);
  };
};
