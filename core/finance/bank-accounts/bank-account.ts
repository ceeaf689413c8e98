import * as z from "zod";
import { amount, currencyCode } from "#core/kernel/money.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { calendarDate, codeText, line } from "#core/kernel/text.ts";
import { isValidIban, plainNumber } from "./account-number.ts";

const iban = () =>
  z
    .string()
    .max(60)
    .transform(plainNumber)
    .refine(isValidIban, "This is no IBAN: its length or its check digits are wrong.")
    .meta({ example: "DE02120300000000202051" });
const accountNumber = () =>
  z
    .string()
    .max(60)
    .transform(plainNumber)
    .refine((number) => /^[A-Z0-9/*]{1,40}$/.test(number), "A number has up to 40 letters and digits.")
    .meta({ example: "098121" });
const bic = () =>
  z
    .string()
    .max(20)
    .transform(plainNumber)
    .refine((code) => /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(code), "A BIC has 8 or 11 letters and digits, as in DEUTDEFF.")
    .meta({ example: "BYLADEM1001" });

/** How a bank account is numbered, whoever's it is. */
export const bankAccountNumbers = {
  iban: iban().nullable().default(null),
  accountNumber: accountNumber().nullable().default(null).describe("The bank's own number, where there is no IBAN or files name this one."),
  bankCode: line(40).nullable().default(null).describe("Sort code, routing number or the like."),
  bic: bic().nullable().default(null),
  bankName: line(100).nullable().default(null),
};
const names = { code: codeText(32).meta({ example: "MAIN" }), name: line(100), ...bankAccountNumbers };

/** `opening` is what the bank account held when its first statement begins. With `post` it is booked against the account for opening balances. */
export const BankAccountInput = z
  .strictObject({
    ...names,
    currency: currencyCode(),
    accountId: z.uuid().describe("Its account in the ledger, which no other bank account has."),
    journalId: z.uuid().optional().describe("Default: the bank journal."),
    opening: z
      .strictObject({
        on: calendarDate(),
        balance: amount().default("0").meta({ example: "10000.00" }),
        post: z.boolean().default(false).describe("Whether the ledger does not hold it yet."),
      })
      .meta({ example: { on: "2026-01-01", balance: "10000.00", post: true } }),
  })
  .refine(({ iban, accountNumber }) => iban !== null || accountNumber !== null, {
    message: "Write the IBAN or the bank's own number.",
    path: ["iban"],
  })
  .meta({
    example: {
      code: "MAIN",
      name: "Current account",
      iban: "DE02120300000000202051",
      currency: "EUR",
      accountId: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708",
      opening: { on: "2026-01-01", balance: "10000.00", post: true },
    },
  });
export type BankAccountInput = z.infer<typeof BankAccountInput>;

/** Fields absent are left as they are. Ledger account, currency and opening balance stay once there are statements. */
export const BankAccountPatch = z
  .strictObject({
    code: names.code,
    name: names.name,
    iban: names.iban.unwrap(),
    accountNumber: names.accountNumber.unwrap(),
    bankCode: names.bankCode.unwrap(),
    bic: names.bic.unwrap(),
    bankName: names.bankName.unwrap(),
    active: z.boolean(),
  })
  .partial();
export type BankAccountPatch = z.infer<typeof BankAccountPatch>;

export const BankAccountBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    currency: z.string(),
    iban: z.string().nullable(),
    accountNumber: z.string().nullable(),
    bankCode: z.string().nullable(),
    bic: z.string().nullable(),
    bankName: z.string().nullable(),
    account: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
    journalId: z.uuid(),
    method: z.string().describe("The payment method that goes through this account."),
    opening: z.object({ on: z.string(), balance: z.string(), entryId: z.string().nullable() }),
    balance: z.string().describe("What the bank says: the opening balance and every booked line."),
    linesLeft: z.number().int().describe("Lines that are not matched, or not to the end."),
    lastBookedOn: z.string().nullable(),
    reconciledOn: z.string().nullable().describe("Up to this day statements are reconciled and locked."),
    active: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: "BankAccount" });
export type BankAccountBody = z.infer<typeof BankAccountBody>;

export const BankAccountQuery = PageQuery.omit({ q: true }).extend({ active: z.stringbool().optional() });
export type BankAccountQuery = z.infer<typeof BankAccountQuery>;
export const BankAccountPage = PageOf(BankAccountBody);
