import { existsSync, globSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./tidy/source-files.ts";

const BUILT = join(ROOT, "dist", "web");
const SOURCES = ["web/**/*", "core/**/*.ts", "package-lock.json"];

const isStale = (): boolean => {
  const page = join(BUILT, "index.html");
  if (!existsSync(page)) return true;
  const built = statSync(page).mtimeMs;
  return globSync(SOURCES, { cwd: ROOT }).some((path) => statSync(join(ROOT, path)).mtimeMs > built);
};

/** Builds the web app when its sources are newer. An image holds the built app and no sources. */
export const buildStaleWebApp = async (): Promise<void> => {
  if (!existsSync(join(ROOT, "web", "src")) || !isStale()) return;
  console.log("Building the web app …");
  const { buildWeb } = await import("./build-web.ts");
  // Aside, then in place: another program that starts meanwhile reads a whole app.
  const fresh = `${BUILT}.${process.pid}`;
  await buildWeb({ outdir: fresh, minify: true });
  rmSync(BUILT, { recursive: true, force: true });
  try {
    renameSync(fresh, BUILT);
  } catch {
    // The other one was quicker and built the same.
    rmSync(fresh, { recursive: true, force: true });
  }
};

if (import.meta.main) await buildStaleWebApp();
