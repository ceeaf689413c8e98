import { basename } from "node:path";
import { type Finding, isCode, isTest, lineAt, type Rule, type SourceFile } from "./source-files.ts";

type Ban = Readonly<{ pattern: RegExp; in: (file: SourceFile) => boolean; message: string }>;

const inCore = (file: SourceFile) => isCode(file) && !isTest(file) && file.path.startsWith("core/");
const inTests = (file: SourceFile) => isTest(file);
const inCode = (file: SourceFile) => isCode(file);

const BANS: readonly Ban[] = [
  { pattern: /\b(TODO|FIXME)\b/g, in: inCode, message: "an unfinished mark. Finish it or file an issue." },
  { pattern: /@ts-(ignore|nocheck)/g, in: inCode, message: "silences the compiler. Give it the type." },
  { pattern: /biome-ignore(?! [\w/]+: \S)/g, in: inCode, message: "silences a rule without a reason. Write `biome-ignore rule: why`." },
  { pattern: /^export \* from/gm, in: inCode, message: "a barrel. Import from the file that has it." },
  { pattern: /\b(test|describe|it)\.only\(/g, in: inTests, message: "runs alone and hides the others. Remove `.only`." },
  { pattern: /\b(test|describe|it)\.(skip|todo)\(/g, in: inTests, message: "never runs. Make it pass or delete it." },
  { pattern: /\bprocess\.(env|argv|cwd|exit)\b/g, in: inCore, message: "core does not know its process. Pass it in." },
  { pattern: /\bDate\.now\(|\bnew Date\(\)/g, in: inCore, message: "core has no clock of its own. Use ctx.clock." },
  { pattern: /\bMath\.random\(/g, in: inCore, message: "core draws no lots. Use ctx.newId or pass it in." },
];

export const bannedWords: Rule = (files) =>
  files
    .filter(({ path }) => !path.startsWith("scripts/tidy/"))
    .flatMap((file) =>
      BANS.filter((ban) => ban.in(file)).flatMap(({ pattern, message }) =>
        [...file.text.matchAll(pattern)].map(
          (match): Finding => ({ path: file.path, line: lineAt(file.text, match.index), message: `\`${match[0]}\`: ${message}` }),
        ),
      ),
    );

const VAGUE = /^(utils?|helpers?|common|managers?|services?|misc|lib)$/;
const VAGUE_FILE = /(^|[-.])(utils?|helpers?|common|manager|service|misc)\.tsx?$/;

/** A name says what is inside; these say that nobody knew. */
export const bannedNames: Rule = (files) =>
  files.filter(isCode).flatMap(({ path }) => {
    const folder = path
      .split("/")
      .slice(0, -1)
      .find((name) => VAGUE.test(name));
    if (folder) return [{ path, message: `lies in a folder called ${folder}. Name it after what it holds.` }];
    if (/^index\.tsx?$/.test(basename(path))) return [{ path, message: "is an index file. Name it after what it holds." }];
    return VAGUE_FILE.test(basename(path)) ? [{ path, message: "has a vague name. Name it after what it holds." }] : [];
  });
