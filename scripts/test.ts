import { mkdirSync } from "node:fs";
import { join } from "node:path";
import config from "../vitest.config.ts";
import { ensureChromium, ensureOldestPostgres, ensurePdfTools } from "./debian-packages.ts";
import { buildStaleWebApp } from "./stale-web-app.ts";
import { runStep } from "./step.ts";
import { coverageOf, skippedTests } from "./test-report.ts";
import { ROOT } from "./tidy/source-files.ts";
import { verify } from "./verify.ts";

const REPORTS = join(ROOT, "coverage");
const RESULTS = join(REPORTS, "tests.json");

const projectNames = (config.test?.projects ?? []).flatMap((project) =>
  typeof project === "object" && "test" in project && typeof project.test?.name === "string" ? [project.test.name] : [],
);

/** What this machine lacks, by the project that cannot run without it. */
const impossibleProjects = (): ReadonlyMap<string, string> => {
  const impossible = new Map<string, string>();
  if (projectNames.includes("browser") && !ensureChromium())
    impossible.set("browser", "the web app in a browser: there is no Chromium here");
  return impossible;
};

const runTests = async (): Promise<{ passed: boolean; untested: string[] }> => {
  const impossible = impossibleProjects();
  const runnable = projectNames.filter((name) => !impossible.has(name));
  await buildStaleWebApp();
  mkdirSync(REPORTS, { recursive: true });
  const passed = await runStep({
    name: "tests",
    loud: true,
    command: [
      ...["vitest", "run", "--coverage", "--reporter=default", "--reporter=json", `--outputFile.json=${RESULTS}`],
      ...runnable.flatMap((name) => ["--project", name]),
    ],
  });
  return { passed, untested: [...impossible.values(), ...skippedTests(RESULTS, ROOT)] };
};

/** A machine of one's own may lack a browser; CI must not. */
const tellUntested = (untested: readonly string[]): boolean => {
  if (untested.length === 0) console.log("Everything was tested.");
  else console.log(`Not tested here:\n${untested.map((one) => `  - ${one}`).join("\n")}`);
  return untested.length === 0 || process.env.CI !== "true";
};

// Their tests say for themselves when these are not there.
ensureOldestPostgres();
ensurePdfTools();
const verified = await verify();
const { passed, untested } = await runTests();
const coverage = coverageOf(join(REPORTS, "coverage-summary.json"), ROOT);
console.log(coverage.lines.join("\n"));
const told = tellUntested(untested);
process.exitCode = verified && passed && coverage.reached && told ? 0 : 1;
