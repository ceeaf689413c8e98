import { jsonWithIntegers } from "#core/finance/entries/post-entry.ts";
import type { Merge, Statement } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict } from "#core/kernel/fault.ts";
import { callStatement, longerLists, oneList } from "#core/kernel/join-calls.ts";
import "#core/sales/stock/stock-faults.ts";
import type { PricedOrder, PricedOrderLine } from "./price-order.ts";

onConstraint("within_credit_limit", (message) => conflict("customer.credit_limit", message));
onConstraint("order_external_id_once", conflict("order.external_id_taken", "An order with this external id exists already."));
onConstraint("order_number_once", conflict("order.number_taken", "This order number is taken."));

/** An order as it will be written; `number` absent takes the next one. */
export type OrderDocument = Readonly<{
  id: string;
  number?: string | undefined;
  customerId: string;
  customerName: string;
  state: "draft" | "confirmed";
  invoiced: boolean;
  warehouseId: string;
  rounding: "line" | "document";
  orderedOn: string;
  requestedOn?: string | undefined;
  customerReference?: string | undefined;
  notes?: string | undefined;
  salespersonId?: string | undefined;
  shippingAddress?: unknown;
  externalId?: string | undefined;
  priced: PricedOrder;
}>;

const reservedOf = (order: OrderDocument, line: PricedOrderLine) => (order.state === "confirmed" && line.stocked ? line.quantity : "0");

/** The statement that writes orders, taking their numbers. */
export const orderStatement = (orders: readonly OrderDocument[]): Statement => ({
  sql: "select id, number from sales.write_orders($1::jsonb)",
  call: "(select count(*) from sales.write_orders($1::jsonb))",
  turn: "orders",
  merge: oneList,
  parameters: [
    jsonWithIntegers(
      orders.map(({ priced, customerName: _, invoiced, ...order }) => ({
        ...order,
        currency: priced.currency,
        pricesIncludeTax: priced.pricesIncludeTax,
        netMinor: priced.netMinor,
        taxMinor: priced.taxMinor,
        totalMinor: priced.totalMinor,
        deliveryState: priced.lines.some(({ kind }) => kind === "product") ? "none" : "full",
        invoiceState: invoiced ? "full" : "none",
        lines: priced.lines.map(({ stocked: _s, ...line }, index) => ({
          ...line,
          position: index + 1,
          invoiced: invoiced ? line.quantity : "0",
          reserved: reservedOf({ ...order, priced, customerName: "", invoiced }, priced.lines[index] as PricedOrderLine),
        })),
      })),
    ),
  ],
});

/** What becomes of a held order: its states, and of its lines what is promised from stock now and how much more was invoiced. What is not said stays. */
export type OrderChange = Readonly<{
  id: string;
  state?: string;
  invoiceState?: string;
  lines: readonly Readonly<{ id: string; reserved?: string; invoiced?: string }>[];
}>;

/** The statement that changes an order, which its caller has locked; orders that share a transaction change together. */
export const changeStatement = ({ id, state, invoiceState, lines }: OrderChange): Statement =>
  callStatement(
    "sales.change_orders($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::numeric[], $6::numeric[])",
    [
      [id],
      [state ?? null],
      [invoiceState ?? null],
      lines.map((line) => line.id),
      lines.map(({ reserved }) => reserved ?? null),
      lines.map(({ invoiced }) => invoiced ?? "0"),
    ],
    { turn: "changed orders", merge: longerLists },
  );

/** One call for each warehouse, so that its stock levels are locked in one order whoever wants them. */
const oneReservationEach: Merge = (calls) =>
  [...Map.groupBy(calls as readonly [string, string[], string[]][], ([warehouseId]) => warehouseId)]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([warehouseId, ofOne]) => [
      warehouseId,
      ofOne.flatMap(([, products]) => products),
      ofOne.flatMap(([, , quantities]) => quantities),
    ]);

/** Promises the goods of confirmed orders, all in one statement per warehouse. */
export const reservationStatement = (warehouseId: string, lines: readonly Pick<PricedOrderLine, "productId" | "quantity">[]): Statement =>
  callStatement(
    "sales.reserve_stock($1::uuid, $2::uuid[], $3::numeric[])",
    [warehouseId, lines.map(({ productId }) => productId), lines.map(({ quantity }) => quantity)],
    { turn: "stock", merge: oneReservationEach },
  );

/** Each customer once, locked in one order whoever wants several of them. */
const eachCustomer: Merge = (calls) => [[[...new Set(calls.flatMap(([customers]) => customers as string[]))].toSorted()]];

/** Holds the credit limits of customers, where they have one. Goes after all that they owe by then is written. */
export const creditStatement = (customerIds: readonly string[]): Statement =>
  callStatement("sales.check_credits($1::uuid[])", [[...new Set(customerIds)].toSorted()], { turn: "credit", merge: eachCustomer });
