import { expect, test } from "vitest";
import { anEntry, bookOf, databaseAs, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aDimension, setsOf } from "#core/testing/dimensions.ts";
import { analysed, readingCost } from "#core/testing/reading-cost.ts";
import { generalLedger } from "./general-ledger.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import type { GeneralLedger } from "./report.ts";
import { trialBalance } from "./trial-balance.ts";
import { dimensionSums } from "./view.ts";

const minor = (text: string) => BigInt(text.replace(".", ""));
const DAYS = ["2025-12-31", "2026-01-01", "2026-02-15", "2026-03-10", "2026-03-31"];

/** Sales by region (a tree), by project, by both, by neither; a part of them not sealed. */
const traded = async (count: number) => {
  const company = await aCompany();
  const book = await bookOf(company);
  const region = await aDimension(company, "region", ["north", "north/leeds", "south"]);
  const project = await aDimension(company, "project", ["P1", "P2"]);
  const combinations = [
    [region.value("north")],
    [region.value("leeds")],
    [region.value("leeds"), project.value("P1")],
    [region.value("south"), project.value("P1")],
    [project.value("P2")],
  ];
  const sets = [undefined, ...(await setsOf(company, combinations))];
  const sale = (n: number) => {
    const amount = BigInt(100 + n * 7);
    const entry = anEntry(book, {
      effectiveOn: DAYS[n % DAYS.length] ?? "",
      lines: [
        ["1230", amount],
        ["4000", -amount + 1n],
        ["4905", -1n],
      ],
    });
    return { ...entry, lines: entry.lines.map((line, at) => (at === 0 ? line : { ...line, dimensionSetId: sets[n % sets.length] })) };
  };
  await posted(company, ...Array.from({ length: count }, (_, n) => sale(n)));
  await sealWholly(company);
  await posted(company, ...Array.from({ length: 7 }, (_, n) => sale(n + 1)));
  return { company, book, region, project };
};

/** Debit and credit of an account counted line by line; `condition` is about the values of a line's set, `named`. */
const counted = async (company: TestCompany, code: string, condition: string, values: readonly string[], from = "0001-01-01") => {
  const { rows } = await databaseAs("superuser").query<{ debit: string; credit: string; lines: string }>(
    `select coalesce(sum(greatest(company_amount, 0)), 0)::text as debit, coalesce(sum(greatest(-company_amount, 0)), 0)::text as credit, count(*)::text as lines
       from finance.journal_line l join finance.account a on a.id = l.account_id
      cross join lateral (select array(select m.value_id from finance.dimension_set_member m where m.set_id = l.dimension_id) as named,
                                 array(select m.dimension_id from finance.dimension_set_member m where m.set_id = l.dimension_id) as dimensions) d
      where l.company_id = $1 and a.code = $2 and l.effective_on between $4 and '2026-03-31' and ${condition}`,
    [company.id, code, values, from],
  );
  return { debit: BigInt(rows[0]?.debit ?? 0), credit: BigInt(rows[0]?.credit ?? 0), lines: Number(rows[0]?.lines ?? 0) };
};

test("trial balance, profit and loss and general ledger of dimensions are the sums of their lines, sealed or not", async () => {
  const { company, book, region, project } = await traded(60);
  const [north, leeds, south, p1] = [region.value("north"), region.value("leeds"), region.value("south"), project.value("P1")];
  const cases: [filter: object, condition: string, values: string[]][] = [
    [{ dimension: north }, "named && $3::uuid[]", [north, leeds]],
    [{ dimension: leeds.toUpperCase() }, "named && $3::uuid[]", [leeds]],
    [{ dimension: `${north},${south}` }, "named && $3::uuid[]", [north, leeds, south]],
    [{ dimension: `${north},${p1}` }, "named @> $3::uuid[]", [leeds, p1]],
    [{ withoutDimension: project.id }, "not (dimensions && $3::uuid[])", [project.id]],
    [{ withoutDimension: `${project.id},${region.id}` }, "not (dimensions && $3::uuid[])", [project.id, region.id]],
    [{ dimension: north, withoutDimension: project.id }, "named && $3::uuid[] and cardinality(named) = 1", [north, leeds]],
  ];
  for (const [filter, condition, values] of cases) {
    const expected = await counted(company, "4000", condition, values);
    expect(expected.lines).toBeGreaterThan(3);
    const row = resultOf(await trialBalance(company.as(), filter)).rows.find(({ account }) => account.code === "4000");
    expect({ debit: minor(row?.debit ?? ""), credit: minor(row?.credit ?? "") }).toEqual({
      debit: expected.debit,
      credit: expected.credit,
    });

    const since = await counted(company, "4000", condition, values, "2026-01-01");
    const split = resultOf(await trialBalance(company.as(), { ...filter, from: "2026-01-01" })).rows.find(
      ({ account }) => account.code === "4000",
    );
    expect(minor(split?.credit ?? "")).toBe(since.credit);
    expect(minor(split?.opening ?? "")).toBe(since.credit - expected.credit);
    const result = resultOf(await profitAndLoss(company.as(), { ...filter, from: "2026-01-01" }));
    expect(minor(result.rows.find(({ account }) => account.code === "4000")?.amount ?? "")).toBe(since.credit);

    const rows: GeneralLedger["rows"] = [];
    let page: GeneralLedger | undefined;
    do {
      const asked = { ...filter, accountId: book.account("4000"), from: "2026-01-01", limit: 3, after: page?.next };
      page = resultOf(await generalLedger(company.as(), asked));
      rows.push(...page.rows);
    } while (page.next);
    expect(rows).toHaveLength(since.lines);
    expect(rows.map(({ date, entryId }) => date + entryId)).toEqual(rows.map(({ date, entryId }) => date + entryId).toSorted());
    expect(rows.at(-1)?.balance).toBe(page.totals.balance);
    expect(minor(page.totals.balance)).toBe(-expected.credit);
  }
});

test("sums by the values of a dimension, and of what names none, add up to the account", async () => {
  const { company, region } = await traded(60);
  const span = { companyId: company.id, from: "2026-01-01", to: "2026-03-31" };
  const sums = await reading(company.as(), ({ db }) => dimensionSums(db, { ...span, types: ["income"] }, region.id));
  const ofAccount = sums.filter(({ account }) => account.code === "4000");
  expect(ofAccount.map(({ value }) => value?.code ?? null)).toEqual(["leeds", "north", "south", null]);
  for (const { value, credit } of ofAccount) {
    const condition = value ? "named && $3::uuid[]" : "not (dimensions && $3::uuid[])";
    expect(credit).toBe((await counted(company, "4000", condition, [value?.id ?? region.id], "2026-01-01")).credit);
  }
  const whole = resultOf(await profitAndLoss(company.as(), { from: "2026-01-01" })).rows.find(({ account }) => account.code === "4000");
  expect(ofAccount.reduce((sum, { debit, credit }) => sum + credit - debit, 0n)).toBe(minor(whole?.amount ?? ""));
});

test("a past view of a dimension does not change", async () => {
  const { company, region } = await traded(20);
  await sealWholly(company);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const { rows } = await databaseAs("superuser").query<{ now: string }>("select clock_timestamp() as now");
  const asked = { dimension: region.value("north"), knownAt: new Date(rows[0]?.now ?? "").toISOString() };
  const before = resultOf(await trialBalance(company.as(), asked));
  expect(before.rows).not.toEqual([]);
  const book = await bookOf(company);
  const entry = anEntry(book);
  await posted(company, { ...entry, lines: entry.lines.map((line) => ({ ...line, dimensionSetId: region.value("north") })) });
  await sealWholly(company);
  expect(resultOf(await trialBalance(company.as(), asked))).toEqual(before);
  const now = resultOf(await trialBalance(company.as(), { dimension: region.value("north") }));
  expect(now.totals).not.toEqual(before.totals);
});

test("a value that is not ours is refused", async () => {
  const [ours, theirs] = await Promise.all([aCompany(), aCompany()]);
  const cost = await aDimension(theirs, "cost", ["1"]);
  expect(await trialBalance(ours.as(), { dimension: cost.value("1") })).toMatchObject({ fault: { code: "dimension.missing" } });
  expect(await profitAndLoss(ours.as(), { withoutDimension: cost.id })).toMatchObject({
    fault: { code: "dimension.missing", errors: [{ pointer: "/withoutDimension" }] },
  });
});

test("a report of a dimension reads sums and the tail, and a page of the ledger its own lines, not all lines", async () => {
  const TABLES = ["finance.journal_entry", "finance.journal_line", "finance.seal"];
  const { company, book, region } = await traded(900);
  await analysed(...TABLES, "finance.balance_day", "finance.balance_month", "finance.dimension_set_member", "finance.dimension_set");
  const dimension = region.value("south");
  const reports = [
    await readingCost(company, TABLES, (ctx) => trialBalance(ctx, { dimension, from: "2026-01-01" })),
    await readingCost(company, TABLES, (ctx) => profitAndLoss(ctx, { dimension })),
    await readingCost(company, TABLES, async (ctx) => ({
      ok: true,
      value: await dimensionSums(ctx.db, { companyId: company.id, to: "2026-03-31" }, region.id),
    })),
  ];
  for (const { scans, fetched } of reports) {
    expect(scans).toBe(0);
    expect(fetched).toBeLessThan(120);
  }
  const page = await readingCost(company, TABLES, (ctx) =>
    generalLedger(ctx, { accountId: book.account("4000"), dimension, from: "2025-01-01", limit: 50 }),
  );
  expect(page.value.rows).toHaveLength(50);
  expect(page.scans).toBe(0);
  expect(page.fetched).toBeLessThan(400);
});
