import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, codeText, line } from "#core/kernel/text.ts";

const rate = () =>
  z
    .string()
    .regex(/^(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?$/, 'Write a rate like "19" or "9.975", not negative.')
    .meta({ example: "19" });

export const TaxInput = z
  .strictObject({
    code: codeText(32),
    name: line(100),
    kind: z.enum(["percent", "fixed_per_unit"]).default("percent"),
    usage: z.enum(["sale", "purchase"]).default("sale"),
    included: z.boolean().default(false).describe("Whether prices hold the tax already."),
    compound: z.boolean().default(false).describe("Whether it is charged on the taxes before it too."),
    accountId: z.uuid(),
    rate: rate().describe("A percentage, or an amount for each unit."),
    validFrom: calendarDate().optional().describe("Default: always."),
  })
  .refine((tax) => tax.kind === "fixed_per_unit" || Number(tax.rate) <= 1000, { message: "A percentage is at most 1000.", path: ["rate"] });
export type TaxInput = z.infer<typeof TaxInput>;

/** What kind of tax it is stays: documents refer to it. */
export const TaxPatch = z.strictObject({ name: line(100), accountId: z.uuid(), active: z.boolean() }).partial();
export type TaxPatch = z.infer<typeof TaxPatch>;

export const TaxRateInput = z.strictObject({ rate: rate(), validFrom: calendarDate() });
export type TaxRateInput = z.infer<typeof TaxRateInput>;

export const TaxBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    kind: z.enum(["percent", "fixed_per_unit"]),
    usage: z.enum(["sale", "purchase"]),
    included: z.boolean(),
    compound: z.boolean(),
    accountId: z.uuid(),
    active: z.boolean(),
    rates: z.array(z.object({ rate: z.string(), from: z.string().nullable(), to: z.string().nullable().describe("The last day.") })),
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
