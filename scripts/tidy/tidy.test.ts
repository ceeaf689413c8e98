import { expect, test } from "vitest";
import { tidy } from "../tidy.ts";
import type { SourceFile } from "./source-files.ts";

const about = (path: string, text: string, others: Record<string, string> = {}): string[] =>
  tidy([{ path, text }, ...Object.entries(others).map(([name, content]): SourceFile => ({ path: name, text: content }))])
    .filter((finding) => finding.path === path)
    .map(({ message }) => message);

test.each([
  ["core/kernel/a.ts", 'import { b } from "#core/database/b.ts";'],
  ["core/sales/orders/a.ts", 'import { b } from "#core/hr/employees/b.ts";'],
  ["core/hr/a.ts", 'import type { B } from "../sales/b.ts";'],
  ["core/finance/a.ts", 'import { b } from "#core/sales/b.ts";'],
  ["core/platform/a.ts", 'import {\n  b,\n} from "#core/identity/b.ts";'],
  ["core/finance/a.ts", 'const b = await import("#functions/b.ts");'],
  ["functions/a.ts", 'import { b } from "#scripts/b.ts";'],
  ["core/finance/a.ts", 'export { b } from "#core/sales/b.ts";'],
])("%s: %s is against the drawing", (path, text) => {
  expect(about(path, text)).toEqual([expect.stringContaining("against the drawing")]);
});

test.each([
  ["core/sales/a.ts", 'import { b } from "#core/finance/b.ts";'],
  ["core/finance/a.ts", 'import { b } from "#core/platform/b.ts";'],
  ["core/kernel/a.ts", 'import type { Database } from "#core/database/tables.ts";'],
  ["functions/sales/a.ts", 'import { b } from "#core/sales/b.ts";'],
  ["core/hr/a.test.ts", 'import { b } from "#core/testing/b.ts";'],
])("%s: %s follows the drawing", (path, text) => {
  expect(about(path, text)).toEqual([]);
});

test("the web may have types of functions and pure schema files, nothing that draws in the database", () => {
  const others = {
    "core/sales/customers/customer.ts": 'import * as z from "zod";\nimport { money } from "#core/kernel/money.ts";',
    "core/sales/customers/create-customer.ts": 'import { sql } from "kysely";',
  };

  expect(about("web/src/a.ts", 'import { C } from "#core/sales/customers/customer.ts";', others)).toEqual([]);
  expect(about("web/src/a.ts", 'import type { A } from "#functions/api.ts";', others)).toEqual([]);
  expect(about("web/src/a.ts", 'import { A } from "#functions/api.ts";', others)).toHaveLength(1);
  expect(about("web/src/a.ts", 'import { c } from "#core/sales/customers/create-customer.ts";', others)).toHaveLength(1);
});

test("only adapters know what is outside, core nothing of it", () => {
  expect(about("functions/sales/a.ts", 'import { Pool } from "pg";')).toHaveLength(1);
  expect(about("functions/adapters/a.ts", 'import { Pool } from "pg";')).toEqual([]);
  expect(about("core/sales/a.ts", 'import { readFile } from "node:fs/promises";')).toHaveLength(1);
  expect(about("core/sales/a.ts", 'import { sql } from "kysely";')).toEqual([]);
});

test("files, functions and handlers have their sizes", () => {
  const body = (lines: number) => "  step();\n".repeat(lines);

  expect(about("core/sales/a.ts", "step();\n".repeat(251))).toEqual([expect.stringContaining("251 lines")]);
  expect(about("core/sales/a.test.ts", "step();\n".repeat(251))).toEqual([]);
  expect(about("core/sales/a.ts", `const long = () => {\n${body(60)}};`)).toEqual([expect.stringContaining("a function has 62 lines")]);
  expect(about("functions/a.ts", `routes.openapi(issue, async (c) => {\n${body(12)}});`)).toEqual([
    expect.stringContaining("a handler has 14 lines"),
  ]);
  expect(about("functions/a.ts", `routes.openapi(issue, async (c) => {\n${body(10)}});`)).toEqual([]);
});

test.each(["core/utils/a.ts", "core/sales/index.ts", "functions/order-helpers.ts", "web/src/common/a.ts", "core/sales/order.service.ts"])(
  "%s is a name that says nothing",
  (path) => {
    expect(about(path, "")).toHaveLength(1);
  },
);

test.each([
  "// TODO later",
  "// @ts-ignore",
  'export * from "./b.ts";',
  "const now = Date.now();",
  "const home = process.env.HOME;",
  "// biome-ignore lint",
])("core does not hold %s", (text) => {
  expect(about("core/sales/a.ts", text)).toHaveLength(1);
});

test("a document names only what is there", () => {
  expect(about("core/README.md", "See `core/kernel/gone.ts` and [this](../nowhere.md); run `npm run nothing`.")).toHaveLength(3);
  expect(
    about("core/README.md", "See `core/database/roles.sql`, `.data/x.json`, `/sales/orders`, `application/json`; run `npm run verify`."),
  ).toEqual([]);
});

test("a migration is listed", () => {
  const list = { "core/database/migrations.ts": 'import * as one from "./migrations/0001-one.ts";' };

  expect(about("core/database/migrations/0001-one.ts", "", list)).toEqual([]);
  expect(about("core/database/migrations/0002-two.ts", "", list)).toHaveLength(1);
});
