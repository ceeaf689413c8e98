import * as z from "zod";
import { percentage, positiveAmount } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, line } from "#core/kernel/text.ts";

const due = {
  days: z.number().int().min(0).max(730).default(0).describe("Days after the document's date."),
  months: z.number().int().min(0).max(36).default(0).describe("Whole months before the days are counted."),
  endOfMonth: z.boolean().default(false).describe("Then on to the end of that month."),
  dayOfMonth: z
    .number()
    .int()
    .min(1)
    .max(31)
    .nullable()
    .default(null)
    .describe("Then on to this day of a month, the last one where it has fewer."),
};

/** One instalment: how much, and when. */
export const TermPart = z.discriminatedUnion("share", [
  z.strictObject({ share: z.literal("percent"), value: percentage(), ...due }),
  z.strictObject({ share: z.literal("fixed"), value: positiveAmount().describe("In the document's currency."), ...due }),
  z.strictObject({ share: z.literal("remainder"), ...due }),
]);
export type TermPart = z.infer<typeof TermPart>;

const parts = z
  .array(TermPart)
  .min(1, "Terms have at least one instalment.")
  .max(36, "Terms have at most 36 instalments.")
  .refine((all) => all.every(({ share }, index) => (share === "remainder") === (index === all.length - 1)), {
    message: "The last instalment is the remainder, and no other is.",
  })
  .refine((all) => all.reduce((sum, part) => sum + (part.share === "percent" ? Number(part.value) : 0), 0) < 100.000_001, {
    message: "The percentages are more than 100.",
  });

export const TermDiscount = z.strictObject({
  days: z.number().int().min(0).max(365).describe("Days after the document's date within which it may be taken."),
  percent: percentage(),
});
export type TermDiscount = z.infer<typeof TermDiscount>;

const discounts = z
  .array(TermDiscount)
  .max(3, "Terms have at most three discounts.")
  .refine(
    (all) =>
      all.every(
        ({ days, percent }, index) =>
          index === 0 || (days > (all[index - 1]?.days ?? 0) && Number(percent) < Number(all[index - 1]?.percent)),
      ),
    "The earlier a discount ends, the larger it is; the earliest stands first.",
  );

const fields = {
  code: codeText(32),
  name: line(100),
  parts,
  discounts: discounts.default([]),
  discountReducesTax: z.boolean().default(true).describe("Whether a discount takes its part of the tax with it."),
};

export const PaymentTermInput = z.strictObject(fields);
export type PaymentTermInput = z.infer<typeof PaymentTermInput>;

/** Fields absent are left as they are. Documents keep the dates and discounts they were issued with. */
export const PaymentTermPatch = z
  .strictObject({ code: codeText(32), name: line(100), parts, discounts, discountReducesTax: z.boolean(), active: z.boolean() })
  .partial();
export type PaymentTermPatch = z.infer<typeof PaymentTermPatch>;

export const PaymentTermBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    parts: z.array(TermPart),
    discounts: z.array(TermDiscount),
    discountReducesTax: z.boolean(),
    active: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: "PaymentTerm" });
export type PaymentTermBody = z.infer<typeof PaymentTermBody>;

export const PaymentTermQuery = PageQuery.omit({ q: true }).extend({ active: z.stringbool().optional() });
export type PaymentTermQuery = z.infer<typeof PaymentTermQuery>;
