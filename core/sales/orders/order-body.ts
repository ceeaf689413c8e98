import { trimDecimal } from "#core/kernel/decimals.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { type OrderBody, type OrderSummary, statusOf } from "./order.ts";

export type OrderRow = Readonly<{
  id: string;
  number: string;
  state: string;
  deliveryState: string;
  invoiceState: string;
  customerId: string;
  customerName: string;
  orderedOn: string;
  requestedOn: string | null;
  currency: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  customerReference: string | null;
  version: number;
}>;

export const orderSummary = (row: OrderRow): OrderSummary => ({
  id: row.id,
  number: row.number,
  status: statusOf(row),
  deliveryState: row.deliveryState as OrderSummary["deliveryState"],
  invoiceState: row.invoiceState as OrderSummary["invoiceState"],
  customer: { id: row.customerId, name: row.customerName },
  orderedOn: row.orderedOn,
  requestedOn: row.requestedOn,
  currency: row.currency,
  net: formatMinor(row.netMinor, row.currency),
  tax: formatMinor(row.taxMinor, row.currency),
  total: formatMinor(row.totalMinor, row.currency),
  customerReference: row.customerReference,
  version: row.version,
});

export type OrderLineRow = Readonly<{
  id: string;
  position: number;
  kind: string;
  productId: string | null;
  description: string;
  quantity: string;
  delivered: string;
  returned: string;
  invoiced: string;
  unitPrice: string;
  discountPercent: string;
  netMinor: bigint;
  taxMinor: bigint;
}>;

export const orderLine = (line: OrderLineRow, currency: string): OrderBody["lines"][number] => ({
  id: line.id,
  position: line.position,
  kind: line.kind as OrderBody["lines"][number]["kind"],
  productId: line.productId,
  description: line.description,
  quantity: trimDecimal(line.quantity),
  delivered: trimDecimal(line.delivered),
  returned: trimDecimal(line.returned),
  invoiced: trimDecimal(line.invoiced),
  unitPrice: trimDecimal(line.unitPrice),
  discountPercent: trimDecimal(line.discountPercent),
  net: formatMinor(line.netMinor, currency),
  tax: formatMinor(line.taxMinor, currency),
  total: formatMinor(line.netMinor + line.taxMinor, currency),
});
