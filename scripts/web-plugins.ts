import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transformAsync } from "@babel/core";
import { formatter } from "@lingui/format-po";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "esbuild";

/** Turns Lingui's macros (`t`, `Trans`, `Plural`) into calls; esbuild does the rest. In a release the source texts live in the catalogs only. */
export const sourcePlugin = (release: boolean): Plugin => ({
  name: "sources",
  setup(build) {
    build.onLoad({ filter: /[/\\]web[/\\]src[/\\].*\.tsx?$/ }, async ({ path }) => {
      const written = await readFile(path, "utf8");
      const code = /@lingui\/(core|react)\/macro/.test(written) ? await withoutMacros(written, path, release) : written;
      return { contents: withoutBarrels(code), loader: path.endsWith("x") ? "tsx" : "ts" };
    });
    build.onLoad({ filter: /[/\\]@mantine[/\\][a-z]+[/\\]esm[/\\].*\.mjs$/ }, async ({ path }) => ({
      contents: withoutBarrels(await readFile(path, "utf8")),
      loader: "js",
    }));
  },
});

async function withoutMacros(code: string, filename: string, release: boolean): Promise<string> {
  const done = await transformAsync(code, {
    filename,
    babelrc: false,
    configFile: false,
    sourceMaps: release ? false : "inline",
    parserOpts: { plugins: ["typescript", "jsx"] },
    plugins: [["@lingui/babel-plugin-lingui-macro", { descriptorFields: "id-only" }]],
  });
  return done?.code ?? "";
}

/**
 * Imports from Mantine's index files name the file itself instead. esbuild puts an index and everything anyone takes
 * from it into one chunk, so a menu on a lazy screen would be part of the first load.
 */
export function withoutBarrels(code: string): string {
  return code.replace(/import \{([^}]*)\} from "(@mantine\/(?:core|hooks))";/g, (statement, names: string, barrel: string) => {
    const files = filesOf(barrel);
    const imports = names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name && !name.startsWith("type "))
      .map((name) => {
        const [imported = name, local = imported] = name.split(/\s+as\s+/);
        const file = files.get(imported);
        return file && `import { ${imported} as ${local} } from ${JSON.stringify(file)};`;
      });
    return imports.includes(undefined) ? statement : imports.join("");
  });
}

const barrels = new Map<string, ReadonlyMap<string, string>>();

/** Which file of a package each name of its index comes from. */
function filesOf(barrel: string): ReadonlyMap<string, string> {
  const known = barrels.get(barrel);
  if (known) return known;
  const index = fileURLToPath(import.meta.resolve(barrel));
  const files = new Map<string, string>();
  for (const [, names = "", file = ""] of readFileSync(index, "utf8").matchAll(/import \{([^}]*)\} from "(\.[^"]+)";/g)) {
    for (const name of names.split(",")) files.set(name.trim(), resolve(dirname(index), file));
  }
  barrels.set(barrel, files);
  return files;
}

/** A catalog import becomes compiled messages; a text without a translation falls back to the source text. */
export const catalogPlugin = (): Plugin => ({
  name: "lingui-catalogs",
  setup(build) {
    build.onLoad({ filter: /\.po$/ }, async ({ path }) => {
      const locale = /([a-z-]+)\.po$/.exec(path)?.[1] ?? "en";
      const catalog = await formatter().parse(await readFile(path, "utf8"), { locale, sourceLocale: "en", filename: path });
      const messages = Object.entries(catalog)
        .filter(([, entry]) => !entry.obsolete)
        .map(([id, entry]) => [id, compileMessage(entry.translation || entry.message || id)] as const);
      return { contents: `export const messages = ${JSON.stringify(Object.fromEntries(messages))};`, loader: "js" };
    });
  },
});

/** zod's namespace export carries fifty languages; the app keeps the two it speaks. */
export const slimZodPlugin = (): Plugin => ({
  name: "slim-zod",
  setup(build) {
    build.onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.(js|mjs)$/ }, () => ({
      contents: `export { default as en } from "./en.js"; export { default as de } from "./de.js";`,
      loader: "js",
    }));
  },
});
