import { sql } from "kysely";
import { expect, test } from "vitest";
import { type ChartName, chartTemplates } from "#core/finance/accounts/chart-templates.ts";
import { aCaller } from "#core/testing/api.ts";
import { asApplication, bookOf } from "#core/testing/books.ts";
import { aCompany, reading, type TestCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";

const opened = async (today = "2026-04-30") => {
  const company = await aCompany({ today });
  const book = await bookOf(company);
  const { customerId } = await aShop(company, { currency: "EUR" });
  const accountant = await aCaller(company, ["accountant"]);
  const made = async (path: string, input: object) => {
    const { status, body } = await accountant.post(path, input);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };
  const rate = (currency: string, value: string, validOn: string) => made("/finance/rates", { currency, rate: value, validOn });
  const issue = async (kind: string, currency: string, unitPrice: string, issuedOn: string) => {
    const { id } = await made("/finance/invoices", {
      ...{ kind, partyId: customerId, currency },
      lines: [{ description: "Goods", quantity: "1", unitPrice }],
    });
    return made(`/finance/invoices/${id}/issue`, { issuedOn });
  };
  const revalue = (on: string, headers: Record<string, string> = {}) => accountant.post("/finance/revaluations", { on }, { headers });
  const balances = (on: string) =>
    reading(company.as(), async ({ db }) => {
      const { rows } = await sql<{ code: string; balance: string }>`
        select a.code, sum(l.company_amount)::text as balance from finance.journal_line l join finance.account a on a.id = l.account_id
         where l.effective_on <= ${on}::date group by a.code having sum(l.company_amount) <> 0 order by a.code`.execute(db);
      return Object.fromEntries(rows.map(({ code, balance }) => [code, Number(balance)]));
    });
  return { company, book, customerId, accountant, made, rate, issue, revalue, balances };
};

/** 1,000.00 EUR owed to us at 0.85, 400.00 USD owed by us at 0.80, 200.00 EUR in the bank at 0.84; at the end of March a euro is 0.87 and a dollar 0.79. */
const aQuarterEnd = async () => {
  const all = await opened();
  const { rate, issue, made, book } = all;
  await rate("EUR", "0.85", "2026-03-01");
  await rate("USD", "0.80", "2026-03-01");
  await issue("invoice", "EUR", "1000.00", "2026-03-02");
  await issue("bill", "USD", "400.00", "2026-03-03");
  await made("/finance/entries", {
    ...{ description: "Opened a euro account", effectiveOn: "2026-03-04", currency: "EUR", rates: { EUR: "0.84" } },
    lines: [
      { accountId: book.account("1210"), debit: "200.00" },
      { accountId: book.account("3000"), credit: "200.00" },
    ],
  });
  await rate("EUR", "0.87", "2026-03-31");
  await rate("USD", "0.79", "2026-03-30");
  return all;
};

test("what is open comes to the rates of the day, by account, party and currency, and is taken back on the day after", async () => {
  const { revalue, balances, customerId, accountant } = await aQuarterEnd();
  const before = await balances("2026-03-31");
  const { status, body } = await revalue("2026-03-31");
  expect(status).toBe(201);
  // 1000 × 0.87 − 850; −400 × 0.79 + 320; 200 × 0.87 − 168.
  expect(body).toMatchObject({ on: "2026-03-31", reversedOn: "2026-04-01", currency: "GBP", gain: "30.00", loss: "0.00", result: "30.00" });
  expect(body.lines).toEqual([
    expect.objectContaining({
      account: expect.objectContaining({ code: "1100" }),
      currency: "EUR",
      amount: "1000.00",
      carried: "850.00",
      rate: "0.87",
      ratedOn: "2026-03-31",
      value: "870.00",
      difference: "20.00",
    }),
    expect.objectContaining({
      account: expect.objectContaining({ code: "1210" }),
      party: null,
      carried: "168.00",
      value: "174.00",
      difference: "6.00",
    }),
    expect.objectContaining({
      account: expect.objectContaining({ code: "2100" }),
      currency: "USD",
      amount: "-400.00",
      carried: "-320.00",
      rate: "0.79",
      ratedOn: "2026-03-30",
      value: "-316.00",
      difference: "4.00",
    }),
  ]);
  expect(body.lines[0].party.id).toBe(customerId);
  expect(await balances("2026-03-31")).toEqual({ ...before, "1100": 87_000, "1210": 17_400, "2100": -31_600, "4906": -3_000 });
  expect(await balances("2026-04-01")).toEqual(before);
  const { body: entry } = await accountant.get(`/finance/entries/${body.entryId}`);
  expect(entry).toMatchObject({ kind: "revaluation", sourceType: "revaluation", reversedByEntryId: body.reversalEntryId });
  expect((await accountant.get(`/finance/revaluations/${body.id}`)).body).toEqual(body);
  expect((await accountant.get("/finance/revaluations")).body.items).toMatchObject([{ id: body.id, on: "2026-03-31", gain: "30.00" }]);
});

test("repeated it posts nothing; what came since is all it adds; a loss goes to its own account", async () => {
  const { revalue, issue, rate, balances } = await aQuarterEnd();
  await revalue("2026-03-31");
  expect((await revalue("2026-03-31")).body).toMatchObject({ id: null, entryId: null, lines: [], result: "0.00" });
  await issue("bill", "EUR", "100.00", "2026-03-20"); // carried at 0.85, worth 87.00: a loss of 2.00
  expect((await revalue("2026-03-31")).body).toMatchObject({
    gain: "0.00",
    loss: "2.00",
    lines: [{ account: { code: "2100" }, currency: "EUR", difference: "-2.00" }],
  });
  expect(await balances("2026-03-31")).toMatchObject({ "4906": -3_000, "7906": 200 });
  await rate("EUR", "0.86", "2026-04-30");
  // The next month starts from what was carried at first: 1000 × 0.86 − 850, 200 × 0.86 − 168, −100 × 0.86 + 85, and the dollars as before.
  expect((await revalue("2026-04-30")).body).toMatchObject({ gain: "18.00", loss: "1.00" });
  const after = await balances("2026-05-01");
  expect([after["4906"], after["7906"], after["1100"]]).toEqual([undefined, undefined, 85_000]);
});

test("two at once post it once", async () => {
  const { revalue, balances } = await aQuarterEnd();
  const answers = await Promise.all([revalue("2026-03-31"), revalue("2026-03-31"), revalue("2026-03-31")]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(answers.filter(({ body }) => body.id !== null)).toHaveLength(1);
  expect(await balances("2026-03-31")).toMatchObject({ "4906": -3_000 });
});

test("a dry run shows the entry and posts nothing", async () => {
  const { revalue, balances, accountant } = await aQuarterEnd();
  const before = await balances("2026-12-31");
  const { body } = await revalue("2026-03-31", { prefer: "dry-run" });
  expect(body).toMatchObject({
    gain: "30.00",
    preview: { journalEntries: [{ kind: "revaluation" }, { kind: "reversal", effectiveOn: "2026-04-01" }] },
  });
  expect(await balances("2026-12-31")).toEqual(before);
  expect((await accountant.get("/finance/revaluations")).body.items).toEqual([]);
});

test("a missing rate refuses all of it, with the currencies; so do a day to come, a closed period and a day after without one", async () => {
  const { revalue, accountant, made, book } = await aQuarterEnd();
  await made("/finance/entries", {
    ...{ description: "Francs", effectiveOn: "2026-03-05", currency: "CHF", rates: { CHF: "0.9" } },
    lines: [
      { accountId: book.account("1230"), debit: "10.00" },
      { accountId: book.account("3000"), credit: "10.00" },
    ],
  });
  expect(await revalue("2026-03-31")).toMatchObject({
    status: 422,
    body: { code: "rate.missing", detail: "There is no exchange rate of CHF on 2026-03-31 or before." },
  });
  await accountant.post("/finance/rates", { currency: "CHF", rate: "0.9", validOn: "2026-03-31" });
  expect((await revalue("2026-05-01")).body.code).toBe("date.future");
  const { body: periods } = await accountant.get("/finance/periods?limit=200");
  const march = periods.items.find(({ startsOn }: { startsOn: string }) => startsOn === "2026-03-01");
  await accountant.post(`/finance/periods/${march.id}/close`, {});
  expect((await revalue("2026-03-31")).body.code).toBe("period.closed");
});

test("in every currency and in ours the books stay balanced, and what was posted cannot be changed", async () => {
  const { company, revalue } = await aQuarterEnd();
  await revalue("2026-03-31");
  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{ currency: string; amount: string; ours: string }>`
      select l.currency, sum(l.amount)::text as amount, sum(l.company_amount)::text as ours from finance.journal_line l join finance.journal_entry e on e.id = l.entry_id
       where e.source_type = 'revaluation' group by e.id, l.currency order by 1`.execute(db),
  );
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row).toMatchObject({ amount: "0", ours: "0" });
  await expect(asApplication(company, (db) => sql`update finance.revaluation set lines = '[]'`.execute(db))).rejects.toThrow(
    "permission denied",
  );
});

test("another company's revaluation is not there, and running one is a permission of its own", async () => {
  const [ours, theirs] = await Promise.all([aQuarterEnd(), opened()]);
  const { body } = await ours.revalue("2026-03-31");
  expect((await theirs.accountant.get(`/finance/revaluations/${body.id}`)).status).toBe(404);
  expect((await theirs.revalue("2026-03-31")).body).toMatchObject({ id: null, lines: [] });
  const auditor = await aCaller(ours.company, ["auditor"]);
  expect((await auditor.get(`/finance/revaluations/${body.id}`)).status).toBe(200);
  expect((await auditor.post("/finance/revaluations", { on: "2026-03-31" })).status).toBe(403);
  const employee = await aCaller(ours.company, ["employee"]);
  for (const path of ["/finance/revaluations", `/finance/revaluations/${body.id}`]) expect((await employee.get(path)).status).toBe(403);
});

const typesOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{ purpose: string; code: string }>`
      select r.purpose, a.code from finance.account_rule r join finance.account a on a.id = r.account_id where r.purpose like 'unrealised%' order by 1`.execute(
      db,
    );
    return rows.map(({ purpose, code }) => `${purpose} ${code}`);
  });

test.each(Object.keys(chartTemplates) as ChartName[])("the chart %s says where unrealised gains and losses go", async (chart) => {
  const { unrealised_gain: gain, unrealised_loss: loss } = chartTemplates[chart].rules;
  expect(await typesOf(await aCompany({ chart }))).toEqual([`unrealised_gain ${gain}`, `unrealised_loss ${loss}`]);
});
