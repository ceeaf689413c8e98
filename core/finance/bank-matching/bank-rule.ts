import * as z from "zod";
import { LineDimensions } from "#core/finance/dimensions/dimension.ts";
import { nonNegativeAmount } from "#core/kernel/money.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { line } from "#core/kernel/text.ts";
import { isValidIban, plainNumber } from "../bank-accounts/account-number.ts";

const TextCondition = z.strictObject({
  field: z.enum(["text", "name", "reference", "code"]),
  test: z.enum(["contains", "equals", "startsWith"]).default("contains"),
  value: line(140).describe("In any case."),
});
const AmountCondition = z.strictObject({
  field: z.literal("amount"),
  from: nonNegativeAmount().optional().describe("Without its sign."),
  to: nonNegativeAmount().optional(),
});
const DirectionCondition = z.strictObject({ field: z.literal("direction"), value: z.enum(["in", "out"]) });
const PartyCondition = z.strictObject({
  field: z.literal("party"),
  partyId: z.uuid().describe("Whose the other account is, as confirmed before or entered to pay them, or whose name the line bears."),
});
const looksLikeIban = (number: string) => /^[A-Z]{2}\d{2}[A-Z0-9]{10,}$/.test(number);
const otherNumber = z
  .string()
  .max(60)
  .transform(plainNumber)
  .refine((number) => /^[A-Z0-9/*]{3,40}$/.test(number), "A number has 3 to 40 letters and digits.")
  .refine((number) => !looksLikeIban(number) || isValidIban(number), "This is no IBAN: its length or its check digits are wrong.");
const hint = z.string().max(20).describe("What may be shown of it.").meta({ example: "DE…2051" });
/** A number comes in whole and is kept sealed; all that ever leaves is its hint. */
const AccountConditionInput = z
  .strictObject({
    field: z.literal("account"),
    number: otherNumber.optional().describe("The IBAN of the other side, or its bank's own number. It is kept sealed."),
    hint: hint.optional().describe("Instead of the number: the one that the rule has already."),
  })
  .refine(({ number, hint: kept }) => (number === undefined) !== (kept === undefined), { message: "Write the number.", path: ["number"] });
const AccountCondition = z.strictObject({ field: z.literal("account"), hint });
const SealedAccountCondition = AccountCondition.extend({ sealed: z.string() });

const plain = [TextCondition, AmountCondition, DirectionCondition, PartyCondition] as const;
/** All of them hold; one at least is about more than the amount. */
const all = <C extends z.ZodType<{ field: string }>>(condition: C) =>
  z.strictObject({
    all: z
      .array(condition)
      .min(1)
      .max(20)
      .refine(
        (conditions) => conditions.some(({ field }) => field !== "direction" && field !== "amount"),
        "Name a text, a name, a reference, a kind of transaction, an account or a party as well.",
      ),
  });
export const RuleConditionsInput = all(z.discriminatedUnion("field", [...plain, AccountConditionInput]));
export type RuleConditionsInput = z.infer<typeof RuleConditionsInput>;
/** As they are stored. */
export const SealedRuleConditions = all(z.discriminatedUnion("field", [...plain, SealedAccountCondition]));
export type SealedRuleConditions = z.infer<typeof SealedRuleConditions>;
/** As they are shown. */
export const RuleConditions = all(z.discriminatedUnion("field", [...plain, AccountCondition]));
export type RuleConditions = z.infer<typeof RuleConditions>;

export const RuleOutcome = z.strictObject({
  accountId: z.uuid(),
  partyId: z.uuid().optional(),
  taxCodeId: z.uuid().optional().describe("A tax that the amount includes."),
  dimensions: LineDimensions.optional(),
  description: line(500).optional().describe("Default: what the bank says."),
});
export type RuleOutcome = z.infer<typeof RuleOutcome>;

const fields = {
  name: line(100),
  priority: z.number().int().min(1).max(9999).default(100).describe("The lowest goes first."),
  mode: z
    .enum(["suggest", "automatic"])
    .default("suggest")
    .describe("Whether lines are matched by it when they come in, or only suggested."),
  bankAccountId: z.uuid().nullable().default(null).describe("Null for lines of every account."),
  conditions: RuleConditionsInput,
  outcome: RuleOutcome,
};

const example = {
  name: "Account fees",
  conditions: {
    all: [
      { field: "text", test: "contains", value: "account fee" },
      { field: "direction", value: "out" },
    ],
  },
  outcome: { accountId: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708", description: "Bank charges" },
};

export const BankRuleInput = z.strictObject(fields).meta({ example });
export type BankRuleInput = z.infer<typeof BankRuleInput>;

export const BankRulePatch = z
  .strictObject({
    name: fields.name,
    priority: fields.priority.unwrap(),
    mode: fields.mode.unwrap(),
    bankAccountId: fields.bankAccountId.unwrap(),
    conditions: RuleConditionsInput,
    outcome: RuleOutcome,
    active: z.boolean(),
  })
  .partial()
  .meta({ example: { name: "Account fees", priority: 10 } });
export type BankRulePatch = z.infer<typeof BankRulePatch>;

export const BankRuleBody = z
  .object({
    id: z.uuid(),
    name: z.string(),
    priority: z.number().int(),
    mode: z.enum(["suggest", "automatic"]),
    bankAccountId: z.string().nullable(),
    conditions: RuleConditions,
    outcome: RuleOutcome,
    active: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: "BankRule" });
export type BankRuleBody = z.infer<typeof BankRuleBody>;

export const BankRuleQuery = PageQuery.omit({ q: true });
export const BankRulePage = PageOf(BankRuleBody);

export const RuleTestInput = z
  .strictObject({
    bankAccountId: fields.bankAccountId,
    conditions: RuleConditionsInput,
    ruleId: z.uuid().optional().describe("A rule that is being changed: numbers named by their hints are its own."),
  })
  .meta({ example: { conditions: example.conditions } });
export type RuleTestInput = z.infer<typeof RuleTestInput>;
