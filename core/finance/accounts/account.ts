import * as z from "zod";
import { CashFlowClass } from "#core/finance/reports/cash-flow-class.ts";
import { currencyCode } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, codeText, line } from "#core/kernel/text.ts";

export const AccountType = z.enum(["asset", "liability", "equity", "income", "expense"]);
export type AccountType = z.infer<typeof AccountType>;
const Side = z.enum(["debit", "credit"]);

const code = () =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, "An account code has up to 32 letters, digits, points, dashes and underscores.");
const unlike = (values: readonly string[]) => new Set(values).size === values.length;
const currencies = () =>
  z.array(currencyCode()).min(1, "Name a currency, or leave this out.").max(20, "At most 20 currencies.").refine(unlike, "Name each once.");
const dimensions = () => z.array(z.uuid()).max(5, "At most 5 dimensions.").refine(unlike, "Name each once.");
const postingRoles = () => z.array(z.uuid()).max(50, "At most 50 roles.").refine(unlike, "Name each once.");

/** Whose open items an account carries. */
export const Control = z.enum(["receivable", "payable"]);

const limits = {
  opensOn: calendarDate().nullable().describe("The first day on which it may be posted to; null: any."),
  closesOn: calendarDate().nullable().describe("The last day on which it may be posted to; null: any."),
  currencies: currencies().nullable().describe("The currencies it takes; null: any."),
  requiredDimensionIds: dimensions().describe("Dimensions, like the cost centre, of which every line must name a value."),
  postingRoleIds: postingRoles()
    .nullable()
    .describe(
      "Roles whose members may post to it by hand; null: whoever may post by hand. API keys have no role. What documents post is not by hand.",
    ),
};

const fields = {
  code: code(),
  name: line(200),
  nameLocal: line(200).nullable(),
  type: AccountType,
  subtype: codeText(40),
  normalBalance: Side,
  isContra: z.boolean(),
  cashFlow: CashFlowClass.nullable().describe(
    "Where its movements stand in the cash flow statement; null: where accounts of its type and subtype usually do.",
  ),
  parentId: z.uuid().nullable().describe("The heading above, of the same type."),
  isGroup: z.boolean().describe("A heading: it totals what is below and is not posted to."),
  manualPosting: z.boolean().describe("Whether journal entries by hand may use it; never true of a heading."),
  control: Control.nullable().describe(
    "A control account: each of its lines names a customer or supplier and is an open item. Set before the first posting, or by a rule for it; null: none.",
  ),
  ...limits,
};

const inOrder = ({ opensOn, closesOn }: Readonly<{ opensOn?: string | null | undefined; closesOn?: string | null | undefined }>) =>
  !opensOn || !closesOn || opensOn <= closesOn;
const orderFault = { path: ["closesOn"], error: "An account closes on or after the day it opens." };

export const AccountInput = z
  .strictObject({
    ...fields,
    nameLocal: fields.nameLocal.default(null),
    subtype: fields.subtype.default("other"),
    normalBalance: fields.normalBalance.optional().describe("Default: debit for assets and expenses, credit for the others."),
    isContra: fields.isContra.default(false),
    cashFlow: fields.cashFlow.default(null),
    parentId: fields.parentId.default(null),
    isGroup: fields.isGroup.default(false),
    manualPosting: fields.manualPosting.default(true),
    control: fields.control.default(null),
    opensOn: limits.opensOn.default(null),
    closesOn: limits.closesOn.default(null),
    currencies: limits.currencies.default(null),
    requiredDimensionIds: limits.requiredDimensionIds.default([]),
    postingRoleIds: limits.postingRoleIds.default(null),
  })
  .refine(inOrder, orderFault);
export type AccountInput = z.infer<typeof AccountInput>;

/** Fields absent are left as they are. The type of an account that has postings stays. */
export const AccountPatch = z
  .strictObject({ ...fields, active: z.boolean() })
  .partial()
  .refine(inOrder, orderFault);
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
    cashFlow: CashFlowClass.nullable(),
    parentId: z.string().nullable().describe("The heading above."),
    isGroup: z.boolean().describe("A heading: it totals what is below and is not posted to."),
    manualPosting: z.boolean(),
    control: Control.nullable().describe("Whose open items its lines are: each names a customer or supplier."),
    active: z.boolean(),
    opensOn: z.string().nullable(),
    closesOn: z.string().nullable(),
    currencies: z.array(z.string()).nullable(),
    requiredDimensionIds: z.array(z.string()),
    postingRoleIds: z.array(z.string()).nullable(),
    version: z.number().int(),
  })
  .meta({ id: "Account" });
export type AccountBody = z.infer<typeof AccountBody>;

export const AccountQuery = PageQuery.extend({
  type: AccountType.optional(),
  subtype: z.string().max(40).optional(),
  active: z.stringbool().optional(),
  isGroup: z.stringbool().optional().describe("Headings only, or accounts only."),
});
export type AccountQuery = z.infer<typeof AccountQuery>;

/** The side on which an account of this type grows. */
export const sideOf = (type: AccountType): "debit" | "credit" => (type === "asset" || type === "expense" ? "debit" : "credit");

/** The side on which an account grows; a contra account on the other one. */
export const growsOn = ({ type, isContra }: Readonly<{ type: AccountType; isContra: boolean }>): "debit" | "credit" =>
  isContra === (sideOf(type) === "credit") ? "debit" : "credit";
