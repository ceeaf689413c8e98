import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { formatMinor, minorOf } from "#core/kernel/money.ts";
import { aCaller } from "#core/testing/api.ts";
import { bookOf } from "#core/testing/books.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";
import { aDimension } from "#core/testing/dimensions.ts";
import { expandSplits } from "./expand-splits.ts";
import { Shares } from "./split.ts";

const accountId = "00000000-0000-4000-8000-000000000000";
const value = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** Percentages of up to six decimals that come to a hundred. */
const percentages = fc
  .uniqueArray(fc.integer({ min: 1, max: 99_999_999 }), { minLength: 1, maxLength: 8 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), 100_000_000])
  .map((cuts) => cuts.slice(1).map((cut, index) => ((cut - (cuts[index] ?? 0)) / 1_000_000).toFixed(6)));

test("whatever the amount and the percentages, the parts come to the amount, each less than a unit from its share, and mirrored when it is", () => {
  const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n });
  fc.assert(
    fc.property(amounts, percentages, fc.constantFrom("GBP", "JPY", "BHD"), (amount, percents, currency) => {
      const shares = percents.map((percent, index) => ({ percent, dimensions: [value(index)] }));
      expect(Shares.safeParse(shares).success).toBe(true);
      const split = (side: "debit" | "credit") =>
        resultOf(
          expandSplits(
            [{ accountId, [side]: formatMinor(amount, currency), taxBase: formatMinor(amount * 5n, currency), shares }],
            [],
            currency,
          ),
        ).lines;
      const debits = split("debit");
      const minors = (field: "debit" | "taxBase") => debits.map((line) => minorOf(line[field] ?? "", currency));
      expect(minors("debit").reduce((sum, minor) => sum + minor, 0n)).toBe(amount);
      expect(minors("taxBase").reduce((sum, minor) => sum + minor, 0n)).toBe(amount * 5n);
      for (const line of debits) {
        const percent = shares.find(({ dimensions }) => dimensions[0] === line.dimensions?.[0])?.percent ?? "";
        const off = minorOf(line.debit ?? "", currency) * 100_000_000n - amount * BigInt(percent.replace(".", ""));
        expect(off > -100_000_000n && off < 100_000_000n).toBe(true);
        expect(minorOf(line.debit ?? "", currency)).toBeGreaterThan(0n);
      }
      expect(split("credit").map(({ credit, dimensions }) => [credit, dimensions])).toEqual(
        debits.map(({ debit, dimensions }) => [debit, dimensions]),
      );
    }),
  );
});

const booked = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const cost = await aDimension(company, "cost", ["1", "2", "3"]);
  return { company, book, cost, accountant: await aCaller(company, ["accountant"]) };
};
const thirds = ({ cost }: Awaited<ReturnType<typeof booked>>) =>
  ["33.333333", "33.333333", "33.333334"].map((percent, index) => ({ percent, dimensions: [cost.value(`${index + 1}`)] }));

test("a line split by percentages is posted as lines that come to it, in any currency, the line's own dimensions kept", async () => {
  const all = await booked();
  const { book, company, accountant } = all;
  const project = await aDimension(company, "project", ["P"]);
  const { status, body } = await accountant.post("/finance/entries", {
    description: "Rent",
    currency: "USD",
    rates: { USD: "0.8" },
    lines: [
      {
        accountId: book.account("7000"),
        debit: "100.00",
        dimensions: [project.value("P")],
        shares: thirds(all),
        description: "Rent of three",
      },
      { accountId: book.account("1200"), credit: "100.00" },
    ],
  });
  expect(status).toBe(201);
  type Line = { debit: string; companyDebit: string; description: string; dimensions: { value: { code: string } }[] };
  const lines = (body.lines as Line[]).slice(0, 3);
  expect(lines.map(({ debit }) => debit)).toEqual(["33.33", "33.33", "33.34"]);
  expect(lines.reduce((sum, line) => sum + minorOf(line.companyDebit, "GBP"), 0n)).toBe(8000n);
  expect(lines.map(({ dimensions }) => dimensions.map((one) => one.value.code))).toEqual([
    ["1", "P"],
    ["2", "P"],
    ["3", "P"],
  ]);
  expect(lines.every(({ description }) => description === "Rent of three")).toBe(true);
  expect(body.lines).toHaveLength(4);
});

test("a saved split is named by lines; what is wrong is said at the line as it was written", async () => {
  const all = await booked();
  const { book, accountant, cost } = all;
  const made = await accountant.post("/finance/splits", { code: "rent", name: "Rent by floor space", shares: thirds(all) });
  expect(made).toMatchObject({ status: 201, body: { active: true, version: 1 } });
  expect((await accountant.post("/finance/splits", { code: "rent", name: "Again", shares: thirds(all) })).body.code).toBe(
    "split.code_taken",
  );
  const rent = (splitId: string, more: object = {}) =>
    accountant.post("/finance/entries", {
      description: "Rent",
      lines: [
        { accountId: book.account("1200"), credit: "10.00" },
        { accountId: book.account("7000"), debit: "10.00", splitId, ...more },
      ],
    });
  expect((await rent(made.body.id)).body.lines.map(({ debit }: { debit: string }) => debit)).toEqual(["0.00", "3.33", "3.33", "3.34"]);
  expect((await rent(uuidv7())).body).toMatchObject({ code: "split.missing", errors: [{ pointer: "/lines/1/splitId" }] });
  expect((await rent(made.body.id, { dimensions: [cost.value("1")] })).body.errors).toMatchObject([{ pointer: "/lines/1/dimensions" }]);
  expect((await rent(made.body.id, { shares: thirds(all) })).body.errors).toMatchObject([{ pointer: "/lines/1/splitId" }]);
  const path = `/finance/splits/${made.body.id}`;
  const halves = [cost.value("1"), cost.value("2")].map((one) => ({ percent: "50", dimensions: [one] }));
  expect((await accountant.patch(path, { shares: halves.slice(1) })).status).toBe(422);
  expect((await accountant.patch(path, { shares: halves }, { headers: { "if-match": '"v7"' } })).status).toBe(412);
  expect((await accountant.patch(path, { shares: halves })).body).toMatchObject({ version: 2 });
  expect((await rent(made.body.id)).body.lines.map(({ debit }: { debit: string }) => debit)).toEqual(["0.00", "5.00", "5.00"]);
  expect((await accountant.patch(path, { active: false })).body).toMatchObject({ active: false });
  expect((await rent(made.body.id)).body.code).toBe("split.missing");
  expect((await accountant.get(path)).body.shares).toEqual(halves);
  expect((await accountant.get("/finance/splits")).body.items).toHaveLength(1);
});

test("shares that are not a hundred, of nothing, alone, or of a value that is not there are refused", async () => {
  const all = await booked();
  const { accountant, cost } = all;
  const save = async (...percents: string[]) => {
    const shares = percents.map((percent) => ({ percent, dimensions: [cost.value("1")] }));
    return (await accountant.post("/finance/splits", { code: "x", name: "X", shares })).status;
  };
  expect(await save("50", "49.999999")).toBe(422);
  expect(await save("100")).toBe(422);
  expect(await save("100", "0")).toBe(422);
  expect(await save("99.9999999", "0.0000001")).toBe(422);
  expect(await save("101", "-1")).toBe(422);
  const foreign = [uuidv7(), cost.value("1")].map((one) => ({ percent: "50", dimensions: [one] }));
  expect((await accountant.post("/finance/splits", { code: "x", name: "X", shares: foreign })).body).toMatchObject({
    code: "dimension.refused",
    errors: [{ pointer: "/shares/0/dimensions" }],
  });
  const auditor = await aCaller(all.company, ["auditor"]);
  expect((await auditor.post("/finance/splits", { code: "x", name: "X", shares: thirds(all) })).status).toBe(403);
  expect(await save("0.000001", "99.999999")).toBe(201);
});

test("a share too small for one unit gets no line, and nothing is lost", async () => {
  const all = await booked();
  const { body } = await all.accountant.post("/finance/entries", {
    description: "A penny",
    lines: [
      { accountId: all.book.account("7000"), debit: "0.01", shares: thirds(all) },
      { accountId: all.book.account("1200"), credit: "0.01" },
    ],
  });
  expect(body.lines.map(({ debit, credit }: { debit: string; credit: string }) => [debit, credit])).toEqual([
    ["0.01", "0.00"],
    ["0.00", "0.01"],
  ]);
});
