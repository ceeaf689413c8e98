import { existsSync } from "node:fs";
import { join } from "node:path";
import { runSteps, type Step } from "./step.ts";
import { ROOT } from "./tidy/source-files.ts";

/** `typescript` is an older one that only tools import; the compiler is this. */
const tsc = (project: string): Step => ({
  name: `types of ${project}`,
  command: ["node", "node_modules/typescript-7/bin/tsc", "-p", project],
});

const CHECKS: readonly Step[] = [
  tsc("tsconfig.json"),
  ...(existsSync(join(ROOT, "web/tsconfig.json")) ? [tsc("web/tsconfig.json")] : []),
  { name: "lint and format", command: ["biome", "check", "--error-on-warnings", "--diagnostic-level=warn"] },
  { name: "rules of the house", command: ["node", "scripts/tidy.ts"] },
];

const UNIT_TESTS: Step = { name: "tests without a database", command: ["vitest", "run", "--project", "unit"] };

/** Types, lint and the rules of the house. */
export const checkSources = (): Promise<boolean> => runSteps(CHECKS, 2);

/** Everything that can be checked in seconds without a database. */
const verify = (): Promise<boolean> => runSteps([UNIT_TESTS, ...CHECKS], 2);

if (import.meta.main) process.exitCode = (await verify()) ? 0 : 1;
