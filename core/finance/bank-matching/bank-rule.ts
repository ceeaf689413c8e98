import * as z from "zod";
import { LineDimensions } from "#core/finance/dimensions/dimension.ts";
import { nonNegativeAmount } from "#core/kernel/money.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";
import { line } from "#core/kernel/text.ts";

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
export const RuleCondition = z.discriminatedUnion("field", [TextCondition, AmountCondition, DirectionCondition]);
export type RuleCondition = z.infer<typeof RuleCondition>;

export const RuleConditions = z.strictObject({
  all: z
    .array(RuleCondition)
    .min(1)
    .max(20)
    .refine(
      (all) => all.some(({ field }) => field !== "direction" && field !== "amount"),
      "Name a text, a name, a reference or a kind of transaction as well.",
    ),
});
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
  conditions: RuleConditions,
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
    conditions: RuleConditions,
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
  .strictObject({ bankAccountId: fields.bankAccountId, conditions: RuleConditions })
  .meta({ example: { conditions: example.conditions } });
export type RuleTestInput = z.infer<typeof RuleTestInput>;
