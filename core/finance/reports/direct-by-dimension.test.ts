import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, type Book, bookOf, type Line, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aDimension, setsOf } from "#core/testing/dimensions.ts";
import { cashFlow } from "./cash-flow.ts";
import type { CashFlow } from "./report.ts";

const span = { from: "2026-02-01", to: "2026-02-28", method: "direct" } as const;
const minor = (text: string | undefined) => BigInt((text ?? "0").replace(".", ""));

/** An entry whose lines may name a set: the last of each line. */
const entryOf = (book: Book, effectiveOn: string, lines: readonly (readonly [string, bigint, (string | undefined)?])[]) => {
  const entry = anEntry(book, { effectiveOn, lines: lines.map(([code, amount]): Line => [code, amount]) });
  return { ...entry, lines: entry.lines.map((line, at) => ({ ...line, dimensionSetId: lines[at]?.[2] })) };
};

const regions = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const region = await aDimension(company, "region", ["north", "north/leeds", "south"]);
  const [north = "", leeds = "", south = ""] = await setsOf(company, [
    [region.value("north")],
    [region.value("leeds")],
    [region.value("south")],
  ]);
  return { company, book, region, north, leeds, south };
};

/** Figures by part, side and account, as `operating receipts 4000`, and the items of totals. */
const figuresOf = ({ lines }: Pick<CashFlow, "lines">) => {
  let [part, side] = ["", ""];
  const figures: Record<string, string> = {};
  for (const { kind, item, account, values } of lines) {
    const [value = ""] = values;
    if (kind === "section") [part, side] = [item ?? "", ""];
    else if (item === "receipts" || item === "payments") side = item;
    else if (kind === "account") figures[[part, side, account?.code].filter(Boolean).join(" ")] = value;
    else if (item !== null) figures[item] = value;
  }
  return figures;
};
const statementOf = async (
  company: TestCompany,
  filter: { dimension?: string; withoutDimension?: string; knownAt?: string; currency?: string },
) => resultOf(await cashFlow(company.as(), { ...span, ...filter }));

test("a month of one region worked out by hand: what its lines have of the cash, and what of its cash other lines have", async () => {
  const { company, book, region, north, leeds, south } = await regions();
  await posted(
    company,
    // 90.00 of cash for goods of 60.00 of the north and 60.00 of the south, 30.00 of them owed.
    entryOf(book, "2026-02-03", [
      ["5000", 6_000n, north],
      ["5000", 6_000n, south],
      ["1200", -9_000n],
      ["2101", -3_000n],
    ]),
    // Sales of Leeds, whose cash is its own; of 2.00 nobody says where.
    entryOf(book, "2026-02-05", [
      ["1200", 4_000n, leeds],
      ["4000", -3_800n, leeds],
      ["4000", -200n],
    ]),
  );
  const figures = figuresOf(await statementOf(company, { dimension: region.value("north") }));
  expect(figures).toEqual({
    "operating receipts 4000": "38.00",
    "operating payments 5000": "-45.00",
    operating: "-7.00",
    investing: "0.00",
    financing: "0.00",
    outside_dimensions: "47.00",
    net_change: "40.00",
    cash_before: "0.00",
    cash_after: "40.00",
  });
  expect(figuresOf(await statementOf(company, { dimension: region.value("south") }))).toMatchObject({
    "operating payments 5000": "-45.00",
    outside_dimensions: "45.00",
    net_change: "0.00",
  });
  const { get } = await aCaller(company, ["auditor"]);
  const asked = `from=${span.from}&to=${span.to}&dimension=${region.value("north")}`;
  const entries = await get(`/finance/reports/cash-flow/entries?account=${book.account("5000")}&side=payments&${asked}`);
  expect(entries.body).toMatchObject({ amount: "-45.00", items: [{ cash: "-90.00", whole: "-120.00", amount: "-45.00" }] });
  const outside = await get(`/finance/reports/explain-sum?report=cash-flow&method=direct&item=outside_dimensions&${asked}`);
  expect(outside.body.amount).toBe("47.00");
  const sum = (outside.body.parts as { amount: string; sign: string }[]).reduce(
    (total, { amount, sign }) => total + (sign === "added" ? minor(amount) : -minor(amount)),
    0n,
  );
  expect(sum).toBe(4_700n);
});

test("whatever is posted, the regions and what has none come to the whole, line by line, and cash ties to its own sums", async () => {
  const { company, book, region, north, leeds, south } = await regions();
  const { post } = await aCaller(company);
  expect((await post("/finance/rates", { currency: "EUR", rate: "0.83", validOn: "2025-01-01" })).status).toBe(201);
  const codes = ["1200", "1230", "1101", "0020", "2101", "2300", "3000", "4000", "5000", "7900", "8000"];
  const sets = [undefined, north, leeds, south];
  const batch = (count: number, first: number) =>
    Array.from({ length: count }, (_, index) => {
      const n = first + index;
      const day = `2026-0${1 + (n % 3)}-${10 + (n % 17)}`;
      const amount = BigInt(1_001 + n * 717) * (n % 3 === 0 ? -1n : 1n);
      const [one = "", other = "", third = ""] = [codes[n % 11], codes[(n * 5 + 3) % 11], codes[(n * 7 + 2) % 11]];
      return entryOf(book, day, [
        [one, amount, sets[n % 4]],
        [other, 1n - amount - 253n, sets[(n * 3 + 1) % 4]],
        [third, 253n, sets[(n + 2) % 4]],
        [other, -1n, sets[(n * 5 + 2) % 4]],
      ]);
    });
  await posted(company, ...batch(90, 0));
  await sealWholly(company);
  const knownAt = new Date(Date.now() - 1).toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await posted(company, ...batch(40, 90));
  for (const view of [{}, { knownAt }]) {
    const whole = figuresOf(await statementOf(company, view));
    const parts = await Promise.all(
      [{ dimension: region.value("north") }, { dimension: region.value("south") }, { withoutDimension: region.id }].map(async (filter) =>
        figuresOf(await statementOf(company, { ...view, ...filter })),
      ),
    );
    const names = new Set([whole, ...parts].flatMap((figures) => Object.keys(figures)));
    expect(names.size).toBeGreaterThan(10);
    for (const name of names) {
      const sum = parts.reduce((total, figures) => total + minor(figures[name]), 0n);
      expect(sum, name).toBe(minor(whole[name]));
    }
    const [{ operating, investing, financing, exchange, outside_dimensions: outside, net_change: change } = {}] = parts;
    expect([operating, investing, financing, exchange, outside].reduce((sum, text) => sum + minor(text), 0n)).toBe(minor(change));
    const [ofNorth] = parts;
    const indirect = resultOf(await cashFlow(company.as(), { from: span.from, to: span.to, dimension: region.value("north"), ...view }));
    expect([ofNorth?.cash_before, ofNorth?.net_change, ofNorth?.cash_after]).toEqual([
      indirect.totals.cashBefore,
      indirect.totals.netChange,
      indirect.totals.cashAfter,
    ]);
  }
  const translated = (await statementOf(company, { dimension: region.value("north"), currency: "EUR" })).totals;
  const { operating, investing, financing, exchange, outsideDimensions, netChange } = translated;
  expect([operating, investing, financing, exchange, outsideDimensions].reduce((sum, text) => sum + minor(text), 0n)).toBe(
    minor(netChange),
  );
});

test("a dimension that is not there is refused, and a company without any has its whole cash without one", async () => {
  const { company, book, region } = await regions();
  await posted(
    company,
    entryOf(book, "2026-02-03", [
      ["1200", 500n],
      ["4000", -500n],
    ]),
  );
  expect(await cashFlow(company.as(), { ...span, dimension: crypto.randomUUID() })).toMatchObject({ fault: { code: "dimension.missing" } });
  expect(figuresOf(await statementOf(company, { withoutDimension: region.id }))).toMatchObject({
    "operating receipts 4000": "5.00",
    outside_dimensions: "0.00",
    net_change: "5.00",
  });
});
