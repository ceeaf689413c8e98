import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, line } from "#core/kernel/text.ts";

export const RequiredOn = z.enum(["never", "income_and_expense", "always"]);
export type RequiredOn = z.infer<typeof RequiredOn>;

const code = () => z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, "Write 1 to 32 letters, digits, dots, dashes or underscores.");
const required = RequiredOn.describe("On which lines written by hand a value must be named, of entries and of drafted documents.");

export const DimensionInput = z
  .strictObject({ code: code(), name: line(100), required: required.default("never") })
  .meta({ example: { code: "cost-centre", name: "Cost centre", required: "income_and_expense" } });
export type DimensionInput = z.infer<typeof DimensionInput>;

export const DimensionPatch = z.strictObject({ name: line(100), required, active: z.boolean() }).partial();
export type DimensionPatch = z.infer<typeof DimensionPatch>;

export const DimensionBody = z
  .object({ id: z.uuid(), code: z.string(), name: z.string(), required: RequiredOn, active: z.boolean(), version: z.number().int() })
  .meta({ id: "Dimension" });
export type DimensionBody = z.infer<typeof DimensionBody>;

export const DimensionQuery = PageQuery.omit({ q: true });
export type DimensionQuery = z.infer<typeof DimensionQuery>;

const validFrom = calendarDate().nullable().describe("The first day a line may name it; null: always.");
const validTo = calendarDate().nullable().describe("The last day; null: always.");
const lasts = ({ validFrom: from, validTo: to }: { validFrom?: string | null | undefined; validTo?: string | null | undefined }) =>
  !from || !to || from <= to;
const order = { message: "The last day is before the first.", path: ["validTo"] };

export const DimensionValueInput = z
  .strictObject({
    code: code(),
    name: line(200),
    parentId: z.uuid().nullable().default(null).describe("A value of the same dimension; reports count this one below it."),
    validFrom: validFrom.default(null),
    validTo: validTo.default(null),
  })
  .refine(lasts, order)
  .meta({ example: { code: "210", name: "Marketing", parentId: null, validFrom: null, validTo: null } });
export type DimensionValueInput = z.infer<typeof DimensionValueInput>;

export const DimensionValuePatch = z
  .strictObject({ name: line(200), parentId: z.uuid().nullable(), validFrom, validTo, active: z.boolean() })
  .partial()
  .refine(lasts, order);
export type DimensionValuePatch = z.infer<typeof DimensionValuePatch>;

export const DimensionValueBody = z
  .object({
    id: z.uuid(),
    dimensionId: z.uuid(),
    code: z.string(),
    name: z.string(),
    parentId: z.string().nullable(),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
    active: z.boolean(),
    version: z.number().int(),
  })
  .meta({ id: "DimensionValue" });
export type DimensionValueBody = z.infer<typeof DimensionValueBody>;

export const DimensionValueQuery = PageQuery.extend({ active: z.stringbool().optional() });
export type DimensionValueQuery = z.infer<typeof DimensionValueQuery>;

/** What a line names: values, at most one of each dimension. */
export const LineDimensions = z
  .array(z.uuid())
  .max(20, "At most 20 dimensions.")
  .describe("Ids of dimension values, at most one of each dimension.");

const named = z.object({ id: z.uuid(), code: z.string(), name: z.string() });
/** A value on a line, as it is shown. */
export const NamedDimension = z.object({ dimension: named, value: named }).meta({ id: "LineDimension" });
export type NamedDimension = z.infer<typeof NamedDimension>;
