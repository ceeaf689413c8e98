import { expect, test } from "vitest";
import type { AccountRow } from "./queries.ts";
import { visibleAccounts } from "./visibleAccounts.ts";

const account = (code: string, parentId: string | null, more: Partial<AccountRow> = {}) =>
  ({ id: code, code, name: `Account ${code}`, nameLocal: null, parentId, active: true, ...more }) as AccountRow;

const chart = [
  account("1", null),
  account("12", "1"),
  account("1200", "12", { name: "Bank", nameLocal: "Banque" }),
  account("1230", "12", { active: false }),
  account("4", null),
  account("4000", "4"),
];
const seen = (looking: Partial<Parameters<typeof visibleAccounts>[1]>) =>
  visibleAccounts(chart, { folded: new Set(), ...looking }).map(({ code }) => code);

test("inactive accounts are hidden until asked for", () => {
  expect(seen({})).toEqual(["1", "12", "1200", "4", "4000"]);
  expect(seen({ inactive: true })).toContain("1230");
});

test("what is below a folded heading is hidden, at every depth", () => {
  expect(seen({ folded: new Set(["1"]) })).toEqual(["1", "4", "4000"]);
  expect(seen({ folded: new Set(["12"]) })).toEqual(["1", "12", "4", "4000"]);
});

test("a search finds by code or either name and shows the headings above, folded or not", () => {
  expect(seen({ q: "banque", folded: new Set(["1"]) })).toEqual(["1", "12", "1200"]);
  expect(seen({ q: "40" })).toEqual(["4", "4000"]);
  expect(seen({ q: "1230" })).toEqual([]);
  expect(seen({ q: "nothing" })).toEqual([]);
});
