import * as z from "zod";
import { LineDimensions } from "#core/finance/dimensions/dimension.ts";
import { readDecimal } from "#core/kernel/decimals.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { line } from "#core/kernel/text.ts";

const HUNDRED = 100_000_000n; // in millionths of a percent
const PERCENT = /^(?:\d{1,2}|100)(?:\.\d{1,6})?$/;

const millionths = (percent: string): bigint => {
  const read = readDecimal(percent);
  return read && read.scale <= 6 ? read.units * 10n ** BigInt(6 - read.scale) : 0n;
};

const percent = z
  .string()
  .regex(PERCENT, "Write a percentage with at most six decimals.")
  .refine((text) => millionths(text) > 0n, "A share is more than nothing.");

/** A part of an amount: how much of a hundred, and which dimension values it goes to. */
export const Share = z.strictObject({ percent, dimensions: LineDimensions });
export type Share = z.infer<typeof Share>;

/** Whether shares are a hundred percent exactly. */
export const areWhole = (shares: readonly Share[]): boolean =>
  shares.reduce((sum, share) => sum + millionths(share.percent), 0n) === HUNDRED;

const halves = [
  { percent: "62.5", dimensions: [] },
  { percent: "37.5", dimensions: [] },
];

/** Shares that are a hundred percent in all. */
export const Shares = z
  .array(Share)
  .min(2, "A split has at least two shares.")
  .max(100, "A split has at most 100 shares.")
  .refine(areWhole, "The shares must come to 100 percent.")
  .meta({ example: halves });

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, "Write 1 to 32 letters, digits, dots, dashes or underscores.");

export const SplitInput = z.strictObject({ code, name: line(100), shares: Shares }).meta({
  example: { code: "rent", name: "Rent by floor space", shares: halves },
});
export type SplitInput = z.infer<typeof SplitInput>;

export const SplitPatch = z.strictObject({ name: line(100), shares: Shares, active: z.boolean() }).partial();
export type SplitPatch = z.infer<typeof SplitPatch>;

export const SplitBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    shares: z.array(z.object({ percent: z.string().meta({ example: "62.5" }), dimensions: z.array(z.uuid()) })),
    active: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: "DimensionSplit" });
export type SplitBody = z.infer<typeof SplitBody>;

export const SplitQuery = PageQuery.omit({ q: true });
export type SplitQuery = z.infer<typeof SplitQuery>;
