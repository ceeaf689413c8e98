import { conflict, type Fault } from "#core/kernel/fault.ts";
import { stockFault } from "#core/sales/stock/stock-faults.ts";
import type { BatchContext } from "./batch-context.ts";
import type { OrderDocument } from "./order-statements.ts";
import { millionths, quantityOf } from "./quantities.ts";

const overLimit = conflict("customer.credit_limit", "This order would take the customer over the credit limit.");

/** Goods wanted of an order, summed by product. */
const wantedOf = ({ priced }: OrderDocument) => {
  const wanted = new Map<string, bigint>();
  for (const { productId, stocked, quantity } of priced.lines)
    if (stocked && productId !== undefined) wanted.set(productId, (wanted.get(productId) ?? 0n) + millionths(quantity));
  return wanted;
};

/**
 * Shares out free goods and credit to the confirmed orders of a batch, first come, first served, so that one order too many does not refuse the others.
 * It only looks ahead: what holds is still what Postgres says when they are written.
 */
export const batchLimits = (context: BatchContext) => {
  const free = new Map(context.levels.map(({ warehouseId, productId, free }) => [`${warehouseId} ${productId}`, millionths(free)]));
  const unbounded = new Set([
    ...context.levels.flatMap(({ warehouseId, productId, allowNegative }) => (allowNegative ? [`${warehouseId} ${productId}`] : [])),
  ]);
  const products = new Map(context.products.map((product) => [product.id, product]));
  const credit = new Map(
    context.customers.flatMap(({ id, creditLeft }) =>
      creditLeft === null ? [] : [[id, BigInt(creditLeft.split(".")[0] ?? "0")] as const],
    ),
  );
  const mayGoBelow = (key: string, productId: string) =>
    unbounded.has(key) || (!free.has(key) && products.get(productId)?.allowNegative === true);

  /** Takes what a confirmed order needs, or says why it cannot have it and takes nothing. */
  const take = (order: OrderDocument): Fault<"conflict"> | undefined => {
    if (order.state !== "confirmed") return undefined;
    const wanted = [...wantedOf(order)].map(([productId, quantity]) => ({ key: `${order.warehouseId} ${productId}`, productId, quantity }));
    const short = wanted.find(({ key, productId, quantity }) => !mayGoBelow(key, productId) && quantity > (free.get(key) ?? 0n));
    if (short) {
      const { sku = short.productId } = products.get(short.productId) ?? {};
      const left = quantityOf(free.get(short.key) ?? 0n);
      return stockFault(`There is not enough stock of ${sku} (${left} free, ${quantityOf(short.quantity)} wanted).`);
    }
    const left = credit.get(order.customerId);
    if (left !== undefined && order.priced.totalMinor > left) return overLimit;
    for (const { key, quantity } of wanted) free.set(key, (free.get(key) ?? 0n) - quantity);
    if (left !== undefined) credit.set(order.customerId, left - order.priced.totalMinor);
    return undefined;
  };
  return { take };
};
