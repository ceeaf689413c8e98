import fc from "fast-check";
import { sql } from "kysely";
import { expect, inject, test } from "vitest";
import { minorOf } from "#core/kernel/money.ts";
import { databaseAs, sealWholly } from "#core/testing/books.ts";
import { reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { commandOf, STEP_DAYS, STEP_KINDS, type Step, steppedBooks } from "#core/testing/ledger-steps.ts";
import { INVARIANTS } from "#scripts/crash/invariants.ts";
import { verifyLedger } from "#scripts/verify-ledger.ts";
import { agedPayables, agedReceivables } from "../reports/aged.ts";
import { balanceSheet } from "../reports/balance-sheet.ts";
import { cashFlow } from "../reports/cash-flow.ts";
import { profitAndLoss } from "../reports/profit-and-loss.ts";
import { trialBalance } from "../reports/trial-balance.ts";
import { taxReport } from "../taxes/tax-report.ts";

/** Before the year's end, on it, on the day on which its revaluation is taken back, at the end, and beyond it. */
const ASKED = ["2025-12-10", "2025-12-31", "2026-01-01", "2026-01-31", "2026-03-31", "2026-12-31"];
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...STEP_KINDS),
  pick: fc.nat(30),
  amount: fc.integer({ min: 1, max: 20_000 }),
});

/** Everything that a step could change, in one row. */
const fingerprint = async ({ id }: TestCompany): Promise<unknown> => {
  const digest = (table: string, columns: string, order = "id") =>
    `(select md5(coalesce(string_agg(concat_ws(' ', ${columns}), ',' order by ${order}), '')) from ${table} where company_id = $1) as "${table}"`;
  const { rows } = await databaseAs("superuser").query(
    `select ${[
      digest("finance.journal_entry", "id"),
      digest("finance.journal_line", "entry_id, position, amount, company_amount", "entry_id, position"),
      digest("finance.open_item", "entry_id, position, open_minor, open_company_minor", "entry_id, position"),
      digest("finance.allocation", "id, amount_minor"),
      digest("finance.tax_result", "entry_id, company_tax", "entry_id, position"),
      digest("finance.invoice", "id, state, version, number, open_minor"),
      digest("finance.payment", "id, state, version, unallocated_minor"),
      digest("finance.period", "id, state, version"),
      digest("finance.fiscal_year", "id, state, version"),
      digest("finance.revaluation", "id"),
      digest("shared.number_series", "series, next", "series"),
      digest("shared.outbox", "id"),
      digest("shared.audit", "id"),
    ].join(", ")}`,
    [id],
  );
  return rows[0];
};

/** Statements as they were known at an instant. */
const views = async (company: TestCompany, knownAt: string) => {
  const ctx = company.as();
  const span = { from: "2025-01-01", to: "2026-03-31", knownAt };
  const onDays = await Promise.all(
    ["2025-12-31", "2026-01-01", "2026-03-31"].map(async (asOf) => [
      resultOf(await trialBalance(ctx, { asOf, knownAt })),
      resultOf(await balanceSheet(ctx, { asOf, knownAt })),
      resultOf(await agedReceivables(ctx, { asOf, knownAt })),
      resultOf(await agedPayables(ctx, { asOf, knownAt })),
    ]),
  );
  return [onDays, resultOf(await profitAndLoss(ctx, span)), resultOf(await cashFlow(ctx, span)), resultOf(await taxReport(ctx, span))];
};

type Control = { currency: string; amount: bigint; company: bigint };
/** Open items by party and currency are the control account, on every day asked. */
const checkControls = async (company: TestCompany) => {
  for (const asOf of ASKED)
    for (const [code, side, report] of [
      ["1100", 1n, agedReceivables],
      ["2100", -1n, agedPayables],
    ] as const) {
      const { totals, rows } = resultOf(await report(company.as(), { asOf }));
      const { rows: control } = await reading(company.as(), ({ db }) =>
        sql<Control>`select l.currency, sum(l.amount)::bigint as amount, sum(l.company_amount)::bigint as company from finance.journal_line l
          join finance.account a on a.company_id = l.company_id and a.id = l.account_id where a.code = ${code} and l.effective_on <= ${asOf}::date group by 1`.execute(
          db,
        ),
      );
      const inCompany = control.reduce((sum, line) => sum + line.company, 0n);
      expect(minorOf(totals.total, "GBP"), `${code} on ${asOf}`).toBe(side * inCompany);
      for (const currency of ["GBP", "EUR"]) {
        const shown = rows.flatMap(({ currencies }) => currencies).find((one) => one.currency === currency)?.total ?? "0";
        const carried = control.find((line) => line.currency === currency)?.amount ?? 0n;
        expect(minorOf(shown, currency), `${code} in ${currency} on ${asOf}`).toBe(side * carried);
      }
    }
};

/** The trial balance is the sum of lines, both sides and both years; the balance sheet balances; taxes tie to their accounts. */
const checkStatements = async (company: TestCompany) => {
  for (const asOf of ASKED) {
    const [trial, sheet] = [resultOf(await trialBalance(company.as(), { asOf })), resultOf(await balanceSheet(company.as(), { asOf }))];
    expect([trial.totals.debit, trial.totals.balance]).toEqual([trial.totals.credit, "0.00"]);
    expect(sheet.totals.assets, `on ${asOf}`).toBe(sheet.totals.liabilitiesAndEquity);
    const { rows } = await databaseAs("superuser").query<{ code: string; sum: bigint }>(
      "select a.code, sum(l.company_amount)::bigint as sum from finance.journal_line l join finance.account a on a.id = l.account_id where l.company_id = $1 and l.effective_on <= $2 group by 1 having sum(l.company_amount) <> 0",
      [company.id, asOf],
    );
    const shown = trial.rows
      .map(({ account, balance }) => [account.code, minorOf(balance, "GBP")] as const)
      .filter(([, sum]) => sum !== 0n);
    expect(Object.fromEntries(shown), `on ${asOf}`).toEqual(Object.fromEntries(rows.map(({ code, sum }) => [code, sum])));
    const { accounts } = resultOf(await taxReport(company.as(), { from: "2025-01-01", to: asOf }));
    for (const { account, ledger, results, withoutTax, unexplained } of accounts)
      expect([ledger, withoutTax, unexplained], `${account.code} on ${asOf}`).toEqual([results, "0.00", "0.00"]);
  }
};

const check = async (company: TestCompany) => {
  for (const [name, statement] of Object.entries(INVARIANTS)) {
    if (/owe|stock|promised|order/i.test(name)) continue; // of trade; what is owed is looked at day by day
    const { rows } = await databaseAs("superuser").query(statement, [company.id]);
    expect(rows, name).toEqual([]);
  }
  await checkControls(company);
  await checkStatements(company);
  await sealWholly(company);
  const said: string[] = [];
  // The seals, that every entry balances in every currency, and that stored balances are the sums of lines.
  expect(
    await verifyLedger({ connectionString: inject("databases").owner }, [company.id], (text) => said.push(text)),
    said.join("\n"),
  ).toBe(true);
  await checkStatements(company);
};

const pause = () => new Promise((resolve) => setTimeout(resolve, 4));

test("whatever is done in whatever order, the books balance, sub-ledgers and taxes tie to their accounts, and past views stay", async () => {
  const done = new Map<string, number>();
  const refused = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 16, maxLength: 40, size: "max" }), async (steps) => {
      const books = await steppedBooks();
      const { company } = books;
      let middle: { knownAt: string; shown: unknown } | undefined;
      const stepsOnADay = steps.length / STEP_DAYS.length;
      for (const [index, one] of steps.entries()) {
        const wanted: Step = index < 4 ? { ...one, kind: index % 2 ? "bill" : "invoice" } : one;
        const command = await commandOf(books, wanted, STEP_DAYS[Math.floor(index / stepsOnADay)] ?? STEP_DAYS[6]);
        const before = await fingerprint(company);
        const outcome = await command();
        const count = outcome.ok ? done : refused;
        count.set(wanted.kind, (count.get(wanted.kind) ?? 0) + 1);
        if (!outcome.ok) expect(await fingerprint(company), `${wanted.kind}: ${outcome.fault.code}`).toEqual(before);
        if (index === Math.floor(steps.length / 2)) {
          await sealWholly(company);
          await pause();
          const knownAt = new Date().toISOString();
          middle = { knownAt, shown: await views(company, knownAt) };
          await pause();
        }
      }
      await check(company);
      if (middle) expect(await views(company, middle.knownAt)).toEqual(middle.shown);
    }),
    { numRuns: 24, seed: 20_261_129, endOnFailure: true },
  );
  // Everything must have happened, and enough of it been refused, for this to mean something.
  expect([...done.keys()].toSorted()).toEqual([...new Set(STEP_KINDS)].toSorted());
  expect(refused.size).toBeGreaterThan(10);
}, 240_000);
