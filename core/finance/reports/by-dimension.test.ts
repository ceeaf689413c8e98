import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
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

test("profit and loss by region: the whole, a column for each value that lines name, one for those that name none", async () => {
  const { company, region, project } = await traded(60);
  const span = { from: "2026-01-01", to: "2026-03-31" };
  const cut = resultOf(await profitAndLoss(company.as(), { ...span, byDimension: region.id }));
  expect(cut.columns.map(({ of }) => of && (of.value?.code ?? null))).toEqual([undefined, "leeds", "north", "south", null]);
  // Leeds is below north, so the filter `north` would count its lines too.
  expect(cut.columns.map(({ of }) => of?.filter)).toEqual([
    undefined,
    { dimension: region.value("leeds") },
    null,
    { dimension: region.value("south") },
    { withoutDimension: region.id },
  ]);
  const ofCode = (code: string) =>
    cut.lines.find(({ kind, account }) => kind === "account" && account?.code === code)?.values.map(minor) ?? [];
  const sales = ofCode("4000");
  for (const [at, value] of [region.value("leeds"), region.value("north"), region.value("south")].entries())
    expect(sales[at + 1]).toBe((await counted(company, "4000", "named && $3::uuid[]", [value], "2026-01-01")).credit);
  expect(sales[4]).toBe((await counted(company, "4000", "not (dimensions && $3::uuid[])", [region.id], "2026-01-01")).credit);
  // Every line: the columns add up to the whole, which is the statement by itself.
  const whole = resultOf(await profitAndLoss(company.as(), span));
  expect({
    ...cut,
    columns: whole.columns,
    knownAt: "",
    lines: cut.lines.map((line) => ({ ...line, values: line.values.slice(0, 1) })),
  }).toEqual({
    ...whole,
    knownAt: "",
  });
  for (const { values } of cut.lines.filter(({ kind }) => kind !== "section"))
    expect(values.slice(1).reduce((sum, value) => sum + minor(value), 0n)).toBe(minor(values[0] ?? ""));
  // The filter of a column asks another statement for the same lines, also within a filter.
  const within = { ...span, dimension: `${project.value("P1")},${region.value("north")}`, withoutDimension: undefined };
  const some = resultOf(await profitAndLoss(company.as(), { ...within, byDimension: region.id }));
  expect(some.columns.map(({ of }) => of?.value?.code)).toEqual([undefined, "leeds"]);
  for (const [of, at] of [...cut.columns, ...some.columns].flatMap(({ of }, place) => (of?.filter ? [[of, place % 5] as const] : []))) {
    const alone = resultOf(await profitAndLoss(company.as(), { ...span, ...of.filter }));
    const statement = of.filter?.dimension?.includes(",") ? some : cut;
    expect(alone.totals.result).toBe(statement.lines.at(-1)?.values[at]);
  }
});

test("in another currency the columns of a dimension still add up to the whole, to the cent", async () => {
  const { company, region } = await traded(60);
  const { post } = await aCaller(company);
  expect((await post("/finance/rates", { currency: "EUR", rate: "0.8357", validOn: "2025-01-01" })).status).toBe(201);
  const span = { from: "2026-01-01", to: "2026-03-31", currency: "EUR" };
  const cut = resultOf(await profitAndLoss(company.as(), { ...span, byDimension: region.id }));
  const whole = resultOf(await profitAndLoss(company.as(), span));
  expect(cut.totals).toEqual(whole.totals);
  expect(cut.translation?.columns[0]).toEqual(whole.translation?.columns[0]);
  for (const { values } of cut.lines.filter(({ kind }) => kind !== "section"))
    expect(values.slice(1).reduce((sum, value) => sum + minor(value), 0n)).toBe(minor(values[0] ?? ""));
  const refused = await profitAndLoss(company.as(), { ...span, currency: "JPY", byDimension: region.id });
  expect(refused).toMatchObject({ fault: { code: "rate.missing" } });
});

test("a closed year by dimension still shows what it earned", async () => {
  const { company, book, region } = await traded(20);
  const before = resultOf(await profitAndLoss(company.as(), { from: "2026-01-01", byDimension: region.id }));
  const closing = anEntry(book, {
    effectiveOn: "2026-03-31",
    lines: [
      ["4000", 500n],
      ["3200", -500n],
    ],
  });
  await posted(company, { ...closing, kind: "closing" });
  const after = resultOf(await profitAndLoss(company.as(), { from: "2026-01-01", byDimension: region.id }));
  expect({ ...after, knownAt: "" }).toEqual({ ...before, knownAt: "" });
});

test("by dimension is not beside a comparison, not of strangers, not of a hundred values", async () => {
  const { company, region } = await traded(5);
  for (const other of [{ compare: "previous_year" }, { by: "month" }] as const)
    expect(await profitAndLoss(company.as(), { ...other, byDimension: region.id })).toMatchObject({ fault: { code: "report.comparison" } });
  const rival = await aCompany();
  expect(await profitAndLoss(rival.as(), { byDimension: region.id })).toMatchObject({
    fault: { code: "dimension.missing", errors: [{ pointer: "/byDimension" }] },
  });
  const codes = Array.from({ length: 101 }, (_, n) => `C${n}`);
  const many = await aDimension(rival, "cost", codes);
  const sets = await setsOf(
    rival,
    codes.map((code) => [many.value(code)]),
  );
  const book = await bookOf(rival);
  const sales = sets.map((dimensionSetId) => {
    const entry = anEntry(book, {
      effectiveOn: "2026-02-01",
      lines: [
        ["1230", 100n],
        ["4000", -100n],
      ],
    });
    return { ...entry, lines: entry.lines.map((line) => ({ ...line, dimensionSetId })) };
  });
  await posted(rival, ...sales);
  const refused = await profitAndLoss(rival.as(), { byDimension: many.id });
  expect(refused).toMatchObject({ fault: { code: "report.columns", errors: [{ pointer: "/byDimension" }] } });
  const some = await profitAndLoss(rival.as(), { byDimension: many.id, dimension: `${many.value("C1")},${many.value("C2")}` });
  expect(resultOf(some).columns).toHaveLength(3);
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
    await readingCost(company, TABLES, (ctx) => profitAndLoss(ctx, { byDimension: region.id })),
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
