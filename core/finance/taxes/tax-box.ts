import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { line } from "#core/kernel/text.ts";

const returnCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, 'Write the code of a return like "VAT100".');
const box = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,15}$/, 'Write a box like "1" or "81".');
export const TaxPart = z.enum(["output", "input", "withheld"]).describe("Owed for sales, claimed for purchases, or kept back.");
const TaxFigure = z.enum(["base", "tax", "deductible"]);

/** A term adds what a tax came to, or another box of the same return; `negative` takes it away. */
export const TaxBoxTerm = z
  .strictObject({
    taxCodeId: z.uuid().optional(),
    part: TaxPart.optional(),
    amount: TaxFigure.optional(),
    boxId: z.uuid().optional(),
    negative: z.boolean().default(false),
  })
  .refine((term) => (term.boxId === undefined) === (term.taxCodeId !== undefined && term.part !== undefined && term.amount !== undefined), {
    message: "A term is a box, or a tax with its part and amount.",
    path: ["taxCodeId"],
  })
  .refine((term) => term.boxId === undefined || (term.taxCodeId === undefined && term.part === undefined && term.amount === undefined), {
    message: "A term of a box has nothing else.",
    path: ["boxId"],
  });
export type TaxBoxTerm = z.infer<typeof TaxBoxTerm>;

const id = (last: string) => `019ab3c4-5d6e-7f80-91a2-b3c4d5e6f70${last}`;
export const TaxBoxInput = z
  .strictObject({
    returnCode,
    box,
    name: line(200),
    position: z.number().int().min(1).max(9999).describe("Where it stands on the return."),
    terms: z.array(TaxBoxTerm).max(100),
  })
  .meta({
    example: {
      ...{ returnCode: "VAT100", box: "1", name: "VAT due on sales", position: 1 },
      terms: [{ taxCodeId: id("8"), part: "output", amount: "tax" }],
    },
  });
export type TaxBoxInput = z.infer<typeof TaxBoxInput>;

export const TaxBoxPatch = z
  .strictObject({ name: TaxBoxInput.shape.name, position: TaxBoxInput.shape.position, terms: TaxBoxInput.shape.terms })
  .partial()
  .meta({ example: { name: "VAT due on sales" } });
export type TaxBoxPatch = z.infer<typeof TaxBoxPatch>;

export const TaxBoxBody = z
  .object({
    id: z.uuid(),
    returnCode: z.string(),
    box: z.string(),
    name: z.string(),
    position: z.number().int(),
    terms: z.array(
      z.object({
        taxCodeId: z.uuid().nullable(),
        part: TaxPart.nullable(),
        amount: TaxFigure.nullable(),
        boxId: z.uuid().nullable(),
        negative: z.boolean(),
      }),
    ),
    version: z.number().int(),
  })
  .meta({ id: "TaxBox" });
export type TaxBoxBody = z.infer<typeof TaxBoxBody>;

export const TaxBoxQuery = PageQuery.omit({ q: true }).extend({ returnCode: returnCode.optional() });
export type TaxBoxQuery = z.infer<typeof TaxBoxQuery>;
