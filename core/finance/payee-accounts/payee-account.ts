import * as z from "zod";
import { PageOf } from "#core/kernel/page.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import { bankAccountNumbers } from "../bank-accounts/bank-account.ts";

const { iban, accountNumber, bankCode, bic, bankName } = bankAccountNumbers;

/** Where a supplier, or a customer who gets money back, is paid from a day on. */
export const PayeeAccountInput = z
  .strictObject({
    iban,
    accountNumber: accountNumber.describe("Where there is no IBAN."),
    bankCode: bankCode.describe("Sort code, routing number or the like, beside an account number."),
    bic,
    bankName,
    holder: line(100).nullable().default(null).describe("In whose name it is, when that is not the party's."),
    validOn: calendarDate().optional().describe("First day that money goes there. Default: today."),
  })
  .refine(({ iban: one, accountNumber: other }) => (one === null) !== (other === null), {
    message: "Write either the IBAN or the bank's own number.",
    path: ["iban"],
  })
  .meta({ example: { iban: "DE02120300000000202051", bic: "BYLADEM1001", bankName: "Deutsche Kreditbank" } });
export type PayeeAccountInput = z.infer<typeof PayeeAccountInput>;

/** What waits for a second person: the number is sealed before it is stored anywhere. */
export const SealedPayeeAccount = z.strictObject({
  id: z.uuid(),
  partyId: z.uuid(),
  validOn: z.string(),
  holder: z.string().nullable(),
  kind: z.enum(["iban", "account_number"]),
  hash: z.string(),
  sealed: z.string(),
  hint: z.string(),
  bankCode: z.string().nullable(),
  bic: z.string().nullable(),
  bankName: z.string().nullable(),
});
export type SealedPayeeAccount = z.infer<typeof SealedPayeeAccount>;

export const PayeeAccountBody = z
  .object({
    id: z.uuid(),
    partyId: z.uuid(),
    kind: z.enum(["iban", "account_number"]),
    hint: z.string().describe("The country and the last four of its number.").meta({ example: "DE…2051" }),
    bankCode: z.string().nullable(),
    bic: z.string().nullable(),
    bankName: z.string().nullable(),
    holder: z.string().nullable(),
    validOn: z.iso.date(),
    isInForce: z.boolean().describe("Whether money paid today goes there."),
    enteredBy: z.object({ id: z.uuid(), name: z.string().nullable() }),
    enteredAt: z.string(),
  })
  .meta({ id: "PayeeAccount" });
export type PayeeAccountBody = z.infer<typeof PayeeAccountBody>;
export const PayeeAccountPage = PageOf(PayeeAccountBody);

export const RevealedNumber = z.object({ id: z.uuid(), number: z.string() }).meta({ id: "RevealedNumber" });
export type RevealedNumber = z.infer<typeof RevealedNumber>;
