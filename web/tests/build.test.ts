import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWeb, type WebBuildReport } from "#scripts/build-web.ts";

const folder = mkdtempSync(join(tmpdir(), "enterprise-web-build-"));
let report: WebBuildReport;

beforeAll(async () => {
  report = await buildWeb({ outdir: folder, minify: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a first visit loads at most 200 kB of gzipped JavaScript", () => {
  expect(Object.entries(report.firstLoad).filter(([, bytes]) => bytes > 200_000)).toEqual([]);
});

test("a small screen asks for small code: no screen is in the first load of another", () => {
  expect(report.total).toBeGreaterThan(report.firstLoad.dashboard * 2);
});

test("the page names hashed files only, and leaves the nonce to the server", () => {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const files = [...page.matchAll(/(?:src|href)="\/app\/assets\/([^"]+)"/g)].map(([, file = ""]) => file);
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((file) => !/-[A-Z0-9]{8}\.(js|css|woff2)$/.test(file))).toEqual([]);
  expect(page.match(/<script(?![^>]*nonce="%NONCE%")/g)).toBeNull();
});
