import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { aCompany, reading, type TestCompany } from "#core/testing/company.ts";

const folder = mkdtempSync(join(tmpdir(), "import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let company: TestCompany;
beforeAll(async () => {
  company = await aCompany();
});

const run = (...options: string[]) => {
  const { app, owner } = inject("databases");
  const env = { ...process.env, DATABASE_URL: app, DATABASE_OWNER_URL: owner, ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64") };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/import.ts", ...options], { env, encoding: "utf8" });
  return { status, stdout, stderr };
};
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const names = () => reading(company.as(), ({ db }) => db.selectFrom("sales.product").select("sku").orderBy("sku").execute());

test("a file is imported, its refused rows are left beside it, and a corrected one brings the rest", { timeout: 60_000 }, async () => {
  const goods = file("goods.csv", "Artikel;Titel\nA;Apple\nB;\n");
  const options = ["--map", "sku=Artikel", "--map", "name=Titel", "--company", company.id];
  const refused = run("products", goods, "--mode", "each", ...options);
  expect(refused).toMatchObject({ status: 1, stdout: expect.stringContaining("2 rows: 1 created, 0 there already, 1 refused.") });
  expect(readFileSync(join(folder, "goods.refused.csv"), "utf8")).toBe("Artikel;Titel;reason\nB;;name: This is needed.\n");
  const corrected = file("goods.csv", "Artikel;Titel\nA;Apple\nB;Banana\n");
  expect(run("products", corrected, "--dry-run", ...options).stdout).toContain(
    "1 acceptable, 1 there already, 0 refused. A dry run: nothing was stored.",
  );
  expect(await names()).toEqual([{ sku: "A" }]);
  expect(run("products", corrected, ...options)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("1 created, 1 there already"),
  });
  expect(await names()).toEqual([{ sku: "A" }, { sku: "B" }]);
  expect(existsSync(join(folder, "goods.refused.csv"))).toBe(false);
});

test.each([
  [[], "npm run import"],
  [["nothing", "x.csv"], "Kinds: customers"],
  [["customers", "/nowhere.csv"], "There is no /nowhere.csv"],
  [["customers", "package.json", "--mode", "some"], "--mode is all or each"],
])("%j is told what is wrong, in a line", (options, message) => {
  expect(run(...options)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
});

test("a kind alone lists its columns", () => {
  expect(run("payments")).toMatchObject({ status: 0, stdout: expect.stringMatching(/paid_on +needed/) });
});
