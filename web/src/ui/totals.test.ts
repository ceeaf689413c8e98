import { expect, test } from "vitest";
import { netsOf } from "./totals.ts";

test("nets are exact and rounded by line, half away from zero", () => {
  const nets = netsOf(
    [
      { quantity: "3", unitPrice: "19.99", discountPercent: "10" },
      { quantity: "0.5", unitPrice: "0.01" },
    ],
    "EUR",
  );
  expect(nets).toEqual({ lines: ["53.97", "0.01"], net: "53.98" });
});

test("a line that is still being typed has no net, and the others keep theirs", () => {
  expect(netsOf([{ quantity: "2", unitPrice: "5" }, { quantity: "", unitPrice: "5" }, { quantity: "x" }], "EUR")).toEqual({
    lines: ["10.00", undefined, undefined],
    net: "10.00",
  });
});

test("a discount that makes no sense prices nothing", () => {
  expect(netsOf([{ quantity: "1", unitPrice: "5", discountPercent: "101" }], "EUR")).toBeUndefined();
});
