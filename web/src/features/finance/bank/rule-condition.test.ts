import { expect, test } from "vitest";
import type { Rule } from "./queries.ts";
import { conditionOf, conditionsOf, isSaid, noCondition } from "./rule-condition.ts";

const all = (...conditions: Rule["conditions"]["all"]) => ({ conditions: { all: conditions } });

test("whatever a rule says comes out of the form as it went in, also what the form has no fields for", () => {
  for (const rule of [
    all({ field: "text", test: "startsWith", value: "fee" }),
    all(
      { field: "name", test: "equals", value: "Bank" },
      { field: "direction", value: "in" },
      { field: "amount", from: "1.00", to: "9.00" },
    ),
    all({ field: "account", hint: "DE…2051" }, { field: "amount", from: "5.00" }),
    all(
      { field: "text", test: "contains", value: "rent" },
      { field: "direction", value: "out" },
      { field: "reference", test: "contains", value: "2026" },
      { field: "account", hint: "DE…2051" },
    ),
  ])
    expect(conditionsOf(conditionOf(rule, null))).toEqual(rule.conditions);
  const party = { value: "p", label: "Exotic Liquids" };
  expect(conditionsOf(conditionOf(all({ field: "party", partyId: "p" }), party)).all).toEqual([{ field: "party", partyId: "p" }]);
});

test("a number is kept by its hint until another one is written", () => {
  const kept = conditionOf(all({ field: "account", hint: "DE…2051" }), null);
  expect(isSaid(kept)).toBe(true);
  expect(conditionsOf({ ...kept, value: "GB33BUKB20201555555555" }).all[0]).toEqual({ field: "account", number: "GB33BUKB20201555555555" });
  expect(isSaid({ ...noCondition, field: "account" })).toBe(false);
  expect(isSaid({ ...noCondition, value: " " })).toBe(false);
});
