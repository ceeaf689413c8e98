import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, posted } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";

type Line = { kind: string; item: string | null; depth: number; account: { id: string } | null; values: string[] };

const traded = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const entry = (effectiveOn: string, lines: [string, bigint][]) => anEntry(book, { effectiveOn, lines });
  await posted(
    company,
    entry("2026-01-10", [
      ["1230", 1_000n],
      ["4000", -1_000n],
    ]),
    entry("2026-02-10", [
      ["1230", 250n],
      ["4905", -250n],
    ]),
    entry("2026-03-05", [
      ["5000", 400n],
      ["1230", -400n],
    ]),
    entry("2025-12-30", [
      ["1230", 70n],
      ["4000", -70n],
    ]),
  );
  return { company, book, reader: await aCaller(company, ["auditor"]) };
};
const minor = (text: string) => BigInt(text.replace(".", ""));

test("every heading and total of a statement is what stands below it, each time by the figures of the statement itself", async () => {
  const { reader } = await traded();
  for (const [report, days] of [
    ["profit-and-loss", "from=2026-01-01&to=2026-03-31"],
    ["balance-sheet", "to=2026-03-31"],
  ] as const) {
    const { body } = await reader.get(`/finance/reports/${report}?${days.replace("to=", report === "balance-sheet" ? "asOf=" : "to=")}`);
    let section = "";
    let seen = 0;
    for (const { kind, item, account, values } of body.lines as Line[]) {
      if (kind === "section") section = item ?? "";
      if (kind !== "group" && kind !== "total") continue;
      const which = kind === "group" ? `item=${section}&heading=${account?.id}` : `item=${item}`;
      const told = await reader.get(`/finance/reports/explain-sum?report=${report}&${days}&${which}`);
      expect(told.status, JSON.stringify(told.body)).toBe(200);
      expect(told.body.amount).toBe(values[0]);
      const sum = told.body.parts.reduce(
        (total: bigint, part: { amount: string; sign: string }) =>
          total + (part.sign === "added" ? minor(part.amount) : -minor(part.amount)),
        0n,
      );
      expect(sum).toBe(minor(told.body.amount));
      seen += 1;
    }
    expect(seen).toBeGreaterThan(4);
  }
});

test("the result is income less expenses; a heading has the accounts directly below it", async () => {
  const { reader } = await traded();
  const { body } = await reader.get("/finance/reports/explain-sum?report=profit-and-loss&item=result&from=2026-01-01&to=2026-03-31");
  expect(body).toMatchObject({
    report: "profit-and-loss",
    item: "result",
    heading: null,
    from: "2026-01-01",
    to: "2026-03-31",
    currency: "GBP",
    amount: "8.50",
  });
  expect(body.parts).toEqual([
    { kind: "total", item: "income", account: null, amount: "12.50", sign: "added" },
    { kind: "total", item: "expense", account: null, amount: "4.00", sign: "subtracted" },
  ]);
  const equity = await reader.get("/finance/reports/explain-sum?report=balance-sheet&item=equity&to=2026-03-31");
  expect(equity.body.parts).toMatchObject([
    { kind: "figure", item: "previous_years", amount: "0.70" },
    { kind: "figure", item: "current_year", amount: "8.50" },
  ]);
});

test("what is no sum there, another's heading and a reader without reports are refused", async () => {
  const { company, book, reader } = await traded();
  const why = (query: string, report = "profit-and-loss") =>
    reader.get(`/finance/reports/explain-sum?report=${report}&to=2026-03-31&${query}`);
  expect((await why("item=asset")).body.code).toBe("line.missing");
  expect((await why("item=current_year", "balance-sheet")).body.code).toBe("line.missing");
  expect((await why(`item=income&heading=${book.account("4000")}`)).body.code).toBe("line.missing");
  expect((await why("item=income", "cash-flow")).status).toBe(422);
  expect((await why("")).status).toBe(422);
  const { body: ours } = await reader.get("/finance/reports/profit-and-loss?to=2026-03-31");
  const heading = (ours.lines as Line[]).find(({ kind }) => kind === "group")?.account?.id;
  expect((await why(`item=income&heading=${heading}`)).status).toBe(200);
  const rival = await aCaller(await aCompany(), ["auditor"]);
  const theirs = await rival.get(`/finance/reports/explain-sum?report=profit-and-loss&item=income&heading=${heading}`);
  expect([theirs.status, theirs.body.code]).toEqual([404, "line.missing"]);
  const nobody = await aCaller(company, { grants: ["finance.invoice.read"] });
  expect((await nobody.get("/finance/reports/explain-sum?report=profit-and-loss&item=income")).status).toBe(403);
});
