import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { formatter } from "@lingui/format-po";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The texts of a catalog that nobody has translated yet. */
export async function missingTexts(locale: string): Promise<string[]> {
  const path = `${root}/web/src/i18n/locales/${locale}.po`;
  const catalog = await formatter().parse(await readFile(path, "utf8"), { locale, sourceLocale: "en", filename: path });
  return Object.values(catalog)
    .filter((entry) => !entry.obsolete && !entry.translation)
    .map((entry) => entry.message ?? "");
}

if (import.meta.main) {
  const { status } = spawnSync("lingui", ["extract", "--clean"], { cwd: root, stdio: "inherit" });
  const missing = await missingTexts("de");
  for (const text of missing) console.log(`no German for: ${text}`);
  process.exitCode = status || (missing.length > 0 ? 1 : 0);
}
