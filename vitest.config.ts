import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Tests that ask for no database run in `npm run verify` too: those of pure folders that import neither a test company nor an adapter. */
const DATABASE_IMPORT = /^(import |\} )[^\n]*from "[^"]*(core\/testing\/(?!documents|einvoices)|adapters\/)|\binject\(/m;
const needsDatabase = (path: string) => DATABASE_IMPORT.test(readFileSync(path, "utf8"));
const PURE_FOLDERS = ["core/kernel/**/*.test.ts", "functions/*.test.ts", "scripts/tidy/**/*.test.ts", "web/src/**/*.test.ts"];
const WITHOUT_DATABASE = globSync(PURE_FOLDERS, { cwd: import.meta.dirname }).filter((path) => !needsDatabase(path));

const ELSEWHERE = ["**/node_modules/**", "web/**", "functions/edge/**"];

/** They fill tables with so much that the plans of every other test would change: each on a server of its own. */
const LARGE = [
  "functions/plans.test.ts",
  "functions/audit-package-memory.test.ts",
  "core/finance/reports/reading.test.ts",
  "core/sales/stock/list-stock.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: WITHOUT_DATABASE } },
      {
        test: {
          name: "database",
          include: ["core/**/*.test.ts", "functions/**/*.test.ts", "scripts/**/*.test.ts"],
          exclude: [...WITHOUT_DATABASE, ...ELSEWHERE, ...LARGE],
          globalSetup: ["core/testing/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      ...LARGE.map((file) => ({
        test: {
          name: file.slice(file.lastIndexOf("/") + 1, -".test.ts".length),
          include: [file],
          globalSetup: ["core/testing/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      })),
      {
        test: {
          name: "edge",
          include: ["functions/edge/**/*.test.ts"],
          globalSetup: ["core/testing/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: "browser", include: ["web/tests/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000 } },
    ],
    coverage: {
      provider: "v8",
      include: ["core/**/*.ts", "functions/**/*.ts"],
      // Migrations run before the tests, in the process that starts them; every test stands on them.
      exclude: ["**/*.test.ts", "core/testing/**", "core/database/migrations/**", "core/database/migrations.ts"],
      reportOnFailure: true,
      reporter: ["text-summary", "json-summary", "html"],
    },
  },
});
