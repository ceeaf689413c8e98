import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** Lines of each part that the tests must run, in percent. */
export const LINES_COVERED = { core: 90, functions: 90 } as const;

type Lines = { total: number; covered: number };
type CoverageSummary = Record<string, { lines: Lines }>;
type TestResults = { testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[] };

const read = <T>(file: string): T => JSON.parse(readFileSync(file, "utf8")) as T;

/** One line for each part, and whether all of them reach what they must. */
export const coverageOf = (summaryFile: string, root: string): { lines: string[]; reached: boolean } => {
  const files = Object.entries(read<CoverageSummary>(summaryFile)).filter(([path]) => path !== "total");
  const parts = Object.entries(LINES_COVERED).map(([part, least]) => {
    const own = files.filter(([path]) => relative(root, path).startsWith(`${part}/`)).map(([, { lines }]) => lines);
    const total = own.reduce((sum, { total }) => sum + total, 0);
    const covered = own.reduce((sum, { covered }) => sum + covered, 0);
    const percent = total === 0 ? 100 : (covered / total) * 100;
    const reached = percent >= least;
    return { reached, line: `${reached ? "✓" : "✗"} ${part}: ${percent.toFixed(1)} % of lines covered, at least ${least} % wanted` };
  });
  return { lines: parts.map(({ line }) => line), reached: parts.every(({ reached }) => reached) };
};

/** Every test that was there and did not run. */
export const skippedTests = (resultsFile: string, root: string): string[] =>
  read<TestResults>(resultsFile).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "skipped" || status === "pending" || status === "todo")
      .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
  );
