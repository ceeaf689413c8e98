import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, externalId, line, translations } from "#core/kernel/text.ts";

const position = z.number().int().min(0).max(1_000_000);

export const CategoryInput = z.strictObject({
  code: codeText(64),
  name: line(200),
  names: translations(200).default({}),
  parentId: z.uuid().nullable().default(null),
  position: position.default(0),
  externalId: externalId().nullable().default(null),
});
export type CategoryInput = z.infer<typeof CategoryInput>;

/** Where a category hangs is changed by moving it. */
export const CategoryPatch = z.strictObject({ code: codeText(64), name: line(200), names: translations(200), position }).partial();
export type CategoryPatch = z.infer<typeof CategoryPatch>;

export const CategoryMove = z.strictObject({ parentId: z.uuid().nullable(), position: position.optional() });
export type CategoryMove = z.infer<typeof CategoryMove>;

export const CategoryBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    names: z.record(z.string(), z.string()),
    parentId: z.string().nullable(),
    position: z.number(),
    externalId: z.string().nullable(),
    version: z.number(),
  })
  .meta({ id: "Category" });
export type CategoryBody = z.infer<typeof CategoryBody>;

/** A category in its place: `depth` is 0 at the top, `path` the names from there down to it. */
export const CategoryNode = CategoryBody.extend({ depth: z.number(), path: z.array(z.string()) }).meta({ id: "CategoryNode" });
export type CategoryNode = z.infer<typeof CategoryNode>;

export const CategoryTree = z.object({ items: z.array(CategoryNode) }).meta({ id: "CategoryTree" });
export type CategoryTree = z.infer<typeof CategoryTree>;

export const CategoryQuery = PageQuery.omit({ q: true }).extend({ parentId: z.uuid().optional() });
export type CategoryQuery = z.infer<typeof CategoryQuery>;

export const categoryColumns = ["id", "code", "name", "names", "parentId", "position", "externalId", "version"] as const;
