import { afterEach, expect, test, vi } from "vitest";
import { rowMaker } from "./row-maker.ts";

afterEach(() => vi.unstubAllGlobals());

const columns = [
  { name: "id", parse: (text: string) => text },
  { name: "openMinor", parse: BigInt },
  { name: 'a "quoted" name', parse: (text: string) => text === "t" },
  { name: "notes", parse: () => expect.unreachable("null is not parsed") },
];
const texts = ["7", "1234", "t", null];
const row = { id: "7", openMinor: 1234n, 'a "quoted" name': true, notes: null };

test("a row has the names and values of its columns, in their order, and null where there is none", () => {
  const made = rowMaker(columns)(texts);
  expect(made).toEqual(row);
  expect(Object.keys(made)).toEqual(Object.keys(row));
  expect(() => rowMaker(columns)(["7", "twelve", "t", null])).toThrow(SyntaxError);
});

test("where functions cannot be written, a row is the same", () => {
  vi.stubGlobal("Function", function refused() {
    throw new EvalError("Code generation from strings disallowed for this context");
  });
  const made = rowMaker(columns)(texts);
  expect(made).toEqual(row);
  expect(Object.keys(made)).toEqual(Object.keys(row));
});
