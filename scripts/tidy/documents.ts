import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { SETTINGS_TABLE } from "#functions/settings.ts";
import { type Finding, lineAt, ROOT, type Rule, type SourceFile } from "./source-files.ts";

const LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)/g;
const CODE_SPAN = /`([^`\n]+)`/g;
const FILE_NAME = /^[\w@.-]+(\/[\w@.-]+)*\.(ts|tsx|md|sql|toml|ya?ml|json|css|sh)$/;
const FOLDER_NAME = /^(core|functions|web|scripts|cluster|observability|docs)(\/[\w@.-]+)*\/?$/;
const MADE_LATER = /^(\.\/)?(\.data|dist|node_modules|coverage|test-results)(\/|$)|NNNN/;

const isThere = (readme: string, path: string) =>
  [dirname(readme), "."].some((base) => existsSync(join(ROOT, normalize(join(base, path)))));
const namesPath = (span: string) => (FILE_NAME.test(span) || FOLDER_NAME.test(span)) && !MADE_LATER.test(span);
const readmes = (files: readonly SourceFile[]) => files.filter(({ path }) => path.endsWith(".md"));

const named = ({ text }: SourceFile): { path: string; index: number }[] => [
  ...[...text.matchAll(LINK)].map((match) => ({ path: match[1] ?? "", index: match.index })),
  ...[...text.matchAll(CODE_SPAN)].map((match) => ({ path: match[1] ?? "", index: match.index })).filter(({ path }) => namesPath(path)),
];

/** A document that names a path that is gone misleads. */
export const documentPaths: Rule = (files) =>
  readmes(files).flatMap((file) =>
    named(file)
      .filter(({ path }) => !isThere(file.path, path))
      .map(
        ({ path, index }): Finding => ({ path: file.path, line: lineAt(file.text, index), message: `names ${path}, which is not there.` }),
      ),
  );

export const documentCommands: Rule = (files) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
  return readmes(files).flatMap((file) =>
    [...file.text.matchAll(/\bnpm run ([\w:-]+)/g)]
      .filter((match) => !((match[1] ?? "") in scripts))
      .map(
        (match): Finding => ({
          path: file.path,
          line: lineAt(file.text, match.index),
          message: `names \`npm run ${match[1]}\`, which package.json lacks.`,
        }),
      ),
  );
};

/** One table of the README documents every setting. */
export const documentedSettings: Rule = (files) => {
  const readme = files.find(({ path }) => path === "README.md");
  return readme
    ? SETTINGS_TABLE.filter(({ name }) => !readme.text.includes(`\`${name}\``)).map(({ name, meaning }) => ({
        path: readme.path,
        message: `does not document the setting ${name} (${meaning}).`,
      }))
    : [];
};

/** The static list that bundles need holds exactly what the folder holds. */
export const listedMigrations: Rule = (files) => {
  const list = files.find(({ path }) => path === "core/database/migrations.ts");
  return files
    .filter(({ path }) => /^core\/database\/migrations\/\d{4}-[\w-]+\.ts$/.test(path) && !path.endsWith(".test.ts"))
    .filter(({ path }) => !list?.text.includes(path.slice("core/database/".length)))
    .map(({ path }) => ({ path, message: "is not listed in core/database/migrations.ts." }));
};
