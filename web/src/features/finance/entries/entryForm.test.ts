import { expect, test } from "vitest";
import { EntryValues, emptyLine, sumsOf, withoutBlanks } from "./entryForm.ts";

test("fields left empty are no values, and empty lines at the end no lines", () => {
  const line = { ...emptyLine, debit: "5.00", dimensions: [] };
  expect(withoutBlanks({ description: "", currency: "", lines: [emptyLine, line, emptyLine, emptyLine] })).toEqual({
    lines: [{}, { debit: "5.00" }],
  });
  expect(EntryValues.safeParse({ lines: [emptyLine] }).data).toEqual({ lines: [] });
  expect(EntryValues.safeParse({ lines: [{ ...emptyLine, debit: "five" }] }).error?.issues[0]?.path).toEqual(["lines", 0, "debit"]);
});

test("the difference says which side lacks how much, in the currency of the entry", () => {
  const lines = [
    { ...emptyLine, debit: "10.00" },
    { ...emptyLine, credit: "7.5" },
    { ...emptyLine, credit: "99.00", currency: "USD" },
    { ...emptyLine, credit: "x" },
  ];
  expect(sumsOf(lines, "EUR")).toEqual({ debit: "10.00", credit: "7.50", difference: "2.50", missing: "credit" });
  expect(sumsOf(lines.slice(1), "EUR")).toMatchObject({ difference: "7.50", missing: "debit" });
  expect(sumsOf([], "JPY")).toEqual({ debit: "0", credit: "0", difference: "0", missing: undefined });
});
