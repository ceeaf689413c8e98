import { expect, test } from "vitest";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aDimension } from "#core/testing/dimensions.ts";
import { importCsv } from "#functions/imports/import-csv.ts";
import { importKind } from "#functions/imports/kinds.ts";

const imported = async (company: TestCompany, rows: readonly string[]) => {
  const kind = importKind("journal-entries");
  if (!kind) throw new Error("There is no such kind.");
  const text = ["reference,date,description,account,debit,credit,dimensions", ...rows].join("\n");
  async function* source() {
    yield new TextEncoder().encode(text);
  }
  const reasons: string[] = [];
  const refuse = async (refused: readonly Readonly<{ line: number; reason: string }>[]) => {
    reasons.push(...refused.map(({ line, reason }) => `${line}: ${reason}`));
  };
  const outcome = resultOf(await importCsv(company.as(), { kind, source, mode: "each", dryRun: false, refuse }));
  return { created: outcome.created, reasons };
};
const linesOf = (company: TestCompany) =>
  reading(company.as(), ({ db }) =>
    db
      .selectFrom("finance.journalLine as line")
      .leftJoin("finance.dimensionSet as set", "set.id", "line.dimensionId")
      .select(["line.amount", "set.valueIds"])
      .orderBy("line.amount")
      .execute(),
  );

test("lines of a file name dimensions by their codes; what is wrong with them is said for the row", async () => {
  const company = await aCompany();
  const cost = await aDimension(company, "cost-centre", ["210"], { required: "income_and_expense" });
  const project = await aDimension(company, "project", ["P1", "P2"]);
  const entry = (reference: string, dimensions: string) => [
    `${reference},2026-03-01,Rent,7000,10.00,,${dimensions}`,
    `${reference},2026-03-01,Rent,1200,,10.00,`,
  ];
  const { created, reasons } = await imported(company, [
    ...entry("A", " cost-centre=210 ; project = P1;"),
    ...entry("B", "cost-centre=999"),
    ...entry("C", ""),
    ...entry("D", "210"),
    ...entry("E", "cost-centre=210;project=P1;project=P2"),
  ]);
  expect(created).toBe(1);
  expect(reasons.filter((_, index) => index % 2 === 0)).toEqual([
    expect.stringContaining("There is no dimension value cost-centre=999."),
    expect.stringContaining("Name a value of Of cost-centre."),
    expect.stringContaining("Name dimensions like cost-centre=210; project=P1."),
    expect.stringContaining("A line names at most one value of Of project."),
  ]);
  expect(await linesOf(company)).toEqual([
    { amount: -1000n, valueIds: null },
    { amount: 1000n, valueIds: [cost.value("210"), project.value("P1")].toSorted() },
  ]);
});
