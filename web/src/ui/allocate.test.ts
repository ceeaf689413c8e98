import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMinor, minorOf } from "#core/kernel/money.ts";
import { allocationsOf, leftOver, onOneAccount, openTotal, shareOut } from "./allocate.ts";

const invoices = [
  { key: "a", open: "100.00" },
  { key: "b", open: "50.00" },
];

test("the oldest is settled first, the next in part", () => {
  expect(shareOut("120.00", invoices, "EUR")).toEqual({ a: "100.00", b: "20.00" });
  expect(shareOut("99.99", invoices, "EUR")).toEqual({ a: "99.99" });
  expect(shareOut("oops", invoices, "EUR")).toEqual({});
});

test("an over-payment is left over; too much shared out is negative", () => {
  expect(leftOver("200.00", shareOut("200.00", invoices, "EUR"), "EUR")).toBe("50.00");
  expect(leftOver("10.00", { a: "10.01" }, "EUR")).toBe("-0.01");
  expect(openTotal(invoices, "EUR")).toBe("150.00");
});

test("nothing is lost: shares and rest are the amount, no share exceeds what is open", () => {
  const amounts = fc.bigInt({ min: 0n, max: 10n ** 14n });
  fc.assert(
    fc.property(amounts, fc.array(amounts, { maxLength: 6 }), (paid, opens) => {
      const list = opens.map((open, index) => ({ key: `${index}`, open: formatMinor(open, "EUR") }));
      const amount = formatMinor(paid, "EUR");
      const shares = shareOut(amount, list, "EUR");
      const used = Object.values(shares).reduce((sum, share) => sum + minorOf(share, "EUR"), 0n);
      expect(used + minorOf(leftOver(amount, shares, "EUR"), "EUR")).toBe(paid);
      for (const { key, open } of list) expect(minorOf(shares[key] ?? "0", "EUR")).toBeLessThanOrEqual(minorOf(open, "EUR"));
    }),
  );
});

test("documents, money and entries are named by what they are; what is nothing is left out, and accounts are not mixed", () => {
  const documents = [
    { key: "i", id: "i", kind: "invoice", accountId: "1100" },
    { key: "p", id: "p", kind: "payment", accountId: "1100" },
    { key: "e,2100,EUR", id: "e", kind: "entry", accountId: "2100" },
    { key: "n", id: "n", kind: "debit_note", accountId: "2100" },
  ] as const;
  expect(allocationsOf({ i: "1.00", p: "2.00", "e,2100,EUR": "3.00", n: "0.00" }, documents)).toEqual([
    { invoiceId: "i", amount: "1.00" },
    { paymentId: "p", amount: "2.00" },
    { entryId: "e", amount: "3.00" },
  ]);
  expect(onOneAccount(documents).map(({ id }) => id)).toEqual(["i", "p"]);
});
