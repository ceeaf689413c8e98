import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, line } from "#core/kernel/text.ts";

export const AccountType = z.enum(["asset", "liability", "equity", "income", "expense"]);
export type AccountType = z.infer<typeof AccountType>;
const Side = z.enum(["debit", "credit"]);

const code = () =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, "An account code has up to 32 letters, digits, points, dashes and underscores.");

export const AccountInput = z.strictObject({
  code: code(),
  name: line(200),
  nameLocal: line(200).nullable().default(null),
  type: AccountType,
  subtype: codeText(40).default("other"),
  normalBalance: Side.optional().describe("Default: debit for assets and expenses, credit for the others."),
  isContra: z.boolean().default(false),
  manualPosting: z.boolean().default(true).describe("Whether journal entries by hand may use it."),
});
export type AccountInput = z.infer<typeof AccountInput>;

/** Fields absent are left as they are. The type of an account that has postings stays. */
export const AccountPatch = z
  .strictObject({
    code: code(),
    name: line(200),
    nameLocal: line(200).nullable(),
    type: AccountType,
    subtype: codeText(40),
    normalBalance: Side,
    isContra: z.boolean(),
    manualPosting: z.boolean(),
    active: z.boolean(),
  })
  .partial();
export type AccountPatch = z.infer<typeof AccountPatch>;

export const AccountBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    nameLocal: z.string().nullable(),
    type: AccountType,
    subtype: z.string(),
    normalBalance: Side,
    isContra: z.boolean(),
    manualPosting: z.boolean(),
    active: z.boolean(),
    parentId: z.string().nullable().describe("The account whose code this one's code begins with: 51 is above 512."),
    version: z.number().int(),
  })
  .meta({ id: "Account" });
export type AccountBody = z.infer<typeof AccountBody>;

export const AccountQuery = PageQuery.extend({
  type: AccountType.optional(),
  subtype: z.string().max(40).optional(),
  active: z.stringbool().optional(),
});
export type AccountQuery = z.infer<typeof AccountQuery>;

/** The side on which an account of this type grows. */
export const sideOf = (type: AccountType): "debit" | "credit" => (type === "asset" || type === "expense" ? "debit" : "credit");
