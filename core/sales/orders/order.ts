import * as z from "zod";
import { InvoiceBody } from "#core/finance/invoices/invoice.ts";
import { currencyCode, percentage, positiveQuantity, unitPrice } from "#core/kernel/money.ts";
import { PageOf, PageQuery } from "#core/kernel/page.ts";

export const ORDER_STATUSES = ["draft", "confirmed", "part_delivered", "delivered", "invoiced", "closed", "cancelled"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

type Line = Readonly<{ kind: string; productId?: string | undefined; unitPrice?: string | undefined }>;
const isNamed = ({ kind, productId }: Line) => kind !== "product" || productId !== undefined;
const isPriced = ({ kind, unitPrice }: Line) => kind === "product" || unitPrice !== undefined;
const unnamed = { message: "Name the product.", path: ["productId"] };
const unpriced = { message: "Freight and services need a price.", path: ["unitPrice"] };

/**
 * A line names a product (its price then comes from the customer's prices unless one is given), or is freight or a service with a description,
 * a price and a tax class.
 */
export const OrderLineInput = z
  .strictObject({
    kind: z.enum(["product", "freight", "service"]).default("product"),
    productId: z.uuid().optional(),
    description: z.string().trim().min(1).max(500).optional(),
    quantity: positiveQuantity(),
    unitPrice: unitPrice().optional(),
    discountPercent: percentage().optional(),
    taxClass: z.string().max(40).optional(),
  })
  .refine(isNamed, unnamed)
  .refine(isPriced, unpriced);
export type OrderLineInput = z.infer<typeof OrderLineInput>;

export const OrderAddress = z.strictObject({
  name: z.string().trim().max(200).optional(),
  street: z.string().trim().max(300),
  city: z.string().trim().max(200),
  region: z.string().trim().max(200).optional(),
  postalCode: z.string().trim().max(40).optional(),
  country: z.string().regex(/^[A-Z]{2}$/, "Write a country code like DE."),
});

export const OrderInput = z.strictObject({
  customerId: z.uuid(),
  currency: currencyCode().optional(),
  warehouseId: z.uuid().optional(),
  orderedOn: z.iso.date().optional(),
  requestedOn: z.iso.date().optional(),
  customerReference: z.string().trim().max(200).optional(),
  notes: z.string().trim().max(4000).optional(),
  shippingAddress: OrderAddress.optional(),
  lines: z.array(OrderLineInput).min(1).max(500),
  /** Confirms at once: goods are reserved and the credit limit is held. */
  confirm: z.boolean().default(false),
  /** Confirms and invoices at once, in the same transaction. */
  invoice: z.boolean().default(false),
});
export type OrderInput = z.infer<typeof OrderInput>;

/** The lines as they shall be: one with an `id` is a line of the order, the others are new; lines left out are removed. */
export const AmendLineInput = OrderLineInput.safeExtend({ id: z.uuid().optional() });
export const AmendInput = z.strictObject({
  requestedOn: z.iso.date().nullable().optional(),
  customerReference: z.string().trim().max(200).nullable().optional(),
  notes: z.string().trim().max(4000).nullable().optional(),
  shippingAddress: OrderAddress.nullable().optional(),
  lines: z.array(AmendLineInput).min(1).max(500).optional(),
});
export type AmendInput = z.infer<typeof AmendInput>;

/** What a form leaves empty is null to it, and not said to the API. */
const emptied = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

/** An order as a form holds it, new or being amended: its lines may be known ones. */
const OrderEntryLine = z
  .strictObject({
    ...AmendLineInput.shape,
    description: emptied(z.string().trim().min(1).max(500)),
    unitPrice: emptied(unitPrice()),
    discountPercent: emptied(percentage()),
  })
  .refine(isNamed, unnamed)
  .refine(isPriced, unpriced);
export const OrderEntry = OrderInput.extend({ lines: z.array(OrderEntryLine).min(1).max(500) });
export type OrderEntry = z.infer<typeof OrderEntry>;

export const OrderLineBody = z.object({
  id: z.uuid(),
  position: z.number().int(),
  kind: z.enum(["product", "freight", "service"]),
  productId: z.uuid().nullable(),
  description: z.string(),
  quantity: z.string(),
  delivered: z.string(),
  returned: z.string(),
  invoiced: z.string(),
  unitPrice: z.string(),
  discountPercent: z.string(),
  net: z.string(),
  tax: z.string(),
  total: z.string(),
});
export const OrderSummary = z
  .object({
    id: z.uuid(),
    number: z.string(),
    status: z.enum(ORDER_STATUSES),
    deliveryState: z.enum(["none", "partial", "full"]),
    invoiceState: z.enum(["none", "partial", "full"]),
    customer: z.object({ id: z.uuid(), name: z.string() }),
    orderedOn: z.iso.date(),
    requestedOn: z.iso.date().nullable(),
    currency: z.string(),
    net: z.string(),
    tax: z.string(),
    total: z.string(),
    customerReference: z.string().nullable(),
    version: z.number().int(),
  })
  .meta({ id: "OrderSummary" });
export type OrderSummary = z.infer<typeof OrderSummary>;
export const OrderBody = OrderSummary.extend({
  warehouseId: z.uuid().nullable(),
  notes: z.string().nullable(),
  shippingAddress: OrderAddress.nullable(),
  lines: z.array(OrderLineBody),
  deliveries: z.array(z.object({ id: z.uuid(), number: z.string(), kind: z.enum(["delivery", "return"]), deliveredOn: z.iso.date() })),
  invoices: z.array(z.object({ id: z.uuid(), number: z.string(), kind: z.string(), state: z.string(), total: z.string() })),
}).meta({ id: "Order" });
export type OrderBody = z.infer<typeof OrderBody>;

/** The answer of taking an order; with `invoice` it holds the invoice issued with it. */
export const PlacedOrder = OrderBody.extend({ invoice: InvoiceBody.optional() }).meta({ id: "PlacedOrder" });
export type PlacedOrder = z.infer<typeof PlacedOrder>;

export const InvoicedOrder = OrderBody.extend({ invoice: InvoiceBody }).meta({ id: "InvoicedOrder" });
export type InvoicedOrder = z.infer<typeof InvoicedOrder>;

export const OrderFilter = PageQuery.extend({
  status: z.enum(ORDER_STATUSES).optional(),
  customerId: z.uuid().optional(),
  orderedFrom: z.iso.date().optional(),
  orderedTo: z.iso.date().optional(),
  sort: z.enum(["-created", "orderedOn", "-orderedOn", "number", "-number", "total", "-total"]).default("-created"),
});
export type OrderFilter = z.infer<typeof OrderFilter>;
export const OrderPage = PageOf(OrderSummary);

/** The status a person sees follows from the state and the quantities delivered and invoiced. */
export const statusOf = (order: Readonly<{ state: string; deliveryState: string; invoiceState: string }>): OrderStatus => {
  if (order.state !== "confirmed") return order.state as OrderStatus;
  if (order.deliveryState === "full" && order.invoiceState === "full") return "invoiced";
  if (order.deliveryState === "full") return "delivered";
  return order.deliveryState === "partial" ? "part_delivered" : "confirmed";
};
