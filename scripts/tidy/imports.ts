import { dirname, normalize } from "node:path";
import { type Finding, isCode, isTest, lineAt, type Rule, type SourceFile } from "./source-files.ts";

type Import = Readonly<{ from: string; typeOnly: boolean; line: number }>;

const STATIC = /^(?:import|export)\s+(type\s)?[^"'`;]*?from\s+["']([^"']+)["']/gm;
const BARE = /^import\s+()["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(()["']([^"']+)["']\)/g;

const importsOf = ({ text }: SourceFile): Import[] =>
  [STATIC, BARE, DYNAMIC].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({
      from: match[2] ?? "",
      typeOnly: match[1] !== undefined && match[1] !== "",
      line: lineAt(text, match.index),
    })),
  );

/** The path from the root that an import leads to; undefined for a package. */
const targetOf = (file: string, from: string): string | undefined => {
  if (from.startsWith("#")) return from.slice(1);
  return from.startsWith(".") ? normalize(`${dirname(file)}/${from}`) : undefined;
};

/** The floors of the house. Each may use what it names, and itself. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  "core/kernel": [],
  "core/database": ["core/kernel"],
  "core/identity": ["core/database", "core/kernel"],
  "core/platform": ["core/database", "core/kernel"],
  "core/finance": ["core/identity", "core/platform", "core/database", "core/kernel"],
  "core/sales": ["core/finance", "core/identity", "core/platform", "core/database", "core/kernel"],
  "core/hr": ["core/finance", "core/identity", "core/platform", "core/database", "core/kernel"],
  functions: ["core"],
  web: [],
  scripts: ["core", "functions", "web"],
};

const floorOf = (path: string): string | undefined =>
  Object.keys(MAY_USE).find((floor) => path.startsWith(`${floor}/`)) ?? (path.startsWith("core/") ? "core/kernel" : undefined);

/** The kernel's ports speak of the tables by type alone. */
const isTableType = (target: string, typeOnly: boolean) => typeOnly && target === "core/database/tables.ts";

const PORTABLE_PACKAGES = new Set(["zod", "kysely", "kysely/migration", "decimal.js", "uuid"]);

/** A schema file draws in nothing but zod, the kernel and other schema files, so a browser may have it. */
const isPure = (path: string, byPath: ReadonlyMap<string, SourceFile>, seen = new Set<string>()): boolean => {
  if (path.startsWith("core/kernel/") || seen.has(path)) return true;
  seen.add(path);
  const file = byPath.get(path);
  return (
    file !== undefined &&
    importsOf(file)
      .filter(({ typeOnly }) => !typeOnly)
      .every(({ from }) => {
        const target = targetOf(path, from);
        return target === undefined ? from === "zod" || from === "decimal.js" : isPure(target, byPath, seen);
      })
  );
};

const webMay = (target: string, typeOnly: boolean, byPath: ReadonlyMap<string, SourceFile>): boolean =>
  target.startsWith("web/") ||
  (target.startsWith("functions/") && typeOnly) ||
  (target.startsWith("core/") && (typeOnly || isPure(target, byPath)));

const directionFinding = (path: string, { from, typeOnly, line }: Import, byPath: ReadonlyMap<string, SourceFile>): Finding | undefined => {
  const target = targetOf(path, from);
  const floor = floorOf(path);
  if (target === undefined || floor === undefined) return undefined;
  if (target.startsWith("core/testing/") && !path.startsWith("scripts/mutations/"))
    return { path, line, message: `imports ${from}: only tests may.` };
  if (floor === "web")
    return webMay(target, typeOnly, byPath)
      ? undefined
      : {
          path,
          line,
          message: `imports ${from}: the web may have types of functions, core/kernel and pure schema files. Move what it needs into one.`,
        };
  const allowed = [floor, ...(MAY_USE[floor] ?? [])].some((other) => target.startsWith(`${other}/`)) || isTableType(target, typeOnly);
  return allowed || !/^(core|functions|web|scripts)\//.test(target)
    ? undefined
    : { path, line, message: `${floor} imports ${from}, against the drawing. Register it below, pass it in, or move it down.` };
};

/** Imports run down the drawing of the house, never up or sideways. */
export const importDirections: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap((file) => importsOf(file).flatMap((one) => directionFinding(file.path, one, byPath) ?? []));
};

/** Only adapters know what is outside; core knows nothing of it at all. */
const ADAPTED = /^(pg|kysely|ioredis|@upstash\/redis|prom-client|nodemailer|argon2|graphile-worker)(\/|$)/;

export const packageUse: Rule = (files) =>
  files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap((file) =>
      importsOf(file).flatMap(({ from, line }): Finding[] => {
        if (targetOf(file.path, from) !== undefined) return [];
        if (file.path.startsWith("core/") && !PORTABLE_PACKAGES.has(from))
          return [{ path: file.path, line, message: `core imports ${from}: it is portable, make it a port in ctx.` }];
        if (file.path.startsWith("functions/") && !file.path.startsWith("functions/adapters/") && ADAPTED.test(from))
          return [{ path: file.path, line, message: `imports ${from}: only functions/adapters may know it.` }];
        return [];
      }),
    );
