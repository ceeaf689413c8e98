import fc from "fast-check";
import { expect, test } from "vitest";
import { isPositive, subtract, toDeliver, toInvoice } from "./quantities.ts";

const line = { kind: "product", quantity: "10", delivered: "4", returned: "1", invoiced: "2.5" } as const;

test("what is left to deliver and to invoice follows from the line's quantities", () => {
  expect([toDeliver(line), toInvoice(line)]).toEqual(["6", "0.5"]);
  expect([toDeliver({ ...line, kind: "freight" }), toInvoice({ ...line, kind: "freight" })]).toEqual(["0", "7.5"]);
});

test("differences are exact", () => {
  expect(subtract("0.3", "0.1")).toBe("0.2");
  expect(subtract("100", "0.000001")).toBe("99.999999");
  expect(subtract("5.50", "5.5")).toBe("0");
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.bigInt({ min: 0n, max: 10n ** 15n }), (a, b) => {
      expect(subtract(`${a}`, `${b}`)).toBe(`${a - b}`);
    }),
  );
  expect([isPositive("0.000"), isPositive("0.001"), isPositive("-1")]).toEqual([false, true, false]);
});
