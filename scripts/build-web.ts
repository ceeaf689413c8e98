import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { catalogPlugin, slimZodPlugin, sourcePlugin } from "./web-plugins.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const source = join(root, "web");

export interface WebBuildOptions {
  /** Where the built app goes; emptied first. */
  readonly outdir: string;
  readonly minify: boolean;
}

export interface WebBuildReport {
  /** Gzipped bytes of JavaScript the browser loads before each first screen is complete. */
  readonly firstLoad: Readonly<Record<"sign-in" | "dashboard", number>>;
  /** Gzipped bytes of the one stylesheet. */
  readonly css: number;
  /** Gzipped bytes of all JavaScript, lazy routes included. */
  readonly total: number;
}

/** The screens a visitor may see first, by the source file of their lazy route. */
const firstScreens = {
  "sign-in": ["web/src/app/main.tsx", "web/src/features/identity/session/SignInPage.tsx"],
  dashboard: ["web/src/app/main.tsx", "web/src/app/Shell.tsx", "web/src/features/sales/analytics/DashboardPage.tsx"],
} as const;

/** Builds the web app: split, hashed JavaScript, one stylesheet, and an index page whose nonce the server fills in. */
export async function buildWeb({ outdir, minify }: WebBuildOptions): Promise<WebBuildReport> {
  const target = resolve(outdir);
  await rm(target, { recursive: true, force: true });
  await mkdir(join(target, "assets"), { recursive: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: { app: "web/src/app/main.tsx", style: "web/src/app/style.css" },
    outdir: join(target, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2023", "chrome120", "firefox121", "safari17"],
    jsx: "automatic",
    minify,
    sourcemap: minify ? false : "linked",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    loader: { ".woff2": "file" },
    define: { "process.env.NODE_ENV": JSON.stringify(minify ? "production" : "development") },
    tsconfig: join(source, "tsconfig.json"),
    plugins: [sourcePlugin(minify), catalogPlugin(), slimZodPlugin()],
  });
  await cp(join(source, "public"), target, { recursive: true });
  await writeIndex(target, result.metafile);
  return measure(result.metafile);
}

async function writeIndex(target: string, metafile: Metafile) {
  const script = outputOf(metafile, "web/src/app/main.tsx");
  const style = outputOf(metafile, "web/src/app/style.css");
  const preload = closure(metafile, [script]).filter((file) => file !== script);
  const font = Object.keys(metafile.outputs).find((file) => /inter-latin-wght-normal-[^/]*\.woff2$/.test(file));
  const url = (file: string) => `/app/${relative(target, resolve(root, file))}`;
  const theme = await readFile(join(source, "theme.js"), "utf8");
  const page = (await readFile(join(source, "index.html"), "utf8"))
    .replace("<!-- theme -->", `<script nonce="%NONCE%">${theme.trim()}</script>`)
    .replace(
      "<!-- assets -->",
      [
        `<link rel="stylesheet" href="${url(style)}" />`,
        ...(font ? [`<link rel="preload" href="${url(font)}" as="font" type="font/woff2" crossorigin />`] : []),
        ...preload.map((file) => `<link rel="modulepreload" href="${url(file)}" />`),
        `<script type="module" src="${url(script)}" nonce="%NONCE%"></script>`,
      ].join("\n    "),
    );
  await writeFile(join(target, "index.html"), page);
  await writeFile(join(target, "build.json"), JSON.stringify({ build: createHash("sha256").update(page).digest("hex").slice(0, 12) }));
}

/** The output file made from one entry: a route, the app, or the stylesheet. */
function outputOf(metafile: Metafile, entry: string): string {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entry);
  if (!found) throw new Error(`The build has no output for ${entry}.`);
  return found[0];
}

/** Every output the given ones import statically, themselves included. */
function closure(metafile: Metafile, files: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { kind, path, external } of metafile.outputs[file]?.imports ?? []) {
      if (kind === "import-statement" && !external) visit(path);
    }
  };
  files.forEach(visit);
  return [...seen];
}

/** Writes a `.gz` and a `.br` beside each text file, so that serving is a read, and adds up what a first visit costs. */
async function measure(metafile: Metafile): Promise<WebBuildReport> {
  const sizes = new Map<string, number>();
  for (const file of Object.keys(metafile.outputs).filter((name) => /\.(js|css)$/.test(name))) {
    const bytes = await readFile(join(root, file));
    const zipped = gzipSync(bytes, { level: 9 });
    sizes.set(file, zipped.length);
    await writeFile(join(root, `${file}.gz`), zipped);
    await writeFile(join(root, `${file}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
  }
  const sum = (files: readonly string[]) => files.reduce((bytes, file) => bytes + (sizes.get(file) ?? 0), 0);
  const screen = (entries: readonly string[]) => {
    const catalog = outputOf(metafile, "web/src/i18n/locales/en.po");
    return sum(closure(metafile, [...entries.map((entry) => outputOf(metafile, entry)), catalog]));
  };
  return {
    firstLoad: { "sign-in": screen(firstScreens["sign-in"]), dashboard: screen(firstScreens.dashboard) },
    css: sum([outputOf(metafile, "web/src/app/style.css")]),
    total: sum([...sizes.keys()].filter((file) => file.endsWith(".js"))),
  };
}

if (import.meta.main) {
  const started = performance.now();
  const report = await buildWeb({ outdir: join(root, "dist", "web"), minify: !process.argv.includes("--no-minify") });
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(`web app built in ${((performance.now() - started) / 1000).toFixed(1)} s, gzipped sizes:`);
  for (const [screen, bytes] of Object.entries(report.firstLoad))
    console.log(`  first load of ${screen}: ${kilobytes(bytes)} of JavaScript`);
  console.log(`  stylesheet ${kilobytes(report.css)}, all JavaScript ${kilobytes(report.total)}`);
}
