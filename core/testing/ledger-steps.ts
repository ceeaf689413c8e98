import { sql } from "kysely";
import { allocateEntry } from "#core/finance/entries/allocate-entry.ts";
import { EntryInput } from "#core/finance/entries/entry.ts";
import { postManualEntry } from "#core/finance/entries/post-manual-entry.ts";
import { reverseEntry } from "#core/finance/entries/reverse-entry.ts";
import { allocateNote } from "#core/finance/invoices/allocate-note.ts";
import { creditInvoice } from "#core/finance/invoices/credit-invoice.ts";
import { draftInvoice } from "#core/finance/invoices/draft-invoice.ts";
import { InvoiceInput } from "#core/finance/invoices/invoice.ts";
import { issueInvoice } from "#core/finance/invoices/issue-invoice.ts";
import { undoAllocation } from "#core/finance/open-items/undo-allocation.ts";
import { writeOff } from "#core/finance/open-items/write-off.ts";
import { PaymentTermInput } from "#core/finance/payment-terms/payment-term.ts";
import { createPaymentTerm } from "#core/finance/payment-terms/write-term.ts";
import { allocatePayment } from "#core/finance/payments/allocate-payment.ts";
import { bouncePayment } from "#core/finance/payments/bounce-payment.ts";
import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import { closePeriod, reopenPeriod, softClosePeriod } from "#core/finance/periods/change-period.ts";
import { revalue } from "#core/finance/revaluations/revalue.ts";
import { closeYear } from "#core/finance/year-end/close-year.ts";
import { reopenYear } from "#core/finance/year-end/reopen-year.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import { aUser } from "./api.ts";
import { bookOf } from "./books.ts";
import { aCompany, reading, resultOf, writing } from "./company.ts";
import { aShop } from "./trade.ts";

/** The days on which steps happen, from the first to the last; the fiscal year ends among them. */
export const STEP_DAYS = ["2025-11-20", "2025-12-10", "2025-12-31", "2026-01-01", "2026-01-20", "2026-02-28", "2026-03-31"] as const;

/** What can be done to books; more often what others need to find something. */
export const STEP_KINDS = [
  ...[
    "invoice",
    "invoice",
    "bill",
    "bill",
    "pay",
    "pay",
    "pay",
    "pay_short",
    "oldest",
    "oldest",
    "on_account",
    "on_account",
    "refund",
    "allocate",
    "bounce",
    "undo",
    "credit",
    "credit",
  ],
  ...[
    "note",
    "note",
    "write_off",
    "entry",
    "claim",
    "claim",
    "set_off",
    "allocate_entry",
    "reverse",
    "reverse",
    "revalue",
    "close_period",
    "soft_close",
    "reopen_period",
    "reopen_period",
    "close_year",
    "reopen_year",
  ],
] as const;
export type Step = Readonly<{ kind: (typeof STEP_KINDS)[number]; pick: number; amount: number }>;

const RATES = { "2025-11-01": "0.80", "2025-12-05": "0.8537", "2025-12-31": "0.7911", "2026-01-10": "0.86", "2026-03-01": "0.8123" };

/** A company in pounds with a customer who is a supplier too, in euro, on terms of two instalments and a discount. */
export const steppedBooks = async () => {
  const company = await aCompany({ today: STEP_DAYS[6] });
  const [book, { customerId }, accountant] = [await bookOf(company), await aShop(company, { currency: "EUR" }), await aUser(company)];
  const halves = [
    { share: "percent", value: "50", days: 10 },
    { share: "remainder", days: 40 },
  ];
  const term = resultOf(
    await createPaymentTerm(
      company.as(),
      PaymentTermInput.parse({ code: "2X", name: "Halves", parts: halves, discounts: [{ days: 14, percent: "3" }] }),
    ),
  );
  await writing(company.as(), async (tx) => {
    await sql`update finance.party set is_supplier = true, payment_term_id = ${term.id} where company_id = ${company.id}`.execute(tx.db);
    for (const [on, rate] of Object.entries(RATES))
      await sql`insert into finance.exchange_rate (id, company_id, currency, rate, valid_on) values (${tx.newId()}, ${company.id}, 'EUR', ${rate}, ${on})`.execute(
        tx.db,
      );
  });
  return { company, book, partyId: customerId, accountantId: accountant.id };
};
export type SteppedBooks = Awaited<ReturnType<typeof steppedBooks>>;

type Found = Readonly<{ id: string; currency: string; open: bigint }>;
type Statement = ReturnType<typeof sql<Found>>;
type Command = () => Promise<Outcome<unknown>>;
const SALE_TAXES = ["STANDARD", "REDUCED", "EXPORT", "ZERO"];
const PURCHASE_TAXES = ["P-STANDARD", "P-RC-SERVICES", "P-CAR-LEASE", "P-IMPORT", "P-BLOCKED"];
const reason = "x";

const money = (minor: bigint | number) => `${(Number(minor) / 100).toFixed(2)}`;

/** One of what there is; when there is nothing, an id that nothing has. */
const oneOf = async ({ company }: SteppedBooks, { pick }: Step, statement: Statement): Promise<Found> => {
  const { rows } = await reading(company.as(), ({ db }) => statement.execute(db));
  return rows[pick % Math.max(1, rows.length)] ?? { id: company.id, currency: "GBP", open: 1n };
};

/** All that is open, a part of it, or now and then a cent more than there is. */
const shareOf = (open: bigint, { pick, amount }: Step): bigint => {
  if (pick % 11 === 0) return open + 1n;
  const part = (open * BigInt(amount)) / 20_000n;
  return pick % 3 === 0 || part === 0n ? open : part;
};

const documents = (kinds: Statement, currency?: string) =>
  sql<Found>`select id, currency, open_minor as open from finance.invoice
    where open_minor > 0 and state <> 'draft' and kind in (${kinds}) and currency = coalesce(${currency ?? null}::text, currency) order by id`;
const payments = (condition: Statement) =>
  sql<Found>`select id, currency, unallocated_minor as open from finance.payment where ${condition} order by id`;

/** What documents, payments and what settles them do. */
const settling = async (books: SteppedBooks, step: Step, today: string): Promise<Command | undefined> => {
  const { company, partyId } = books;
  const { kind, pick, amount } = step;
  const ctx = company.as({ today });
  const one = (statement: Statement) => oneOf(books, step, statement);
  const incoming = amount % 2 === 0;
  const direction = incoming ? "in" : "out";
  const toSettle = () => one(documents(incoming ? sql`'invoice', 'debit_note'` : sql`'bill', 'credit_note'`));
  const pay = (input: object) => () => recordPayment(ctx, PaymentInput.parse({ partyId, direction, ...input }));
  switch (kind) {
    case "pay": {
      const { id: invoiceId, currency, open } = await toSettle();
      const paid = money(shareOf(open, step));
      return pay({ currency, amount: paid, allocations: [{ invoiceId, amount: paid, ...(pick % 4 === 1 ? { discount: "take" } : {}) }] });
    }
    case "pay_short": {
      const { id: invoiceId, currency, open } = await toSettle();
      const paid = money(open > 37n ? open - 37n : open);
      return pay({ currency, amount: paid, allocations: [{ invoiceId, amount: paid, writeOff: { amount: "0.37", reason } }] });
    }
    case "oldest":
      return pay({ currency: pick % 3 === 0 ? "GBP" : "EUR", amount: money(amount * 3), allocations: "oldest" });
    case "on_account":
      return pay({ currency: pick % 3 === 0 ? "GBP" : "EUR", amount: money(amount) });
    case "refund": {
      const { id: paymentId, currency, open } = await one(payments(sql`direction = 'in' and unallocated_minor > 0`));
      const paid = money(shareOf(open, step));
      return pay({ direction: "out", currency, amount: paid, allocations: [{ paymentId, amount: paid }] });
    }
    case "allocate": {
      const { id } = await one(payments(sql`unallocated_minor > 0`));
      return () => allocatePayment(ctx, { id, allocations: "oldest" });
    }
    case "allocate_entry": {
      const { rows } = await reading(ctx, ({ db }) =>
        sql<{ id: string; position: number }>`
          select entry_id as id, position from finance.open_item where document_kind = 'entry' and open_minor <> 0 order by entry_id, position`.execute(
          db,
        ),
      );
      const { id, position } = rows[pick % Math.max(1, rows.length)] ?? { id: company.id, position: 1 };
      return () => allocateEntry(ctx, { id, position, allocations: "oldest" });
    }
    case "bounce": {
      const { id } = await one(payments(sql`true`));
      return () => bouncePayment(ctx, { id, reason, ...(pick % 2 ? { fee: { amount: "3.33", charge: pick % 4 === 1 } } : {}) });
    }
    case "undo": {
      const { id } = await one(sql`select id from finance.allocation where undoes_id is null order by id`);
      return () => undoAllocation(ctx, { id, reason });
    }
    case "note": {
      // A note stays open only when its invoice was paid before, so one of those is credited first.
      const { id: paidId } = await one(sql`select id from finance.invoice where kind = 'invoice' and state = 'paid' order by id`);
      await creditInvoice(ctx, { id: paidId, reason });
      await (await documenting(books, { ...step, kind: "invoice" }, today))();
      const note = await one(documents(sql`'credit_note'`));
      const debt = await one(documents(sql`'invoice'`, note.currency));
      const amountOf = money(note.open < debt.open ? note.open : debt.open);
      return () => allocateNote(ctx, { id: note.id, allocations: [{ invoiceId: debt.id, amount: amountOf }] });
    }
    case "write_off": {
      const { id, open } = await one(documents(sql`'invoice', 'bill', 'credit_note', 'debit_note'`));
      return () => writeOff(ctx, { id, reason, ...(pick % 2 ? { amount: money(shareOf(open, step)) } : {}) });
    }
    default:
      return undefined;
  }
};

/** What a step does on a day. It picks among what there is, so it may find nothing and be refused. */
export const commandOf = async (books: SteppedBooks, step: Step, today: string): Promise<Command> => {
  const { kind } = step;
  return (await settling(books, step, today)) ?? (await (DOCUMENT_KINDS.has(kind) ? documenting : keeping)(books, step, today));
};

const DOCUMENT_KINDS = new Set<string>(["invoice", "bill", "credit"]);

const documenting = async (books: SteppedBooks, step: Step, today: string): Promise<Command> => {
  const { company, partyId } = books;
  const { kind, pick, amount } = step;
  const ctx = company.as({ today });
  if (kind === "credit") {
    const { id } = await oneOf(books, step, sql`select id from finance.invoice where state <> 'draft' order by id`);
    const line = await oneOf(books, step, sql`select id from finance.invoice_line where invoice_id = ${id} order by position`);
    return () => creditInvoice(ctx, { id, reason, ...(pick % 2 ? { lines: [{ lineId: line.id, quantity: "0.5" }] } : {}) });
  }
  const taxes = kind === "invoice" ? SALE_TAXES : PURCHASE_TAXES;
  const lines = [0, 1].map((at) => ({
    ...{ description: "x", quantity: `${at + 1}`, unitPrice: money(amount) },
    taxCodes: [taxes[(pick + at) % taxes.length]],
  }));
  const currency = pick % 3 === 0 ? "GBP" : "EUR";
  const draft = resultOf(
    await draftInvoice(ctx, InvoiceInput.parse({ kind: kind === "invoice" ? kind : "bill", partyId, currency, lines })),
  );
  return () => issueInvoice(ctx, { id: draft.id, ...(pick % 7 === 0 ? { issuedOn: "2025-12-30" } : {}) });
};

/** Entries by hand, revaluation, and the opening and closing of periods and the year. */
const keeping = async (books: SteppedBooks, step: Step, today: string): Promise<Command> => {
  const { company, book } = books;
  const { kind, pick, amount } = step;
  const ctx = company.as({ today });
  const accountant = company.as({ today, actorId: books.accountantId });
  const one = async (statement: Statement) => (await oneOf(books, step, statement)).id;
  const year = () => one(sql`select id from finance.fiscal_year where starts_on = '2025-01-01'`);
  switch (kind) {
    case "entry": {
      const lines = [
        { accountId: book.account("7100"), debit: money(amount) },
        { accountId: book.account("1230"), credit: money(amount) },
      ];
      return () => postManualEntry(ctx, EntryInput.parse({ description: "x", currency: pick % 2 ? "GBP" : "EUR", lines }));
    }
    case "claim":
    case "set_off": {
      // What somebody owes or is owed without a document, on either side; or both, set off against each other.
      const [debit, credit] = pick % 2 ? (["1100", "2100"] as const) : (["2100", "1100"] as const);
      const other = kind === "set_off" ? { accountId: book.account(credit), partyId: books.partyId } : { accountId: book.account("7100") };
      const claimed = { accountId: book.account(debit), partyId: books.partyId, dueOn: pick % 5 ? today : "2026-01-15" };
      const [one, two] = amount % 2 ? (["debit", "credit"] as const) : (["credit", "debit"] as const);
      const lines = [
        { ...claimed, [one]: money(amount) },
        { ...other, [two]: money(amount) },
      ];
      return () => postManualEntry(ctx, EntryInput.parse({ description: "x", currency: pick % 3 ? "EUR" : "GBP", lines }));
    }
    case "reverse": {
      const id = await one(
        sql`select id from finance.journal_entry where ${pick % 4 === 0} or (source_type is null and kind = 'standard') order by id`,
      );
      return () => reverseEntry(ctx, { id, input: { reason } });
    }
    case "revalue":
      return () => revalue(ctx, { on: pick % 2 && today > "2025-12-31" ? "2025-12-31" : today });
    case "close_period":
    case "soft_close": {
      const id = await one(sql`select id from finance.period where starts_on between '2025-11-01' and '2026-02-28' order by starts_on`);
      return () => (kind === "soft_close" ? softClosePeriod : closePeriod)(accountant, { id });
    }
    case "reopen_period": {
      const id = await one(sql`select id from finance.period where state <> 'open' order by starts_on`);
      return () => reopenPeriod(accountant, { id, input: { reason, to: "open" } });
    }
    case "close_year": {
      const id = await year();
      return () => closeYear(accountant, { id });
    }
    default: {
      const id = await year();
      return () => reopenYear(accountant, { id, input: { reason } });
    }
  }
};
