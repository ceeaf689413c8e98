import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { line } from "#core/kernel/text.ts";

/** What a posting needs an account for. */
export const PURPOSES = [
  "receivable",
  "payable",
  "revenue",
  "freight",
  "discount",
  "purchase",
  "payment",
  "exchange",
  "unrealised_gain",
  "unrealised_loss",
  "rounding",
  "retained_earnings",
  "opening",
  "suspense",
  "discount_allowed",
  "discount_received",
  "write_off",
  "bank_fees",
] as const;
export const AccountPurpose = z.enum(PURPOSES);
export type AccountPurpose = z.infer<typeof AccountPurpose>;

/** What a rule can be about beside the default, the most specific first. */
export const KEY_KINDS = ["product_category", "party", "tax", "payment_method"] as const;
const KeyKind = z.enum(KEY_KINDS);

export const AccountRuleInput = z.strictObject({
  purpose: AccountPurpose,
  keyKind: KeyKind,
  key: line(100).describe("The id of the category, party or tax, or the code of the payment method."),
  accountId: z.uuid(),
});
export type AccountRuleInput = z.infer<typeof AccountRuleInput>;

export const AccountRulePatch = z.strictObject({ accountId: z.uuid() });
export type AccountRulePatch = z.infer<typeof AccountRulePatch>;

export const AccountRuleBody = z
  .object({
    id: z.uuid(),
    purpose: AccountPurpose,
    keyKind: z.enum(["default", ...KEY_KINDS]),
    key: z.string(),
    accountId: z.uuid(),
    version: z.number().int(),
  })
  .meta({ id: "AccountRule" });
export type AccountRuleBody = z.infer<typeof AccountRuleBody>;

export const AccountRuleQuery = PageQuery.omit({ q: true }).extend({ purpose: AccountPurpose.optional() });
export type AccountRuleQuery = z.infer<typeof AccountRuleQuery>;
