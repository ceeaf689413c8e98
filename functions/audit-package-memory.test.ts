import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { sealAll } from "#core/testing/books.ts";
import { makeBooks, postLines } from "#scripts/bench/ledger-load.ts";
import { verifyPackage } from "#scripts/ledger/verify-package.ts";

const LINES = 180_000;
const DAYS = 90;
const FROM = "2026-01-01";
/** Of the heap, in megabytes, as for the check of a package: the package itself is more than twice as large. */
const HEAP = 40;
/** What may wait outside the heap for a reader that is slower than the database. */
const OUTSIDE = 16 * 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), "written-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let companyId: string;
beforeAll(async () => {
  const owner = { connectionString: inject("databases").owner };
  const load = { lines: LINES, accounts: 100, days: DAYS, firstDay: FROM };
  const books = await makeBooks(owner, load);
  companyId = books.companyId;
  await postLines(owner, books, load);
  await sealAll(10_000);
}, 600_000);

test("a package of hundreds of thousands of lines is written in memory that does not grow with it, and is whole", async () => {
  const file = join(folder, "whole.ndjson");
  const program = fileURLToPath(new URL("../core/testing/write-package.ts", import.meta.url));
  const asked = [inject("databases").app, companyId, FROM, "2026-03-31", file];
  const { status, stdout, stderr } = spawnSync(process.execPath, [`--max-old-space-size=${HEAP}`, program, ...asked], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  const { bytes, outside } = JSON.parse(stdout) as { bytes: number; outside: number };
  expect(bytes).toBeGreaterThan(2 * HEAP * 1024 * 1024);
  expect(outside).toBeLessThan(OUTSIDE);
  const { differences, entries, lines } = await verifyPackage(file);
  expect({ differences, entries, lines }).toEqual({ differences: [], entries: LINES / 3, lines: LINES });
}, 300_000);
