import { expect, test } from "vitest";
import { done, forbidden, refuse } from "#core/kernel/fault.ts";
import { aCompany } from "#core/testing/company.ts";
import type { SourceRow } from "./group-rows.ts";
import { defineImport } from "./import-kind.ts";
import { runImport } from "./run-import.ts";

/** Its writing asks for no permission itself: whoever reaches it has written. */
const written: unknown[] = [];
const kind = defineImport<unknown>({
  name: "headings",
  title: "Headings",
  grant: "finance.account.write",
  columns: [{ name: "code", about: "" }],
  read: ([cells]) => done(cells),
  write: async (_, items) => {
    written.push(...items);
    return items.map(() => "created" as const);
  },
});

async function* rows(): AsyncGenerator<SourceRow> {
  yield { line: 2, source: ["A"], cells: { code: "A" } };
}

test.each(["all", "each"] as const)("in mode %s, who may run imports but not write this kind is refused as a whole", async (mode) => {
  const company = await aCompany();
  const told: unknown[] = [];
  const run = { kind, mode, dryRun: false, rows, refuse: async (refused: readonly unknown[]) => void told.push(...refused) };

  expect(await runImport(company.as({ grants: ["platform.import.run"] }), run)).toEqual(refuse(forbidden("finance.account.write")));
  expect([told, written]).toEqual([[], []]);

  expect(await runImport(company.as({ grants: ["finance.account.write"] }), run)).toMatchObject({ value: { created: 1, stored: true } });
  expect(written.splice(0)).toEqual([{ code: "A" }]);
});
