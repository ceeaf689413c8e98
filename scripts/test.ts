import { mkdirSync } from "node:fs";
import { join } from "node:path";
import config from "../vitest.config.ts";
import { ensureChromium, ensureOldestPostgres, ensurePdfTools } from "./debian-packages.ts";
import { buildStaleWebApp } from "./stale-web-app.ts";
import { runStep } from "./step.ts";
import { coverageOf, skippedTests } from "./test-report.ts";
import { ROOT } from "./tidy/source-files.ts";
import { checkSources } from "./verify.ts";

const REPORTS = join(ROOT, "coverage");
const BROWSER = "browser";

const projectNames = (config.test?.projects ?? []).flatMap((project) =>
  typeof project === "object" && "test" in project && typeof project.test?.name === "string" ? [project.test.name] : [],
);

/** What this machine lacks, by the project that cannot run without it. */
const impossibleProjects = (): ReadonlyMap<string, string> => {
  const impossible = new Map<string, string>();
  if (projectNames.includes(BROWSER) && !ensureChromium()) impossible.set(BROWSER, "the web app in a browser: there is no Chromium here");
  return impossible;
};

const resultsIn = (file: string) => join(REPORTS, file);

const vitest = (projects: readonly string[], results: string, ...options: readonly string[]) => [
  ...["vitest", "run", ...options, "--reporter=default", "--reporter=json", `--outputFile.json=${results}`],
  ...projects.flatMap((name) => ["--project", name]),
];

/** The browser waits for itself most of the time: its tests run beside the others and tell how they went at their end. */
const runTests = async (): Promise<{ passed: boolean; untested: string[] }> => {
  const impossible = impossibleProjects();
  const others = projectNames.filter((name) => name !== BROWSER);
  const [results, browserResults] = [resultsIn("tests.json"), resultsIn("browser-tests.json")];
  await buildStaleWebApp();
  mkdirSync(REPORTS, { recursive: true });
  const browser = impossible.has(BROWSER) || runStep({ name: "tests in a browser", command: vitest([BROWSER], browserResults) });
  const passed = await runStep({ name: "tests", loud: true, command: vitest(others, results, "--coverage") });
  const passedInBrowser = await browser;
  const skipped = [results, ...(impossible.has(BROWSER) ? [] : [browserResults])].flatMap((file) => skippedTests(file, ROOT));
  return { passed: passed && passedInBrowser, untested: [...impossible.values(), ...skipped] };
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
// The tests without a database are among the others.
const verified = await checkSources();
const { passed, untested } = await runTests();
const coverage = coverageOf(join(REPORTS, "coverage-summary.json"), ROOT);
console.log(coverage.lines.join("\n"));
const told = tellUntested(untested);
process.exitCode = verified && passed && coverage.reached && told ? 0 : 1;
