import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMinor } from "#core/kernel/money.ts";
import { resultOf } from "#core/testing/company.ts";
import { convertEntry } from "./convert-entry.ts";
import type { EntryInput } from "./entry.ts";

const accountId = "00000000-0000-4000-8000-000000000000";
const entry = (amounts: readonly bigint[], currency: string): EntryInput["lines"] =>
  amounts.map((amount) =>
    amount > 0n
      ? { accountId, debit: formatMinor(amount, currency), currency }
      : { accountId, credit: formatMinor(-amount, currency), currency },
  );

test("an entry of two lines is worth what its amount is worth", () => {
  const lines = resultOf(convertEntry({ description: "x", lines: entry([1001n, -1001n], "EUR") }, "GBP", { EUR: "0.8" }));
  expect(lines.map(({ companyAmount }) => companyAmount)).toEqual([801n, -801n]);
});

test("whatever the currencies and rates, it balances in each and in company currency, each line on its side", () => {
  const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 6 });
  const group = fc.record({ currency: fc.constantFrom("GBP", "EUR", "JPY", "BHD"), amounts });
  const rate = fc
    .tuple(fc.integer({ min: 1, max: 10 ** 6 }), fc.integer({ min: 0, max: 6 }))
    .map(([units, scale]) => (units / 10 ** scale).toFixed(6));
  fc.assert(
    fc.property(fc.uniqueArray(group, { selector: ({ currency }) => currency, minLength: 1, maxLength: 4 }), rate, (groups, one) => {
      const lines = groups.flatMap((each) =>
        entry([...each.amounts, -each.amounts.reduce((sum, amount) => sum + amount, 0n)], each.currency),
      );
      const posted = resultOf(convertEntry({ description: "x", lines }, "GBP", { EUR: one, JPY: one, BHD: one }));
      for (const currencyLines of Map.groupBy(posted, ({ currency }) => currency).values()) {
        expect(currencyLines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);
        expect(currencyLines.reduce((sum, { companyAmount }) => sum + companyAmount, 0n)).toBe(0n);
      }
      expect(posted.every(({ amount, companyAmount }) => (amount > 0n ? companyAmount >= 0n : companyAmount <= 0n))).toBe(true);
    }),
  );
});
