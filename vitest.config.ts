import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Tests that ask for no database run in `npm run verify` too: those of pure folders that import neither a test company nor an adapter. */
const DATABASE_IMPORT = /^(import |\} )[^\n]*from "[^"]*(core\/testing\/(?!documents|einvoices)|adapters\/)|\binject\(/m;
const needsDatabase = (path: string) => DATABASE_IMPORT.test(readFileSync(path, "utf8"));
const PURE_FOLDERS = ["core/kernel/**/*.test.ts", "functions/*.test.ts", "scripts/tidy/**/*.test.ts", "web/src/**/*.test.ts"];
const WITHOUT_DATABASE = globSync(PURE_FOLDERS, { cwd: import.meta.dirname }).filter((path) => !needsDatabase(path));

const ELSEWHERE = ["**/node_modules/**", "web/**", "functions/edge/**"];

/** They fill tables with so much that the plans of every other test would change, or look at plans that those would change: each in a database of its own. */
const ALONE = [
  "functions/plans.test.ts",
  "functions/audit-package-memory.test.ts",
  "core/finance/reports/reading.test.ts",
  "core/sales/stock/list-stock.test.ts",
  "core/sales/orders/rows-by-key.test.ts",
];

/** They start programs, or test what a process keeps for itself: each in a process of its own. */
const PROCESSES = ["scripts/**/*.test.ts", "functions/adapters/**/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: WITHOUT_DATABASE, isolate: false } },
      {
        test: {
          name: "database",
          include: ["core/**/*.test.ts", "functions/**/*.test.ts"],
          exclude: [...WITHOUT_DATABASE, ...ELSEWHERE, ...ALONE, ...PROCESSES],
          globalSetup: ["core/testing/global-setup.ts"],
          // Each test has a company of its own; to load the program anew for each file took a third of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "programs",
          include: PROCESSES,
          exclude: [...WITHOUT_DATABASE, ...ELSEWHERE],
          globalSetup: ["core/testing/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      ...ALONE.map((file) => ({
        test: {
          name: file.slice(file.lastIndexOf("/") + 1, -".test.ts".length),
          include: [file],
          globalSetup: ["core/testing/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      })),
      {
        test: {
          name: "edge",
          include: ["functions/edge/**/*.test.ts"],
          globalSetup: ["core/testing/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["web/tests/**/*.test.ts"],
          globalSetup: ["web/testing/global-setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["core/**/*.ts", "functions/**/*.ts"],
      // Migrations run before the tests, in the process that starts them; every test stands on them.
      exclude: ["**/*.test.ts", "core/testing/**", "core/database/migrations/**", "core/database/migrations.ts"],
      reportOnFailure: true,
      reporter: ["text-summary", "json-summary"],
    },
  },
});
