import { expect, test } from "vitest";
import { anEntry, bookOf, databaseAs, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany } from "#core/testing/company.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import type { DifferenceEntriesQuery } from "./difference.ts";
import { differenceEntries } from "./difference-entries.ts";
import { journalReport } from "./journal.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import { statementDifference } from "./statement-difference.ts";
import { trialBalance } from "./trial-balance.ts";

const instant = async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { rows } = await databaseAs("superuser").query<{ now: string }>("select clock_timestamp() as now");
  await new Promise((resolve) => setTimeout(resolve, 5));
  return new Date(rows[0]?.now ?? "").toISOString();
};
const entriesOf = async (company: TestCompany, query: Omit<DifferenceEntriesQuery, "limit">) => {
  const items = [];
  let after: string | undefined;
  do {
    const page = resultOf(await differenceEntries(company.as(), { ...query, limit: 2, after }));
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
};

/** Sales of January known at `first`; a correction and a later sale known at `second`; one more that is not sealed. */
const corrected = async () => {
  const company = await aCompany();
  const book = await bookOf(company);
  const sale = (effectiveOn: string, minor: bigint, code = "4000") =>
    anEntry(book, {
      effectiveOn,
      lines: [
        ["1230", minor],
        [code, -minor],
      ],
    });
  await posted(company, sale("2026-01-10", 10_000n), sale("2026-01-31", 5_000n));
  await sealWholly(company);
  const first = await instant();
  const late = await posted(company, sale("2026-01-10", -700n), sale("2026-01-20", 300n, "4905"), sale("2026-02-02", 900n));
  await sealWholly(company);
  const second = await instant();
  const tail = await posted(company, sale("2026-01-05", 44n));
  return { company, book, first, second, late, tail };
};

test("two views of January differ by what was posted into it in between, and by nothing else", async () => {
  const { company, first, second, late, tail } = await corrected();
  const january = { from: "2026-01-01", to: "2026-01-31" };
  const between = resultOf(
    await statementDifference(company.as(), { statement: "profit_and_loss", ...january, knownAt: first, until: second }),
  );
  expect(between.lines.filter(({ kind }) => kind === "group").map(({ account, values }) => [account?.code, ...values])).toEqual([
    ["4", "146.00", "150.00"],
    ["40", "143.00", "150.00"],
    ["49", "3.00", "0.00"],
  ]);
  expect(
    between.lines
      .filter(({ kind }) => kind !== "group")
      .map(({ account, item, values, changes }) => [account?.code ?? item, values, changes[0]?.difference]),
  ).toEqual([
    ["income", [], undefined],
    ["4000", ["143.00", "150.00"], "-7.00"],
    ["4905", ["3.00", "0.00"], "3.00"],
    ["income", ["146.00", "150.00"], "-4.00"],
    ["expense", [], undefined],
    ["expense", ["0.00", "0.00"], "0.00"],
    ["result", ["146.00", "150.00"], "-4.00"],
  ]);
  const upToNow = resultOf(await statementDifference(company.as(), { statement: "trial_balance", to: "2026-01-31", knownAt: first }));
  expect(upToNow.lines.find(({ account }) => account?.code === "1230")).toMatchObject({ values: ["146.44", "150.00"] });
  const sheet = resultOf(
    await statementDifference(company.as(), { statement: "balance_sheet", to: "2026-01-31", knownAt: first, until: second }),
  );
  expect(sheet.lines.find(({ item }) => item === "current_year")).toMatchObject({ values: ["146.00", "150.00"] });
  expect(sheet.lines.at(-1)).toMatchObject({ item: "liabilities_and_equity", values: ["146.00", "150.00"] });

  const made = await entriesOf(company, { ...january, knownAt: first, until: second });
  expect(made.map(({ id }) => id)).toEqual([late[0]?.id, late[1]?.id]);
  expect(made.every(({ sealedAt, number }) => sealedAt !== null && number !== null)).toBe(true);
  const untilNow = await entriesOf(company, { to: "2026-03-31", knownAt: first });
  expect(untilNow.map(({ id }) => id)).toEqual([tail[0]?.id, late[0]?.id, late[1]?.id, late[2]?.id]);
  expect(untilNow[0]).toMatchObject({ sealedAt: null, number: null, total: "0.44" });
});

test("the entries of one account; two equal views have none", async () => {
  const { company, book, first, second, late } = await corrected();
  expect((await entriesOf(company, { knownAt: first, until: second, accountId: book.account("4905") })).map(({ id }) => id)).toEqual([
    late[1]?.id,
  ]);
  expect(await entriesOf(company, { knownAt: second, until: second })).toEqual([]);
  const same = resultOf(await statementDifference(company.as(), { statement: "trial_balance", knownAt: second, until: second }));
  expect(same.lines).toMatchObject([{ item: "balance", values: ["0.00", "0.00"] }]);
  expect(await statementDifference(company.as(), { statement: "trial_balance", knownAt: second, until: first })).toMatchObject({
    fault: { code: "report.views" },
  });
  expect(await differenceEntries(company.as(), { knownAt: second, until: first, limit: 5 })).toMatchObject({
    fault: { code: "report.views" },
  });
});

test("the differences of a rival are not seen, nor by whom reports are not for", async () => {
  const { company, book, first } = await corrected();
  const rival = await aCompany();
  expect(await entriesOf(rival, { knownAt: first, accountId: book.account("1230") })).toEqual([]);
  const nobody = company.as({ grants: [] });
  expect(await statementDifference(nobody, { statement: "trial_balance", knownAt: first })).toMatchObject({ fault: { code: "forbidden" } });
  expect(await differenceEntries(nobody, { knownAt: first, limit: 5 })).toMatchObject({ fault: { code: "forbidden" } });
});

test("profit and loss looks through closing entries and their reversals; the trial balance does not", async () => {
  const { company, book } = await corrected();
  const close = anEntry(book, {
    kind: "closing",
    effectiveOn: "2026-01-31",
    lines: [
      ["4000", 14_344n],
      ["3200", -14_344n],
    ],
  });
  await posted(company, close);
  const result = async (knownAt?: string) =>
    resultOf(await profitAndLoss(company.as(), { from: "2026-01-01", to: "2026-01-31", knownAt })).totals.result;
  expect(await result()).toBe("146.44");
  expect(resultOf(await trialBalance(company.as(), { asOf: "2026-01-31" })).rows.map(({ account }) => account.code)).toContain("3200");
  await sealWholly(company);
  const closed = await instant();
  expect([await result(), await result(closed)]).toEqual(["146.44", "146.44"]);
  await posted(company, {
    ...anEntry(book, {
      kind: "reversal",
      effectiveOn: "2026-01-31",
      lines: [
        ["4000", -14_344n],
        ["3200", 14_344n],
      ],
    }),
    reversesEntryId: close.id,
  });
  await sealWholly(company);
  expect([await result(), await result(closed)]).toEqual(["146.44", "146.44"]);
});

test("the journal shows every entry with its lines once, by date, page by page", async () => {
  const { company, book, first } = await corrected();
  const pages = async (query: { journalId?: string; from?: string; to?: string; knownAt?: string }) => {
    const items = [];
    let after: string | undefined;
    do {
      const page = resultOf(await journalReport(company.as(), { ...query, limit: 2, after }));
      items.push(...page.items);
      after = page.next;
    } while (after);
    return items;
  };
  const all = await pages({ from: "2026-01-01", to: "2026-02-28" });
  expect(all.map(({ date, total }) => [date, total])).toEqual([
    ["2026-01-05", "0.44"],
    ["2026-01-10", "100.00"],
    ["2026-01-10", "7.00"],
    ["2026-01-20", "3.00"],
    ["2026-01-31", "50.00"],
    ["2026-02-02", "9.00"],
  ]);
  expect(all[1]).toMatchObject({
    journal: { code: "GEN" },
    lines: [{ account: { code: "1230" }, debit: "100.00", credit: "0.00" }, { credit: "100.00" }],
  });
  expect(await pages({ from: "2026-01-01", to: "2026-02-28", knownAt: first })).toHaveLength(2);
  expect(await pages({ from: "2026-01-01", to: "2026-02-28", journalId: book.journalId })).toHaveLength(6);
  expect(await pages({ from: "2026-01-01", to: "2026-02-28", journalId: company.id })).toEqual([]);
  expect(await journalReport(company.as(), { from: "2026-02-02", to: "2026-02-01", limit: 5 })).toMatchObject({
    fault: { code: "report.span" },
  });
});

test("what made a difference is found without reading the entries of other days", async () => {
  const TABLES = ["finance.journal_entry", "finance.journal_line", "finance.seal"];
  const company = await aCompany();
  const book = await bookOf(company);
  const day = (n: number) => new Date(Date.UTC(2025, 5, 1) + (n % 250) * 86_400_000).toISOString().slice(0, 10);
  for (let batch = 0; batch < 3; batch++)
    await posted(company, ...Array.from({ length: 1_000 }, (_, n) => anEntry(book, { effectiveOn: day(n) })));
  await sealWholly(company);
  // The clock cannot be set, so what was sealed is moved to an earlier day.
  const superuser = await databaseAs("superuser").connect();
  await superuser.query("begin; set local session_replication_role = replica");
  await superuser.query("update finance.seal set sealed_at = sealed_at - interval '3 days' where company_id = $1", [company.id]);
  await superuser.query("update finance.balance_day set sealed_on = sealed_on - 3 where company_id = $1", [company.id]);
  await superuser.query("commit");
  superuser.release();
  const knownAt = await instant();
  await posted(company, anEntry(book, { effectiveOn: day(7) }));
  await sealWholly(company);
  await analysed(...TABLES, "finance.balance_day");
  const { value, scans, fetched } = await readingCost(company, TABLES, (ctx) => differenceEntries(ctx, { knownAt, limit: 50 }));
  expect(value.items).toHaveLength(1);
  expect(scans).toBe(0);
  expect(fetched).toBeLessThan(120);
  const page = await readingCost(company, TABLES, (ctx) => journalReport(ctx, { from: "2025-01-01", to: "2026-03-31", limit: 50 }));
  expect(page.value.items).toHaveLength(50);
  expect(page.scans).toBe(0);
  expect(page.fetched).toBeLessThan(400);
});
