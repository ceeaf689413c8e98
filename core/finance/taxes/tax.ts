import * as z from "zod";
import { percentage } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, codeText, line } from "#core/kernel/text.ts";
import { TAX_CATEGORIES } from "./charged-tax.ts";

const rate = () =>
  z
    .string()
    .regex(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/, 'Write a rate like "19" or "9.975", not negative.')
    .meta({ example: "19" });

const deductible = () =>
  percentage().describe("The share of a tax on purchases that may be deducted. Default: 100.").meta({ example: "50" });

const treatment = z
  .enum(["standard", "reverse_charge", "withholding"])
  .describe("Added to a document, owed and claimed by the buyer beside it, or kept back from its payment.");
const category = z
  .enum(TAX_CATEGORIES)
  .describe("Of EN 16931: standard, zero, exempt, reverse charge, within the EU, export, outside the scope.");
const exemptionCode = z
  .string()
  .regex(/^[A-Z0-9.-]{1,40}$/, 'Write a code like "VATEX-EU-IC".')
  .meta({ example: "VATEX-EU-IC" });
const recognisedOn = z.enum(["document", "payment"]).describe("When it is due: with the document, or as far as that is paid.");

const accounts = {
  accountId: z.uuid(),
  reverseAccountId: z.uuid().nullable().describe("Of a reverse charge: where it is owed; accountId is where it is claimed."),
  nondeductibleAccountId: z.uuid().nullable().describe("Where the part goes that may not be deducted. Default: the account of the line."),
  pendingAccountId: z.uuid().nullable().describe("Where a tax due on payment waits until then."),
};
const facts = {
  name: line(100),
  kind: z.enum(["percent", "fixed_per_unit"]),
  usage: z.enum(["sale", "purchase"]),
  treatment,
  category: category.nullable(),
  exemptionCode: exemptionCode.nullable(),
  exemptionReason: line(500).nullable(),
  recognisedOn,
  included: z.boolean().describe("Whether prices hold the tax already."),
  compound: z.boolean().describe("Whether it is charged on the taxes before it too."),
};

type Sensible = Readonly<{
  kind: string;
  usage: string;
  treatment: string;
  rate: string;
  included: boolean;
  recognisedOn: string;
  reverseAccountId?: string | null | undefined;
  pendingAccountId?: string | null | undefined;
  deductiblePercent?: string | undefined;
  category?: string | null | undefined;
  exemptionCode?: string | null | undefined;
  exemptionReason?: string | null | undefined;
}>;

/** What makes no sense together; Postgres refuses the same. */
export const contradictions = (tax: Sensible): [field: string, message: string][] => {
  const isReverse = tax.treatment === "reverse_charge";
  const found: [boolean, string, string][] = [
    [tax.kind === "percent" && Number(tax.rate) > 1000, "rate", "A percentage is at most 1000."],
    [
      isReverse !== Boolean(tax.reverseAccountId),
      "reverseAccountId",
      "A reverse charge has an account where it is owed, no other tax has.",
    ],
    [isReverse && tax.usage !== "purchase", "usage", "A reverse charge is on purchases; on sales it is a tax of 0 % in category AE."],
    [isReverse && tax.recognisedOn === "payment", "recognisedOn", "A reverse charge is due at once."],
    [tax.treatment !== "standard" && tax.included, "included", "Only a tax that is added can be in the price."],
    [
      (tax.recognisedOn === "payment") !== Boolean(tax.pendingAccountId),
      "pendingAccountId",
      "A tax due on payment has an account to wait on, no other has.",
    ],
    [
      tax.deductiblePercent !== undefined &&
        Number(tax.deductiblePercent) !== 100 &&
        (tax.usage !== "purchase" || tax.treatment === "withholding"),
      "deductiblePercent",
      "Only a tax on purchases is deductible in part.",
    ],
    [
      Boolean(tax.exemptionCode || tax.exemptionReason) && !["E", "AE", "K", "G", "O"].includes(tax.category ?? ""),
      "exemptionCode",
      "A reason belongs to the categories E, AE, K, G and O.",
    ],
  ];
  return found.flatMap(([wrong, field, message]) => (wrong ? [[field, message]] : []));
};

export const TaxInput = z
  .strictObject({
    ...facts,
    ...accounts,
    code: codeText(32),
    kind: facts.kind.default("percent"),
    usage: facts.usage.default("sale"),
    treatment: treatment.default("standard"),
    category: facts.category.optional(),
    exemptionCode: facts.exemptionCode.optional(),
    exemptionReason: facts.exemptionReason.optional(),
    recognisedOn: recognisedOn.default("document"),
    included: facts.included.default(false),
    compound: facts.compound.default(false),
    reverseAccountId: accounts.reverseAccountId.optional(),
    nondeductibleAccountId: accounts.nondeductibleAccountId.optional(),
    pendingAccountId: accounts.pendingAccountId.optional(),
    rate: rate().describe("A percentage, or an amount for each unit."),
    deductiblePercent: deductible().optional(),
    validFrom: calendarDate().optional().describe("Default: always."),
  })
  .superRefine((tax, context) => {
    for (const [field, message] of contradictions(tax)) context.addIssue({ code: "custom", path: [field], message });
  })
  .meta({ example: { code: "STANDARD", name: "VAT 20 %", category: "S", accountId: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708", rate: "20" } });
export type TaxInput = z.infer<typeof TaxInput>;

/** What a tax is (kind, usage, treatment, category) can change until it is used; its code stays. */
export const TaxPatch = z.strictObject({ ...facts, ...accounts, active: z.boolean() }).partial();
export type TaxPatch = z.infer<typeof TaxPatch>;

export const TaxRateInput = z.strictObject({ rate: rate(), deductiblePercent: deductible().optional(), validFrom: calendarDate() });
export type TaxRateInput = z.infer<typeof TaxRateInput>;

export const TaxBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    ...facts,
    ...accounts,
    active: z.boolean(),
    used: z.boolean().describe("Whether books name it, so that it stays what it is."),
    rates: z.array(
      z.object({
        id: z.uuid(),
        rate: z.string(),
        deductiblePercent: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable().describe("The last day."),
      }),
    ),
    version: z.number().int(),
  })
  .meta({ id: "Tax" });
export type TaxBody = z.infer<typeof TaxBody>;

export const TaxQuery = PageQuery.extend({ usage: z.enum(["sale", "purchase"]).optional(), active: z.stringbool().optional() });
export type TaxQuery = z.infer<typeof TaxQuery>;

export const TaxClass = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "A tax class is a word in small letters.");
export const TaxClassInput = z.strictObject({
  taxCodeIds: z.array(z.uuid()).max(10).describe("In the order they are calculated. None: the class bears no tax any more."),
});
export type TaxClassInput = z.infer<typeof TaxClassInput>;

export const TaxClassBody = z
  .object({ taxClass: z.string(), taxes: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string() })) })
  .meta({ id: "TaxClass" });
export type TaxClassBody = z.infer<typeof TaxClassBody>;

export const TaxClassQuery = PageQuery.omit({ q: true });
export type TaxClassQuery = z.infer<typeof TaxClassQuery>;
