import { expect, test } from "vitest";
import { updateAccount } from "#core/finance/accounts/update-account.ts";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, posted } from "#core/testing/books.ts";
import { aCompany, resultOf } from "#core/testing/company.ts";

type Line = { kind: string; item: string | null; subtype: string | null; account: { id: string } | null; values: string[] };

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

type Part = { kind: string; item: string | null; account: { code: string } | null; amount: string; sign: string; explain: string };
type Told = { amount: string; parts: Part[]; currency: string };
const total = ({ parts }: Told) => parts.reduce((sum, { amount, sign }) => sum + (sign === "added" ? minor(amount) : -minor(amount)), 0n);

/** Every heading, total and figure of a statement, as `explain-sum` is asked for it. */
const placesOf = (lines: Line[], report: string) => {
  let [section, group] = [report === "trial-balance" ? "balance" : "", ""];
  return lines.flatMap(({ kind, item, subtype, account, values }) => {
    if (kind === "section") [section, group] = [item ?? "", ""];
    if (kind === "group" && item) group = item;
    const within = `item=${section}${group ? `&group=${group}` : ""}`;
    if (kind === "group")
      return [[`${within}${subtype ? `&subtype=${subtype}` : ""}${account ? `&heading=${account.id}` : ""}`, values[0]] as const];
    return kind === "total" || kind === "figure" ? [[`item=${item}`, values[0]] as const] : [];
  });
};

/** Follows every part down to the accounts, and says how many there were: each tells what stood above it. */
const followed = async (reader: Awaited<ReturnType<typeof aCaller>>, { parts }: Told, depth = 0): Promise<number> => {
  let accounts = 0;
  for (const { kind, item, amount, explain } of parts) {
    const told = await reader.get(explain);
    expect(told.status, `${explain} ${JSON.stringify(told.body)}`).toBe(200);
    const found = explain.includes("currency=") ? (told.body.translation?.amount ?? told.body.amount) : told.body.amount;
    expect(found, explain).toBe(amount);
    // What is left between totals is told by them; they are followed by themselves.
    if (kind === "account") accounts += 1;
    else if (depth < 6 && item !== "outside_dimensions" && item !== "translation_difference")
      accounts += await followed(reader, told.body, depth + 1);
  }
  return accounts;
};

const statements = [
  ["profit-and-loss", "from=2026-01-01&to=2026-03-31", 5],
  ["balance-sheet", "to=2026-03-31", 6],
  ["trial-balance", "to=2026-03-31", 3],
  ["cash-flow", "from=2026-01-01&to=2026-03-31", 8],
  ["cash-flow", "from=2026-01-01&to=2026-03-31&method=direct", 9],
] as const;

test.each(statements)(
  "every heading, total and figure of %s (%s) is what stands below it, down to the accounts",
  async (report, days, least) => {
    const { company, book, reader } = await traded();
    const moves = (effectiveOn: string, debit: string, credit: string, minor: bigint) =>
      anEntry(book, {
        effectiveOn,
        lines: [
          [debit, minor],
          [credit, -minor],
        ],
      });
    await posted(
      company,
      moves("2026-01-15", "1101", "4000", 500n),
      moves("2026-01-20", "1230", "1101", 200n),
      moves("2026-02-03", "0020", "1230", 90n),
      moves("2026-03-01", "8000", "0021", 30n),
      moves("2026-03-02", "1230", "2300", 600n),
    );
    const { post } = await aCaller(company);
    for (const [rate, validOn] of [
      ["0.80", "2024-01-01"],
      ["0.90", "2026-02-20"],
    ])
      expect((await post("/finance/rates", { currency: "EUR", rate, validOn })).status).toBe(201);
    const asked = report === "balance-sheet" || report === "trial-balance" ? days.replace("to=", "asOf=") : days;
    for (const currency of ["", "&currency=EUR"]) {
      const { body } = await reader.get(`/finance/reports/${report}?${asked}${currency}`);
      const places = placesOf(body.lines as Line[], report);
      expect(places.length).toBeGreaterThanOrEqual(least);
      let accounts = 0;
      for (const [which, value] of places) {
        const told = await reader.get(`/finance/reports/explain-sum?report=${report}&${days}${currency}&${which}`);
        expect(told.status, `${which} ${JSON.stringify(told.body)}`).toBe(200);
        expect(told.body.amount).toBe(value);
        expect(total(told.body), which).toBe(minor(told.body.amount));
        if (!which.includes("translation_difference")) accounts += await followed(reader, told.body);
      }
      expect(accounts).toBeGreaterThan(4);
    }
  },
);

test("what moved no cash, what is shown elsewhere and the cash there was are told by their accounts", async () => {
  const { company, book, reader } = await traded();
  resultOf(await updateAccount(company.as(), { id: book.account("4905"), changes: { cashFlow: "investing" } }));
  const why = async (query: string) =>
    (await reader.get(`/finance/reports/explain-sum?report=cash-flow&from=2026-01-01&to=2026-03-31&${query}`)).body.parts.map(
      ({ account, item, subtype, amount, sign }: Part & { subtype: string | null }) => [account?.code ?? subtype ?? item, amount, sign],
    );
  expect(await why("item=result")).toEqual([
    ["4000", "10.00", "added"],
    ["4905", "2.50", "added"],
    ["5000", "-4.00", "added"],
  ]);
  expect(await why("item=operating")).toEqual([
    ["result", "8.50", "added"],
    ["shown_elsewhere", "-2.50", "added"],
  ]);
  expect(await why("item=operating&group=shown_elsewhere")).toEqual([["4905", "2.50", "subtracted"]]);
  expect(await why("item=cash_after")).toEqual([
    ["net_change", "8.50", "added"],
    ["cash_before", "0.70", "added"],
  ]);
  expect(await why("item=cash_before")).toEqual([["1230", "0.70", "added"]]);
});

test("receipts and payments lead to the entries that moved cash, page by page, each with its part", async () => {
  const { company, book, reader } = await traded();
  const bill = anEntry(book, {
    effectiveOn: "2026-03-20",
    lines: [
      ["7000", 300n],
      ["7100", 100n],
      ["1230", -200n],
      ["2101", -200n],
    ],
  });
  await posted(company, bill);
  const days = "from=2026-01-01&to=2026-03-31";
  const { body } = await reader.get(`/finance/reports/cash-flow/entries?account=${book.account("7000")}&side=payments&${days}`);
  expect(body).toMatchObject({ account: { code: "7000" }, side: "payments", currency: "GBP", amount: "-1.50", translation: null });
  expect(body.items).toMatchObject([
    {
      entryId: bill.id,
      number: null,
      date: "2026-03-20",
      cash: "-2.00",
      against: "-3.00",
      whole: "-4.00",
      amount: "-1.50",
      sourceType: null,
    },
  ]);
  await posted(
    company,
    ...Array.from({ length: 4 }, (_, at) =>
      anEntry(book, {
        effectiveOn: `2026-03-1${at}`,
        lines: [
          ["1230", 10n],
          ["4000", -10n],
        ],
      }),
    ),
  );
  const seen: string[] = [];
  let page = await reader.get(`/finance/reports/cash-flow/entries?account=${book.account("4000")}&${days}&limit=2`);
  for (;;) {
    expect(page.body.amount).toBe("10.40");
    seen.push(...page.body.items.map(({ date }: { date: string }) => date));
    if (!page.body.next) break;
    page = await reader.get(`/finance/reports/cash-flow/entries?account=${book.account("4000")}&${days}&limit=2&after=${page.body.next}`);
  }
  expect(seen).toEqual(["2026-01-10", "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13"]);
  const why = (query: string) => reader.get(`/finance/reports/cash-flow/entries?${query}`);
  expect((await why(`account=${crypto.randomUUID()}`)).body.code).toBe("account.missing");
  expect((await why(`account=${book.account("4000")}&after=x`)).body.code).toBe("page.after");
  expect((await why(`account=${book.account("4000")}&from=2026-02-02&to=2026-02-01`)).body.code).toBe("report.span");
  const rival = await aCaller(await aCompany(), ["auditor"]);
  expect((await rival.get(`/finance/reports/cash-flow/entries?account=${book.account("4000")}`)).status).toBe(404);
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
  expect(body.parts).toMatchObject([
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
  expect((await why("item=current_year")).body.code).toBe("line.missing");
  for (const [report, query] of [
    ["balance-sheet", "item=outside_dimensions"],
    ["trial-balance", "item=income"],
    ["cash-flow", "item=operating&group=receipts"],
    ["cash-flow", "item=operating&group=working_capital&subtype=nothing"],
    ["cash-flow", "item=operating&method=direct&group=working_capital"],
  ] as const)
    expect((await why(query, report)).body.code, query).toBe("line.missing");
  expect((await why(`item=income&heading=${book.account("4000")}`)).body.code).toBe("line.missing");
  expect((await why("item=income", "tax")).status).toBe(422);
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
