import * as z from "zod";
import { AccountPurpose } from "#core/finance/determination/account-rule.ts";

const amount = z.string().meta({ example: "1250.00" });
const account = z.object({ id: z.uuid(), code: z.string(), name: z.string() });

const Rule = z.object({
  id: z.uuid(),
  keyKind: z.string().describe("default, party, tax, payment_method or product_category."),
  key: z.string(),
  accountId: z.uuid(),
  applies: z
    .enum(["yes", "no", "unknown"])
    .describe("Whether its key was that of this line. Unknown: the ledger does not keep the product's category."),
  chosen: z.boolean(),
});

const Determination = z.object({
  purpose: AccountPurpose,
  candidates: z.array(Rule).describe("The rules of the purpose as they were when the entry was posted, the most specific first."),
});

const Conversion = z.object({
  currency: z.string(),
  amount,
  companyAmount: amount,
  rate: z.string().nullable().describe("What the amounts come to, to ten digits; null where one of them is zero."),
  stored: z
    .object({ id: z.uuid(), rate: z.string(), validOn: z.string(), changedSince: z.boolean() })
    .nullable()
    .describe("The rate of the day in the table of rates, as it is now; `changedSince` when it was changed after the posting."),
  agrees: z
    .boolean()
    .nullable()
    .describe(
      "Whether amount times stored rate is the company amount, within the minor unit that rounding a whole document leaves a line. No: the document named its own rate.",
    ),
});

const Tax = z.object({
  taxCodeId: z.uuid(),
  code: z.string(),
  name: z.string(),
  part: z.string(),
  rateId: z.string().nullable(),
  rate: z.string().nullable().describe("Per cent, of the version of the tax that was stored with the result."),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  currency: z.string(),
  base: amount,
  tax: amount,
  companyBase: amount,
  companyTax: amount,
});

export const EntryExplanation = z
  .object({
    id: z.uuid(),
    number: z.number().int().nullable(),
    kind: z.string(),
    effectiveOn: z.string(),
    description: z.string(),
    journal: z.object({ id: z.uuid(), code: z.string(), name: z.string(), kind: z.string() }),
    posted: z.object({ at: z.string(), byId: z.uuid(), byName: z.string().nullable() }),
    sealed: z
      .object({ at: z.string(), hash: z.string().describe("SHA-256 over the canonical entry and the hash before it, in hex.") })
      .nullable(),
    source: z.object({ type: z.string(), id: z.string() }).nullable().describe("The document that posted it; null: posted by hand."),
    reverses: z.string().nullable(),
    reversedBy: z.string().nullable(),
    commands: z
      .array(
        z.object({
          at: z.string(),
          action: z.string(),
          subjectType: z.string(),
          subjectId: z.string(),
          actorKind: z.string(),
          actorId: z.uuid(),
          actorName: z.string().nullable(),
          requestId: z.string(),
        }),
      )
      .describe("What was done to the entry and its document, approvals included, in order; from the audit trail, as long as it is kept."),
    lines: z.array(
      z.object({
        position: z.number().int(),
        account,
        companyAmount: amount.describe("Debits positive."),
        conversion: Conversion.nullable().describe("Of a line in another currency."),
        determinedBy: z
          .array(Determination)
          .describe("Of a document's entry: the rules that lead to this account. None: the document or a person named it."),
        taxes: z.array(Tax).describe("Results of taxes on this account."),
      }),
    ),
  })
  .meta({ id: "EntryExplanation" });
export type EntryExplanation = z.infer<typeof EntryExplanation>;
