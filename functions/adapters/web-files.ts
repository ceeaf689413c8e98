import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, sep } from "node:path";
import type { WebFile, WebFiles } from "#functions/web.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Holds the built web app in memory: a request can only name what was there at the start, so no path can lead out of it. */
export function openWebFiles(folder: string): WebFiles {
  const files = new Map<string, WebFile>();
  if (existsSync(folder)) {
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.split(sep).join("/"));
    const known = new Set(paths);
    for (const path of paths) {
      const type = types[extname(path)];
      if (!type) continue;
      const body = readFileSync(join(folder, path));
      files.set(path, {
        type,
        body,
        etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
        ...(known.has(`${path}.br`) && { br: readFileSync(join(folder, `${path}.br`)) }),
        ...(known.has(`${path}.gz`) && { gzip: readFileSync(join(folder, `${path}.gz`)) }),
      });
    }
  }
  return (path) => files.get(path);
}
