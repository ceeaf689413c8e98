import { documentCommands, documentedSettings, documentPaths, listedMigrations } from "./tidy/documents.ts";
import { importDirections, packageUse } from "./tidy/imports.ts";
import { fileSizes, functionSizes } from "./tidy/sizes.ts";
import { type Finding, type Rule, readSourceFiles, type SourceFile } from "./tidy/source-files.ts";
import { bannedNames, bannedWords } from "./tidy/words.ts";

const RULES: readonly Rule[] = [
  importDirections,
  packageUse,
  fileSizes,
  functionSizes,
  bannedNames,
  bannedWords,
  documentPaths,
  documentCommands,
  documentedSettings,
  listedMigrations,
];

/** Every rule of the house that neither the compiler nor Biome can hold. */
export const tidy = (files: readonly SourceFile[]): Finding[] => RULES.flatMap((rule) => rule(files));

if (import.meta.main) {
  const findings = tidy(readSourceFiles());
  for (const { path, line, message } of findings) console.error(`${path}${line ? `:${line}` : ""} ${message}`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
