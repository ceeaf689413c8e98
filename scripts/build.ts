import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { ROOT } from "./tidy/source-files.ts";

/** The programs of an image, each a bundle of its own name. */
const PROGRAMS = ["start", "worker", "migrate", "import", "export", "verify-ledger", "reset-password"] as const;
/** Files that the programs read beside themselves, by where they look for them. */
const BESIDE: Readonly<Record<string, string>> = {
  "node_modules/@expo-google-fonts/noto-sans/LICENSE_FONT": "node_modules/@expo-google-fonts/noto-sans/LICENSE_FONT",
  "node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf":
    "node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
  "node_modules/@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf":
    "node_modules/@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
  "node_modules/swagger-ui-dist/package.json": "node_modules/swagger-ui-dist/package.json",
  "node_modules/swagger-ui-dist/LICENSE": "node_modules/swagger-ui-dist/LICENSE",
  "node_modules/swagger-ui-dist/swagger-ui.css": "node_modules/swagger-ui-dist/swagger-ui.css",
  "node_modules/swagger-ui-dist/swagger-ui-bundle.js": "node_modules/swagger-ui-dist/swagger-ui-bundle.js",
};

/** Packages in CommonJS ask for Node's own modules with `require`. */
const REQUIRE = 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const SHARED = { absWorkingDir: ROOT, bundle: true, format: "esm", minify: true, legalComments: "none", logLevel: "warning" } as const;

/** Builds what an image of the API holds: programs in `server/`, the files they read beside them, nothing of the sources. */
export const buildServer = async (outdir: string): Promise<void> => {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    ...SHARED,
    entryPoints: Object.fromEntries(PROGRAMS.map((name) => [name, `scripts/${name}.ts`])),
    outdir: join(outdir, "server"),
    chunkNames: "[name]-[hash]",
    splitting: true,
    platform: "node",
    target: "node26",
    sourcemap: "linked",
    sourcesContent: false,
    keepNames: true,
    banner: { js: REQUIRE },
    // For developers only; an optional part of pg; read by the loader of configuration files, of which there are none.
    external: ["./build-web.ts", "pg-native", "typescript"],
  });
  writeFileSync(join(outdir, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
  for (const [from, to] of Object.entries(BESIDE)) {
    mkdirSync(dirname(join(outdir, to)), { recursive: true });
    cpSync(join(ROOT, from), join(outdir, to));
  }
};

/** zod's namespace carries fifty languages; the edge speaks one (39 kB of the gzipped bundle). */
const oneLanguage: Plugin = {
  name: "one-language",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.(js|mjs|cjs)$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
      loader: "js",
    }));
  },
};

/** Node's modules that pg asks for with `require`, which a Worker has not: it gets them imported. */
const NODE_MODULES = ["crypto", "dns", "events", "fs", "net", "path", "stream", "string_decoder", "tls", "util", "util/types"];
const REQUIRE_AT_EDGE = [
  ...NODE_MODULES.map((name, index) => `import __node${index} from "node:${name}";`),
  `const __nodes = { ${NODE_MODULES.map((name, index) => `"node:${name}": __node${index}`).join(", ")} };`,
  'const require = (name) => { if (name in __nodes) return __nodes[name]; throw new Error("There is no " + name + " here."); };',
].join("\n");

/** workerd knows Node's modules by their full names only. */
const nodeNames: Plugin = {
  name: "node-names",
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${NODE_MODULES.join("|")})$`) }, ({ path }) => ({ path: `node:${path}`, external: true }));
  },
};

/** Builds the Worker: the very file that is deployed and tested. Answers its bytes. */
export const buildEdge = async (outdir: string): Promise<Uint8Array> => {
  const { outputFiles } = await build({
    ...SHARED,
    entryPoints: { edge: "functions/edge.ts" },
    outdir,
    write: false,
    platform: "neutral",
    conditions: ["workerd", "worker"],
    mainFields: ["module", "main"],
    target: "es2024",
    banner: { js: REQUIRE_AT_EDGE },
    external: ["node:*", "cloudflare:*", "pg-native"],
    plugins: [oneLanguage, nodeNames],
  });
  const [worker] = outputFiles;
  if (!worker) throw new Error("The Worker has no bundle.");
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, "edge.js"), worker.contents);
  return worker.contents;
};

const BUILDS: Readonly<Record<string, () => Promise<unknown>>> = {
  server: async () => {
    const outdir = join(ROOT, "dist/app");
    await buildServer(outdir);
    const web = join(ROOT, "dist/web");
    if (existsSync(web)) cpSync(web, join(outdir, "dist/web"), { recursive: true });
  },
  web: async () => (await import("./build-web.ts")).buildWeb({ outdir: join(ROOT, "dist/web"), minify: true }),
  edge: () => buildEdge(join(ROOT, "dist/edge")),
};

if (import.meta.main) {
  const wanted = process.argv.slice(2);
  for (const name of wanted.length > 0 ? wanted : ["web", "server", "edge"]) {
    const run = BUILDS[name];
    if (!run) throw new Error(`There is no build of ${name}, only of ${Object.keys(BUILDS).join(", ")}.`);
    await run();
    console.log(`Built ${name}.`);
  }
}
