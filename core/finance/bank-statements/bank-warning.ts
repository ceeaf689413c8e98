import * as z from "zod";

export const BankWarningCode = z.enum([
  "entries_off_closing",
  "account_off_closing",
  "no_opening",
  "no_closing",
  "balance_unusable",
  "balance_in_other_currency",
  "summary_off",
  "batch_off",
  "balances_torn",
  "account_unknown",
  "known_from_other_format",
  "other",
]);
export type BankWarningCode = z.infer<typeof BankWarningCode>;

/** What a program may go by, and what people read. */
export const BankWarning = z
  .object({
    code: BankWarningCode,
    values: z
      .record(z.string(), z.string())
      .describe("What the text names: amounts without their currency, days, numbers; `currency` beside them."),
    text: z.string().describe("The same in English."),
  })
  .meta({
    id: "BankWarning",
    example: {
      code: "entries_off_closing",
      values: { sum: "150.00", closing: "151.00", currency: "EUR" },
      text: "Opening balance and entries come to 150.00 EUR, the closing balance is 151.00 EUR: entries are missing or the file is wrong.",
    },
  });
export type BankWarning = z.infer<typeof BankWarning>;

type Values = Readonly<Record<string, string>>;

const TEXTS: Readonly<Record<BankWarningCode, (values: Values) => string>> = {
  entries_off_closing: ({ sum, closing, currency }) =>
    `Opening balance and entries come to ${sum} ${currency}, the closing balance is ${closing} ${currency}: entries are missing or the file is wrong.`,
  account_off_closing: ({ day, sum, closing, currency }) =>
    `On ${day} the account comes to ${sum} ${currency}, the bank says ${closing} ${currency}: a statement is missing, or the opening balance is another one.`,
  no_opening: () => "The statement names no opening balance.",
  no_closing: () => "The statement names no closing balance, so its entries cannot be checked and it cannot be reconciled.",
  balance_unusable: ({ balance, reason }) => `The ${balance} balance cannot be used: ${reason}`,
  balance_in_other_currency: ({ balance, other, currency }) => `The ${balance} balance is in ${other}, the account in ${currency}.`,
  summary_off: ({ told, side, sum }) => `The summary says ${told} of ${side}, the entries come to ${sum}.`,
  batch_off: ({ entry, sum, amount }) =>
    `The parts of entry ${entry} come to ${sum}, not to its ${amount}; they are shown for information.`,
  balances_torn: () => "The balances behind the lines do not follow from each other.",
  account_unknown: ({ number, currency }) =>
    `Left out: There is no bank account for ${number ? `${number} in ${currency}` : "one without a number"}. Enter it first, or say which one the file is of.`,
  known_from_other_format: ({ count }) =>
    `${count} lines were recognised as already imported from a file of another format, by day, amount and text.`,
  other: ({ text }) => text ?? "",
};

export const bankWarning = (code: BankWarningCode, values: Values = {}): BankWarning => ({ code, values, text: TEXTS[code](values) });

/** A warning as it was stored; statements from before there were codes have its text alone. */
export const storedWarning = (stored: string | BankWarning): BankWarning =>
  typeof stored === "string" ? bankWarning("other", { text: stored }) : stored;
