import * as z from "zod";
import { positiveQuantity, quantity, signedQuantity } from "#core/kernel/money.ts";
import { PageQuery } from "#core/kernel/page.ts";
import { calendarDate, externalId, line } from "#core/kernel/text.ts";

const warehouseId = z.uuid().optional().meta({ description: "The default warehouse when absent." });
const movedOn = calendarDate().optional().meta({ description: "Today when absent." });
const reason = line(500);
const linesOf = <S extends z.ZodType>(schema: S) => z.array(schema).min(1).max(1000);
const lineFields = { productId: z.uuid(), externalId: externalId().optional() };

/** Goods that came in. */
export const ReceiptInput = z.strictObject({
  warehouseId,
  movedOn,
  reason: reason.optional(),
  lines: linesOf(z.strictObject({ ...lineFields, quantity: positiveQuantity() })),
});
export type ReceiptInput = z.infer<typeof ReceiptInput>;

/** A correction, up or down, with its reason. */
export const AdjustmentInput = z.strictObject({
  warehouseId,
  movedOn,
  reason,
  lines: linesOf(
    z.strictObject({
      ...lineFields,
      quantity: signedQuantity().refine((text) => /[1-9]/.test(text), "A correction by nothing corrects nothing."),
    }),
  ),
});
export type AdjustmentInput = z.infer<typeof AdjustmentInput>;

/** What was found on the shelves. */
export const CountInput = z.strictObject({
  warehouseId,
  movedOn,
  reason: reason.optional(),
  lines: linesOf(z.strictObject({ ...lineFields, counted: quantity() })).refine(
    (lines) => new Set(lines.map(({ productId }) => productId)).size === lines.length,
    "Count each product once.",
  ),
});
export type CountInput = z.infer<typeof CountInput>;

/** What a receipt, count or correction did: one move for each product that changed. */
export const StockChange = z
  .object({
    id: z.uuid(),
    kind: z.enum(["receipt", "count", "adjustment"]),
    warehouseId: z.uuid(),
    movedOn: z.string(),
    reason: z.string().nullable(),
    lines: z.array(z.object({ productId: z.uuid(), quantity: z.string(), onHand: z.string() })),
  })
  .meta({ id: "StockChange" });
export type StockChange = z.infer<typeof StockChange>;

export const StockLevel = z
  .object({
    productId: z.uuid(),
    sku: z.string(),
    productName: z.string(),
    unit: z.string(),
    warehouseId: z.uuid(),
    warehouseCode: z.string(),
    onHand: z.string(),
    reserved: z.string(),
    available: z.string(),
    allowNegative: z.boolean(),
  })
  .meta({ id: "StockLevel" });
export type StockLevel = z.infer<typeof StockLevel>;

export const StockQuery = PageQuery.extend({
  warehouseId: z.uuid().optional(),
  productId: z.uuid().optional(),
  available: z.enum(["some", "none"]).optional().meta({ description: "Only what can still be promised, or only what cannot." }),
});
export type StockQuery = z.infer<typeof StockQuery>;

export const StockMove = z
  .object({
    id: z.uuid(),
    productId: z.uuid(),
    sku: z.string(),
    productName: z.string(),
    warehouseId: z.uuid(),
    warehouseCode: z.string(),
    kind: z.enum(["receipt", "issue", "return", "count", "adjustment"]),
    quantity: z.string(),
    movedOn: z.string(),
    sourceType: z.string().nullable(),
    sourceId: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: "StockMove" });
export type StockMove = z.infer<typeof StockMove>;

export const MoveQuery = PageQuery.omit({ q: true }).extend({
  warehouseId: z.uuid().optional(),
  productId: z.uuid().optional(),
  kind: StockMove.shape.kind.optional(),
  from: calendarDate().optional(),
  to: calendarDate().optional(),
});
export type MoveQuery = z.infer<typeof MoveQuery>;
