import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { codeText, line } from "#core/kernel/text.ts";

export const WarehouseInput = z.strictObject({ code: codeText(64), name: line(200), isDefault: z.boolean().default(false) });
export type WarehouseInput = z.infer<typeof WarehouseInput>;

export const WarehousePatch = z
  .strictObject({ code: codeText(64), name: line(200), isDefault: z.literal(true), active: z.boolean() })
  .partial();
export type WarehousePatch = z.infer<typeof WarehousePatch>;

export const WarehouseBody = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    isDefault: z.boolean(),
    active: z.boolean(),
    version: z.number(),
  })
  .meta({ id: "Warehouse" });
export type WarehouseBody = z.infer<typeof WarehouseBody>;

export const WarehouseQuery = PageQuery.omit({ q: true }).extend({ active: z.stringbool().optional() });
export type WarehouseQuery = z.infer<typeof WarehouseQuery>;

export const warehouseColumns = ["id", "code", "name", "isDefault", "active", "version"] as const;
