import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A file of the project, by its path from the root. */
export type SourceFile = Readonly<{ path: string; text: string }>;
/** What is wrong and what to do about it. */
export type Finding = Readonly<{ path: string; line?: number; message: string }>;
export type Rule = (files: readonly SourceFile[]) => Finding[];

const READABLE = /\.(ts|tsx|js|md|sql|css|json|toml|ya?ml)$/;

/** Everything git knows or would add: what is ignored is nobody's concern. */
export const projectPaths = (): string[] =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 26 })
    .split("\n")
    .filter((path) => path !== "" && existsSync(join(ROOT, path)));

export const readSourceFiles = (): SourceFile[] =>
  projectPaths()
    .filter((path) => READABLE.test(path) && path !== "package-lock.json")
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

export const isCode = ({ path }: SourceFile): boolean => /\.tsx?$/.test(path) && !path.endsWith(".d.ts");
export const isTest = ({ path }: SourceFile): boolean =>
  /\.test\.tsx?$/.test(path) || path.startsWith("core/testing/") || path.includes("/testing/");
export const isGenerated = ({ path }: SourceFile): boolean => path.includes("/generated/") || path.includes("/locales/");
export const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;
