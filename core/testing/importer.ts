import { confirmLines } from "#core/finance/bank-matching/confirm-lines.ts";
import { ConfirmInput } from "#core/finance/bank-matching/confirmation.ts";
import { reconcileStatement } from "#core/finance/bank-matching/reconcile-statement.ts";
import { getReconciliation } from "#core/finance/bank-matching/reconciliation.ts";
import { BankLineQuery } from "#core/finance/bank-statements/bank-statement.ts";
import { listBankLines } from "#core/finance/bank-statements/list-bank-lines.ts";
import { createRate } from "#core/finance/currencies/write-rate.ts";
import { postManualEntry } from "#core/finance/entries/post-manual-entry.ts";
import { draftInvoice } from "#core/finance/invoices/draft-invoice.ts";
import { InvoiceInput } from "#core/finance/invoices/invoice.ts";
import { issueInvoice } from "#core/finance/invoices/issue-invoice.ts";
import { createParty } from "#core/finance/parties/create-party.ts";
import { PartyInput } from "#core/finance/parties/party.ts";
import { PaymentTermInput } from "#core/finance/payment-terms/payment-term.ts";
import { createPaymentTerm } from "#core/finance/payment-terms/write-term.ts";
import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import { createCustomer } from "#core/sales/customers/create-customer.ts";
import { CustomerInput } from "#core/sales/customers/customer.ts";
import { aCaller, anApi } from "./api.ts";
import { aBankAccount, camtFile, sendBankFile } from "./bank.ts";
import { bookOf } from "./books.ts";
import { aCompany, reading, resultOf } from "./company.ts";

type Wish = Readonly<Record<string, unknown>>;
/** `[description, quantity, unit price, tax code, account?]` */
type DocumentLine = readonly [text: string, quantity: string, unitPrice: string, tax: string, account?: string];
/** What a line of the bank is: a posting that is there, an account to post against, or whatever the command takes. */
type Meaning = Readonly<{ entry: string }> | Readonly<{ account: string; tax?: string }> | Wish;

const IBANS = { GBP: "GB82WEST12345698765432", USD: "GB33BUKB20201555555555" } as const;

/** A small importer in London, in pounds, who buys and sells in dollars too, and what is done there, each on its day. */
export const anImporter = async (today: string) => {
  const company = await aCompany({ today });
  const book = await bookOf(company);
  const caller = await aCaller(company, ["accountant"], anApi({ today }));
  const on = (day: string) => company.as({ today: day });
  const banks = {
    GBP: await aBankAccount(company, "1200", { iban: IBANS.GBP, opening: { on: "2025-01-01", balance: "0.00" } }),
    USD: await aBankAccount(company, "1210", { iban: IBANS.USD, currency: "USD", opening: { on: "2025-01-01", balance: "0.00" } }),
  };

  const customer = async (name: string, more: Wish = {}) =>
    resultOf(await createCustomer(company.as(), CustomerInput.parse({ name, currency: "GBP", ...more }))).id;
  const supplier = async (name: string, more: Wish = {}) =>
    resultOf(await createParty(company.as(), PartyInput.parse({ name, currency: "GBP", ...more }))).id;
  const terms = async (wish: Wish) => resultOf(await createPaymentTerm(company.as(), PaymentTermInput.parse(wish))).id;
  const rate = async (validOn: string, value: string) =>
    resultOf(await createRate(company.as(), { currency: "USD", rate: value, validOn }));

  const tax = async (code: string) =>
    reading(company.as(), async ({ db }) => {
      const found = db.selectFrom("finance.taxCode").select("id").where("companyId", "=", company.id).where("code", "=", code);
      return (await found.executeTakeFirstOrThrow()).id;
    });

  /** What a payment that came back left behind: the entry that reverses it, the one of the bank's fee, and the invoice over the fee. */
  const leftBy = (paymentId: string) =>
    reading(company.as(), async ({ db }) => {
      const entries = db.selectFrom("finance.journalEntry").select("id").where("companyId", "=", company.id);
      const paid = db.selectFrom("finance.payment").select("entryId").where("companyId", "=", company.id).where("id", "=", paymentId);
      const [reversal, fee, invoice] = await Promise.all([
        entries.where("reversesEntryId", "=", paid).executeTakeFirstOrThrow(),
        entries.where("sourceId", "=", paymentId).where("description", "like", "Bank fee%").executeTakeFirstOrThrow(),
        db
          .selectFrom("finance.invoice")
          .select("id")
          .where("companyId", "=", company.id)
          .where("sourceId", "=", paymentId)
          .executeTakeFirstOrThrow(),
      ]);
      return { reversalId: reversal.id, feeEntryId: fee.id, invoiceId: invoice.id };
    });

  /** Drafts and issues an invoice or bill on a day. */
  const document = async (day: string, partyId: string, lines: readonly DocumentLine[], { dueOn, ...more }: Wish = {}) => {
    const input = InvoiceInput.parse({
      partyId,
      lines: lines.map(([description, quantity, unitPrice, tax, code]) => ({
        ...{ description, quantity, unitPrice, taxCodes: [tax] },
        ...(code === undefined ? {} : { accountId: book.account(code) }),
      })),
      ...more,
    });
    const { id } = resultOf(await draftInvoice(on(day), input));
    return resultOf(await issueInvoice(on(day), { id, issuedOn: day, ...(dueOn === undefined ? {} : { dueOn: String(dueOn) }) }));
  };

  const payment = async (day: string, input: Wish) => resultOf(await recordPayment(on(day), PaymentInput.parse(input)));

  const entry = async (
    day: string,
    description: string,
    lines: readonly (readonly [code: string, debit: string | null, credit?: string])[],
  ) =>
    resultOf(
      await postManualEntry(on(day), {
        description,
        lines: lines.map(([code, debit, credit]) => ({
          accountId: book.account(code),
          ...(debit === null ? { credit: credit ?? "" } : { debit }),
        })),
      }),
    );

  /** Imports a statement of the bank. */
  const statement = async (currency: "GBP" | "USD", wish: Omit<Parameters<typeof camtFile>[0], "iban" | "currency">) => {
    const { status, body } = await sendBankFile(caller, camtFile({ iban: IBANS[currency], currency, ...wish }));
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body as Readonly<{ added: number; known: number; warnings: unknown[]; statements: readonly { id: string }[] }>;
  };

  /** Says what the lines of the bank are, by the bank's references. */
  const explain = async (currency: "GBP" | "USD", meanings: Readonly<Record<string, Meaning>>) => {
    const { items } = resultOf(await listBankLines(company.as(), BankLineQuery.parse({ bankAccountId: banks[currency].id, limit: "200" })));
    for (const [reference, meaning] of Object.entries(meanings)) {
      const line = items.find(({ bankReference }) => bankReference === reference);
      if (!line) throw new Error(`The bank has no line ${reference}.`);
      const part =
        "entry" in meaning
          ? { kind: "existing", entryId: meaning.entry, position: await positionAt(String(meaning.entry), banks[currency].account.id) }
          : "account" in meaning
            ? { kind: "entry", amount: line.amount, accountId: book.account(String(meaning.account)), taxCodeId: meaning.tax }
            : { amount: line.amount, ...meaning };
      resultOf(await confirmLines(company.as(), ConfirmInput.parse({ lines: [{ lineId: line.id, parts: [part] }] })));
    }
  };

  const positionAt = async (entryId: string, accountId: string): Promise<number> => {
    const { body } = await caller.get(`/finance/entries/${entryId}`);
    return body.lines.find((line: { account: { id: string } }) => line.account.id === accountId).position;
  };

  const reconcile = async (id: string) => resultOf(await reconcileStatement(company.as(), { id }));
  const reconciliation = async (currency: "GBP" | "USD", asOf: string) =>
    resultOf(await getReconciliation(company.as(), { id: banks[currency].id, asOf }));

  return {
    company,
    book,
    caller,
    on,
    customer,
    supplier,
    terms,
    rate,
    tax,
    leftBy,
    document,
    payment,
    entry,
    statement,
    explain,
    reconcile,
    reconciliation,
  };
};
export type Importer = Awaited<ReturnType<typeof anImporter>>;
