import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Outcome } from "#core/kernel/fault.ts";
import { minorOf } from "#core/kernel/money.ts";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { INVARIANTS } from "#scripts/crash/invariants.ts";
import { creditInvoice } from "../invoices/credit-invoice.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { InvoiceInput } from "../invoices/invoice.ts";
import { issueInvoice } from "../invoices/issue-invoice.ts";
import { PaymentTermInput } from "../payment-terms/payment-term.ts";
import { createPaymentTerm } from "../payment-terms/write-term.ts";
import { allocatePayment } from "../payments/allocate-payment.ts";
import { bouncePayment } from "../payments/bounce-payment.ts";
import { PaymentInput } from "../payments/payment.ts";
import { recordPayment } from "../payments/record-payment.ts";
import { agedPayables, agedReceivables } from "../reports/aged.ts";
import { undoAllocation } from "./undo-allocation.ts";
import { writeOff } from "./write-off.ts";

/* Whatever is done in whatever order: nothing is over-allocated, entries balance by currency, and the items are the control accounts on every day. */

const DAYS = ["2026-02-05", "2026-02-20", "2026-03-10", "2026-03-31"] as const;
const action = fc.record({
  kind: fc.constantFrom("invoice", "bill", "pay", "pay", "oldest", "refund", "bounce", "undo", "credit", "write_off"),
  pick: fc.nat(20),
  amount: fc.integer({ min: 1, max: 20_000 }),
});
type Action = Readonly<{ kind: string; pick: number; amount: number }>;
type Id = { id: string };

const opened = async () => {
  const company = await aCompany({ today: DAYS[3] });
  const { customerId } = await aShop(company, { currency: "EUR" });
  const halves = [
    { share: "percent", value: "50", days: 10 },
    { share: "remainder", days: 40 },
  ];
  const discounts = [{ days: 14, percent: "3" }];
  const term = resultOf(
    await createPaymentTerm(company.as(), PaymentTermInput.parse({ code: "2X", name: "Halves", parts: halves, discounts })),
  );
  await writing(company.as(), async (tx) => {
    await sql`update finance.party set is_supplier = true, payment_term_id = ${term.id} where company_id = ${company.id}`.execute(tx.db);
    for (const [on, rate] of [
      ["2026-02-01", "0.80"],
      ["2026-02-15", "0.8537"],
      ["2026-03-05", "0.7911"],
      ["2026-03-25", "0.86"],
    ] as const)
      await sql`insert into finance.exchange_rate (id, company_id, currency, rate, valid_on) values (${tx.newId()}, ${company.id}, 'EUR', ${rate}, ${on})`.execute(
        tx.db,
      );
  });
  return { company, partyId: customerId };
};

const listed = (company: TestCompany, statement: ReturnType<typeof sql<Id>>) =>
  reading(company.as(), ({ db }) => statement.execute(db)).then(({ rows }) => rows.map(({ id }) => id));

/** Does one thing on a day; what cannot be done is refused, and changes nothing. */
const act = async ({ company, partyId }: Awaited<ReturnType<typeof opened>>, { kind, pick, amount }: Action, today: string) => {
  const ctx = company.as({ today });
  const money = (amount / 100).toFixed(2);
  const one = async (statement: ReturnType<typeof sql<Id>>) => {
    const ids = await listed(company, statement);
    return ids[pick % Math.max(1, ids.length)] ?? company.id;
  };
  const document = () => one(sql`select id from finance.invoice where state <> 'draft' order by id`);
  const payment = () => one(sql`select id from finance.payment order by id`);
  const pay = (input: object) => recordPayment(ctx, PaymentInput.parse({ partyId, amount: money, ...input }));
  switch (kind) {
    case "invoice":
    case "bill": {
      const lines = [{ description: "x", quantity: "1", unitPrice: money, ...(kind === "invoice" ? { taxCodes: ["STANDARD"] } : {}) }];
      const draft = await draftInvoice(ctx, InvoiceInput.parse({ kind, partyId, lines }));
      return draft.ok ? issueInvoice(ctx, { id: draft.value.id }) : draft;
    }
    case "pay": {
      const incoming = amount % 2 === 0;
      const kinds = incoming ? sql`'invoice', 'debit_note'` : sql`'bill', 'credit_note'`;
      const invoiceId = await one(
        sql`select id from finance.invoice where state <> 'draft' and kind in (${kinds}) and (open_minor >= ${amount} or ${pick % 4 === 0}) order by id`,
      );
      const discount = pick % 3 === 0 ? { discount: "take" } : {};
      return pay({ direction: incoming ? "in" : "out", allocations: [{ invoiceId, amount: money, ...discount }] });
    }
    case "oldest":
      return pick % 2 ? pay({ allocations: "oldest" }) : allocatePayment(ctx, { id: await payment(), allocations: "oldest" });
    case "refund":
      return pay({ direction: "out", allocations: [{ paymentId: await payment(), amount: money }] });
    case "bounce":
      return bouncePayment(ctx, { id: await payment(), reason: "x" });
    case "undo":
      return undoAllocation(ctx, {
        id: await one(sql`select id from finance.allocation where undoes_id is null order by id`),
        reason: "x",
      });
    case "credit":
      return creditInvoice(ctx, { id: await document(), reason: "x" });
    default:
      return writeOff(ctx, { id: await document(), reason: "x", ...(pick % 2 ? { amount: money } : {}) });
  }
};

const check = async (company: TestCompany) => {
  for (const [name, statement] of Object.entries(INVARIANTS)) {
    if (/owe|stock|promised|order/i.test(name)) continue; // of trade; what is owed is looked at below, day by day
    const { rows } = await reading(company.as(), ({ db }) => sql.raw<object>(statement.replaceAll("$1", `'${company.id}'`)).execute(db));
    expect(rows, name).toEqual([]);
  }
  for (const asOf of [...DAYS, "2026-12-31"]) {
    for (const [code, side, report] of [
      ["1100", 1n, agedReceivables],
      ["2100", -1n, agedPayables],
    ] as const) {
      const { totals, rows } = resultOf(await report(company.as(), { asOf }));
      const { rows: control } = await reading(company.as(), ({ db }) =>
        sql<{ currency: string; amount: bigint; company: bigint }>`
          select l.currency, sum(l.amount)::bigint as amount, sum(l.company_amount)::bigint as company from finance.journal_line l
            join finance.account a on a.company_id = l.company_id and a.id = l.account_id where a.code = ${code} and l.effective_on <= ${asOf}::date group by 1`.execute(
          db,
        ),
      );
      const [line] = control;
      expect(minorOf(totals.total, "GBP"), `${code} on ${asOf}`).toBe(side * (line?.company ?? 0n));
      const euros = rows.flatMap(({ currencies }) => currencies).find(({ currency }) => currency === "EUR")?.total ?? "0";
      expect(minorOf(euros, "EUR"), `${code} in EUR on ${asOf}`).toBe(side * (line?.amount ?? 0n));
    }
  }
};

test("any sequence of documents, payments, refunds, bounces, credits and write-offs keeps items and control accounts equal", async () => {
  const done = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 15, maxLength: 30 }), async (actions) => {
      const books = await opened();
      for (const [index, one] of actions.entries()) {
        const day = DAYS[Math.floor((index * DAYS.length) / actions.length)] ?? DAYS[3];
        const wanted = index < 4 ? { ...one, kind: index % 2 ? "bill" : "invoice" } : one;
        const outcome: Outcome<unknown> = await act(books, wanted, day);
        if (outcome.ok) done.set(wanted.kind, (done.get(wanted.kind) ?? 0) + 1);
      }
      await check(books.company);
    }),
    { numRuns: 12, seed: 20_261_129 },
  );
  // Everything must have happened, and enough of it, for this to mean something.
  expect([...done.keys()].toSorted()).toEqual(["bill", "bounce", "credit", "invoice", "oldest", "pay", "refund", "undo", "write_off"]);
  expect([...done.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
}, 180_000);
