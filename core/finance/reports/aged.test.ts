import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { addDays } from "#core/kernel/clock.ts";
import { aCaller } from "#core/testing/api.ts";
import { anEntry, bookOf, databaseAs, posted, sealWholly } from "#core/testing/books.ts";
import { aCompany, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { countingReads, type ReadingCost } from "#core/testing/reading-cost.ts";
import { aShop } from "#core/testing/trade.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { InvoiceInput } from "../invoices/invoice.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { undoAllocation } from "../open-items/undo-allocation.ts";
import { statementOfAccount } from "../parties/statement.ts";
import { PaymentTermInput } from "../payment-terms/payment-term.ts";
import { createPaymentTerm } from "../payment-terms/write-term.ts";
import { bouncePayment } from "../payments/bounce-payment.ts";
import { PaymentInput } from "../payments/payment.ts";
import { recordPayment } from "../payments/record-payment.ts";
import { type AgedQuery, agedPayables, agedReceivables } from "./aged.ts";
import { agedPayableItems, agedReceivableItems } from "./aged-item-list.ts";
import { printAged } from "./printed/print-aged.ts";
import { beginPrinting } from "./printed/print-head.ts";
import { trialBalance } from "./trial-balance.ts";

/*
 * Customer 1: an invoice of 10 January over 300.00, a third each due on 9 February, 11 March and 10 April; paid 150.00 on 20 February; a credit of 40.00 on
 * account since 1 March. Customer 2: an invoice of 1 March over 50.00 due on 31 March, whose payment of 10 March bounced on 20 March.
 */
let company: TestCompany;
let parties: readonly string[];
let payment: string;

const issue = async (partyId: string, issuedOn: string, unitPrice: string, more: object = {}) => {
  const lines = [{ description: "Work", quantity: "1", unitPrice }];
  const draft = resultOf(await draftInvoice(company.as(), InvoiceInput.parse({ partyId, lines, ...more })));
  return resultOf(await issueInvoice(company.as(), { id: draft.id, issuedOn })).id;
};
const pay = (partyId: string, paidOn: string, amount: string, allocations: unknown = []) =>
  recordPayment(company.as(), PaymentInput.parse({ partyId, paidOn, amount, allocations })).then(resultOf);
const aged = (query: Partial<AgedQuery> = {}) => agedReceivables(company.as(), query).then(resultOf);

beforeAll(async () => {
  company = await aCompany();
  parties = (await aShop(company, { customers: 2 })).customerIds;
  const [one = "", two = ""] = parties;
  const third = (days: number) => ({ share: "percent", value: "33.333333", days });
  const parts = [third(30), third(60), { share: "remainder", days: 90 }];
  const term = resultOf(await createPaymentTerm(company.as(), PaymentTermInput.parse({ code: "3X", name: "Three parts", parts })));
  const first = await issue(one, "2026-01-10", "300.00", { paymentTermId: term.id });
  payment = (await pay(one, "2026-02-20", "150.00", [{ invoiceId: first, amount: "150.00" }])).id;
  const second = await issue(two, "2026-03-01", "50.00");
  await pay(one, "2026-03-01", "40.00");
  const returned = await pay(two, "2026-03-10", "50.00", [{ invoiceId: second, amount: "50.00" }]);
  resultOf(await bouncePayment(company.as(), { id: returned.id, reason: "No funds", bouncedOn: "2026-03-20" }));
});

const told = (report: Awaited<ReturnType<typeof aged>>) =>
  report.rows.map(({ party, onAccount, notDue, buckets, total }) => [party.name, onAccount, notDue, ...buckets, total]);

test("ages count from each instalment's due date; money on account stands by itself", async () => {
  const report = await aged({ asOf: "2026-03-31" });
  expect(report.columns).toEqual([
    { from: 1, to: 30 },
    { from: 31, to: 60 },
    { from: 61, to: 90 },
    { from: 91, to: null },
  ]);
  expect(told(report)).toEqual([
    ["Customer 1", "-40.00", "100.00", "50.00", "0.00", "0.00", "0.00", "110.00"],
    ["Customer 2", "0.00", "50.00", "0.00", "0.00", "0.00", "0.00", "50.00"],
  ]);
  expect(report.totals).toMatchObject({ onAccount: "-40.00", notDue: "150.00", total: "160.00" });
});

test.each([
  ["2026-01-09", []],
  ["2026-02-19", [["Customer 1", "0.00", "200.00", "100.00", "0.00", "0.00", "0.00", "300.00"]]],
  ["2026-02-20", [["Customer 1", "0.00", "150.00", "0.00", "0.00", "0.00", "0.00", "150.00"]]],
  ["2026-03-15", [["Customer 1", "-40.00", "100.00", "50.00", "0.00", "0.00", "0.00", "110.00"]]],
  [
    "2026-03-20",
    [
      ["Customer 1", "-40.00", "100.00", "50.00", "0.00", "0.00", "0.00", "110.00"],
      ["Customer 2", "0.00", "50.00", "0.00", "0.00", "0.00", "0.00", "50.00"],
    ],
  ],
])("on %s was open what was open then, and it is the control account of that day", async (asOf, expected) => {
  const report = await aged({ asOf });
  expect(told(report)).toEqual(expected);
  const { rows } = resultOf(await trialBalance(company.as(), { asOf }));
  expect(rows.find(({ account }) => account.code === "1100")?.balance ?? "0.00").toBe(report.totals.total);
});

test("one party shows its items by instalment, and other columns where they are asked for", async () => {
  const report = await aged({ asOf: "2026-05-01", partyId: parties[0] ?? "", days: "10,40" });
  expect(report.rows[0]).toMatchObject({ buckets: ["0.00", "100.00", "50.00"], onAccount: "-40.00" });
  expect(
    report.items?.map(({ document, instalment, dueOn, daysOverdue, open }) => [document.kind, instalment, dueOn, daysOverdue, open]),
  ).toEqual([
    ["payment", 2, "2026-03-01", 61, "-40.00"],
    ["invoice", 2, "2026-03-11", 51, "50.00"],
    ["invoice", 3, "2026-04-10", 21, "100.00"],
  ]);
  expect(resultOf(await agedPayables(company.as(), {})).rows).toEqual([]);
});

test("a view of the past waits for whoever is settling, for what he settles may count before its instant", async () => {
  await sealWholly(company);
  const settling = await databaseAs("app").connect();
  await settling.query("begin");
  await settling.query("select set_config('enterprise.company_id', $1, true)", [company.id]);
  const { rowCount } = await settling.query(
    `insert into finance.allocation (id, company_id, debit_entry_id, debit_position, credit_entry_id, credit_position, amount_minor, debit_company_minor, credit_company_minor, allocated_on)
     select gen_random_uuid(), d.company_id, d.entry_id, d.position, c.entry_id, c.position, 1, 1, 1, '2026-03-31'
       from finance.open_item d join finance.open_item c on c.company_id = d.company_id and c.party_id = d.party_id and c.open_minor < 0
      where d.company_id = $1 and d.open_minor > 0 limit 1`,
    [company.id],
  );
  expect(rowCount).toBe(1);
  const view = aged({ asOf: "2026-03-31", knownAt: new Date(Date.now() - 1).toISOString() });
  const first = await Promise.race([view.then(() => "read"), new Promise((resolve) => setTimeout(resolve, 300, "waits"))]);
  await settling.query("rollback");
  settling.release();
  expect(first).toBe("waits");
  expect((await view).totals.total).toBe("160.00");
});

test("a view of the past never changes, whatever is settled, undone or entered afterwards", async () => {
  await sealWholly(company);
  const knownAt = new Date(Date.now() - 1).toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  const then = await aged({ asOf: "2026-03-31", knownAt });
  expect(then.totals.total).toBe("160.00");
  const edge = await writing(company.as(), ({ db }) =>
    sql<{
      id: string;
    }>`select a.id from finance.allocation a join finance.payment p on p.entry_id = a.credit_entry_id where p.id = ${payment} order by a.id limit 1`.execute(
      db,
    ),
  );
  resultOf(await undoAllocation(company.as(), { id: edge.rows[0]?.id ?? "", reason: "Wrong customer" }));
  await issue(parties[1] ?? "", "2026-03-31", "7.00");
  await pay(parties[0] ?? "", "2026-03-31", "20.00", "oldest");
  expect((await aged({ asOf: "2026-03-31" })).totals.total).toBe("147.00");
  expect(await aged({ asOf: "2026-03-31", knownAt })).toEqual(then);
  await sealWholly(company);
  expect(await aged({ asOf: "2026-03-31", knownAt })).toEqual(then);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect(await agedReceivables(company.as(), { knownAt: tomorrow })).toMatchObject({ fault: { code: "report.known_at" } });
});

test("a statement of account opens, runs and closes with what is open", async () => {
  const id = parties[1] ?? "";
  const statement = resultOf(await statementOfAccount(company.as(), { id, from: "2026-03-05", to: "2026-03-30", limit: 200 }));
  expect(statement.currencies).toMatchObject([{ currency: "GBP", opening: "50.00", closing: "50.00" }]);
  expect(statement.currencies[0]?.rows.map(({ date, kind, amount, balance }) => [date, kind, amount, balance])).toEqual([
    ["2026-03-10", "payment", "-50.00", "0.00"],
    ["2026-03-20", "reversal", "50.00", "50.00"],
  ]);
  expect(statement.aged.totals.total).toBe("50.00");
  const rival = await aCompany();
  expect(await statementOfAccount(rival.as(), { id, limit: 200 })).toMatchObject({ fault: { code: "party.missing" } });
  expect(await statementOfAccount(company.as({ grants: [] }), { id, limit: 200 })).toMatchObject({ fault: { kind: "refused" } });
});

test("a party with more items than a page holds is read and written to files to its last item", async () => {
  const other = await aCompany();
  const { customerId } = await aShop(other, { customers: 1 });
  const book = await bookOf(other);
  const ITEMS = 2_003;
  const days = Array.from({ length: ITEMS }, (_, at) => addDays("2026-01-01", at % 60));
  for (let at = 0; at < ITEMS; at += 500)
    await posted(
      other,
      ...days.slice(at, at + 500).map((effectiveOn) => {
        const entry = anEntry(book, {
          effectiveOn,
          lines: [
            ["1100", 100n],
            ["4000", -100n],
          ],
        });
        return { ...entry, lines: entry.lines.map((line, first) => (first === 0 ? { ...line, partyId: customerId } : line)) };
      }),
    );
  const asked = { asOf: "2026-03-31", partyId: customerId };
  const seen: string[] = [];
  let page = resultOf(await agedReceivables(other.as(), asked));
  const sizes = [page.items?.length];
  for (;;) {
    seen.push(...(page.items ?? []).map(({ entryId, dueOn }) => `${dueOn} ${entryId}`));
    if (page.next === undefined) break;
    page = resultOf(await agedReceivables(other.as(), { ...asked, after: page.next }));
    sizes.push(page.items?.length);
  }
  expect(sizes).toEqual([1000, 1000, 3]);
  expect(new Set(seen).size).toBe(ITEMS);
  expect(seen).toEqual(seen.toSorted());
  expect(page.totals.total).toBe("2003.00");
  expect(await agedReceivables(other.as(), { ...asked, after: "bm90aGluZw" })).toMatchObject({ fault: { code: "page.after" } });

  const { get } = await aCaller(other, { grants: ["finance.report.read"] });
  const { next = "" } = resultOf(await agedReceivables(other.as(), asked));
  for (const query of ["", `&partyId=${customerId}&after=${next}`]) {
    const { body } = await get(`/finance/reports/aged-receivables?asOf=${asked.asOf}&detail=instalment&format=csv${query}`);
    const rows: string[][] = parse(body, { bom: true, relax_column_count: true });
    expect(rows.filter((row) => row.includes("GBP"))).toHaveLength(ITEMS);
    expect(rows.at(-1)?.at(-1)).toBe("2003.00");
  }
});

const ofAll = (
  columns: readonly unknown[],
): (readonly [
  column: string | undefined,
  figure: (of: { onAccount: string; notDue: string; buckets: string[]; revaluation: string; total: string }) => string | undefined,
])[] => [
  [undefined, ({ total }) => total],
  ["onAccount", ({ onAccount }) => onAccount],
  ["notDue", ({ notDue }) => notDue],
  ["revaluation", ({ revaluation }) => revaluation],
  ...columns.map((_, at) => [`${at}`, ({ buckets }: { buckets: string[] }) => buckets[at]] as const),
];
const minor = (text: string | undefined) => BigInt((text ?? "").replace(".", ""));

test("every figure of the report is the items behind it: of each column, each party and all of it, page by page", async () => {
  for (const asOf of ["2026-03-31", "2026-03-05"]) {
    const report = await aged({ asOf });
    for (const partyId of [undefined, ...parties]) {
      const row = partyId === undefined ? report.totals : report.rows.find(({ party }) => party.id === partyId);
      for (const [column, figure] of ofAll(report.columns)) {
        const asked = { asOf, partyId, column, limit: 2 };
        let page = resultOf(await agedReceivableItems(company.as(), asked));
        expect(page.amount, `${asOf} ${partyId} ${column}`).toBe(row ? figure(row) : "0.00");
        const items = [...page.items];
        while (page.next !== undefined) {
          page = resultOf(await agedReceivableItems(company.as(), { ...asked, after: page.next }));
          items.push(...page.items);
        }
        expect(items.reduce((sum, { companyOpen }) => sum + minor(companyOpen), 0n)).toBe(minor(page.amount) - minor(page.revaluation));
        expect(items.map(({ dueOn }) => dueOn)).toEqual(items.map(({ dueOn }) => dueOn).toSorted());
      }
    }
  }
  const [item] = resultOf(await agedReceivableItems(company.as(), { asOf: "2026-02-19", column: "0", limit: 50 })).items;
  expect(item).toMatchObject({ party: { id: parties[0] }, document: { kind: "invoice" }, instalment: 1, daysOverdue: 10 });
  const ages = resultOf(await agedReceivableItems(company.as(), { asOf: "2026-03-31", column: "1", days: "10,20", limit: 50 }));
  expect([ages.from, ages.to]).toEqual([11, 20]);
  for (const [wrong, code] of [
    [{ column: "8" }, "report.column"],
    [{ after: "x" }, "page.after"],
  ] as const)
    expect(await agedReceivableItems(company.as(), { limit: 50, ...wrong })).toMatchObject({ fault: { code } });
  expect(resultOf(await agedPayableItems(company.as(), { limit: 50 })).items).toEqual([]);
  const { get } = await aCaller(await aCompany(), ["auditor"]);
  expect((await get(`/finance/reports/aged-receivables/items?partyId=${parties[0]}`)).body).toMatchObject({ amount: "0.00", items: [] });
});

test("a file of all instalments is read in pages across parties, each party's behind the other's", async () => {
  const other = await aCompany();
  const { customerIds } = await aShop(other, { customers: 205 });
  const book = await bookOf(other);
  const entries = customerIds.flatMap((partyId, at) =>
    Array.from({ length: at === 100 ? 1_500 : 1 + (at % 3) }, (_, n) => {
      const entry = anEntry(book, {
        effectiveOn: addDays("2026-01-01", (n * 7 + at) % 60),
        lines: [
          ["1100", BigInt(100 + at)],
          ["4000", -BigInt(100 + at)],
        ],
      });
      return { ...entry, lines: entry.lines.map((line, first) => (first === 0 ? { ...line, partyId } : line)) };
    }),
  );
  for (let at = 0; at < entries.length; at += 500) await posted(other, ...entries.slice(at, at + 500));
  const costs: ReadingCost[] = [];
  const ctx = other.as();
  const counting = { ...ctx, database: countingReads(ctx.database, ["finance.open_item"], costs) };
  const report = resultOf(await agedReceivables(counting, { asOf: "2026-03-31" }));
  const printing = await beginPrinting(counting, "en");
  costs.length = 0;
  const rows: (readonly (string | null)[])[] = [];
  for await (const batch of printAged(printing, "receivables", { detail: "instalment" }, report).rows) {
    expect(batch.length).toBeLessThanOrEqual(1_000);
    rows.push(...batch.map(({ cells }) => cells));
  }
  expect(rows).toHaveLength(entries.length + 1);
  expect(rows.at(-1)?.at(-1)).toBe(report.totals.total);
  // Party by party as in the report, each by day due.
  const shown = rows.slice(0, -1);
  expect([...new Set(shown.map(([code]) => code))]).toEqual(report.rows.map(({ party }) => party.code));
  const places = new Map(report.rows.map(({ party }, at) => [party.code, at]));
  const keys = shown.map(([code, , , , due]) => `${places.get(code ?? "")}`.padStart(4, "0") + due);
  expect(keys).toEqual(keys.toSorted());
  // Two hundred parties are two pages of items, the rest one; a party is not asked for by itself.
  expect(costs.length).toBeLessThanOrEqual(4);
});
