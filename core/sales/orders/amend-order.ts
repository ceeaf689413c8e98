import { CompiledQuery } from "kysely";
import type * as z from "zod";
import { jsonWithIntegers } from "#core/finance/entries/post-entry.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { wrongStatus } from "./confirm-order.ts";
import { type LoadedLine, type LoadedOrder, lockOrder, orderBody, readOrder } from "./load-order.ts";
import type { AmendInput, AmendLineInput, OrderBody } from "./order.ts";
import { readOrderContext } from "./order-context.ts";
import { creditStatement, reservationStatement } from "./order-statements.ts";
import { type PricedOrderLine, priceOrder } from "./price-order.ts";
import { millionths, quantityOf } from "./quantities.ts";

type AmendLine = z.infer<typeof AmendLineInput>;
type Request = AmendInput & { id: string; expectedVersion?: number | undefined };

/** What has been delivered or invoiced stays: such a line keeps its product and price, and its quantity may not fall below either. */
const checkKept = (order: LoadedOrder, lines: readonly AmendLine[]): Outcome<undefined> => {
  for (const [index, line] of lines.entries()) {
    const known = order.lines.find(({ id }) => id === line.id);
    if (line.id !== undefined && (!known || lines.findIndex(({ id }) => id === line.id) !== index))
      return refuse(invalid("order.line_missing", "This order has no such line, or it stands here twice.", `/lines/${index}/id`));
    if (!known || !isTouched(known)) continue;
    if (line.productId !== (known.productId ?? undefined) || line.kind !== known.kind)
      return refuse(
        invalid("order.line_touched", "This line is partly delivered or invoiced; it keeps its product.", `/lines/${index}/productId`),
      );
    const least = [known.delivered, known.invoiced].map(millionths).reduce((a, b) => (a > b ? a : b));
    if (millionths(line.quantity) < least)
      return refuse(invalid("order.below_touched", `${quantityOf(least)} are delivered or invoiced already.`, `/lines/${index}/quantity`));
    if (
      millionths(known.invoiced) > 0n &&
      (millionths(line.unitPrice ?? known.unitPrice) !== millionths(known.unitPrice) ||
        millionths(line.discountPercent ?? known.discountPercent) !== millionths(known.discountPercent))
    )
      return refuse(invalid("order.price_invoiced", "This line is partly invoiced; it keeps its price.", `/lines/${index}/unitPrice`));
  }
  const dropped = order.lines.find((line) => isTouched(line) && !lines.some(({ id }) => id === line.id));
  return dropped
    ? refuse(invalid("order.line_touched", `Line ${dropped.position} is partly delivered or invoiced; it cannot be removed.`, "/lines"))
    : done(undefined);
};

const isTouched = (line: LoadedLine) => millionths(line.delivered) > 0n || millionths(line.invoiced) > 0n;

/** A line of the order keeps its price and discount unless the amendment names others. */
const withKnownPrices = (order: LoadedOrder, lines: readonly AmendLine[]): AmendLine[] =>
  lines.map((line) => {
    const known = order.lines.find(({ id, productId }) => id === line.id && productId === (line.productId ?? null));
    return known
      ? {
          ...line,
          unitPrice: line.unitPrice ?? known.unitPrice,
          discountPercent: line.discountPercent ?? known.discountPercent,
          description: line.description ?? known.description,
        }
      : line;
  });

const reservedOf = (order: LoadedOrder, line: PricedOrderLine, known: LoadedLine | undefined) =>
  order.state === "confirmed" && line.stocked ? millionths(line.quantity) - millionths(known?.delivered ?? "0") : 0n;

/** By how much each product's reservation changes, in key order so that locks are too. */
const reservationChanges = (order: LoadedOrder, lines: readonly (PricedOrderLine & { known: LoadedLine | undefined })[]) => {
  const changes = new Map<string, bigint>();
  const add = (productId: string | null | undefined, by: bigint) => {
    if (productId) changes.set(productId, (changes.get(productId) ?? 0n) + by);
  };
  for (const line of order.lines) add(line.productId, -millionths(line.reserved));
  for (const line of lines) add(line.productId, reservedOf(order, line, line.known));
  return [...changes].filter(([, by]) => by !== 0n).map(([productId, by]) => ({ productId, quantity: quantityOf(by) }));
};

const writeLines = async (tx: TxCtx, order: LoadedOrder, lines: readonly (PricedOrderLine & { known: LoadedLine | undefined })[]) => {
  const rows = lines.map(({ known, stocked: _, ...line }, index) => ({
    ...line,
    id: known?.id ?? line.id,
    position: index + 1,
    reserved: quantityOf(reservedOf(order, { ...line, stocked: _ }, known)),
  }));
  const removed = order.lines.filter(({ id }) => !rows.some((row) => row.id === id)).map(({ id }) => id);
  const run = (sql: string, ...parameters: unknown[]) => tx.db.executeQuery(CompiledQuery.raw(sql, parameters));
  const company = tx.actor.companyId;
  // Positions are unique; they move out of the way first, so that lines may change places.
  await Promise.all([
    run("delete from sales.sales_order_line where company_id = $1 and id = any ($2::uuid[])", company, removed),
    run("update sales.sales_order_line set position = position + 10000 where company_id = $1 and order_id = $2", company, order.id),
    run(
      `insert into sales.sales_order_line as o (id, company_id, order_id, position, kind, product_id, description, quantity, reserved, unit_price, discount_percent, discount_minor, net_minor, tax_minor, total_minor, account_id, taxes)
       select l.id, $1, $2, l.position, l.kind, l."productId", l.description, l.quantity, l.reserved, l."unitPrice", l."discountPercent", l."discountMinor", l."netMinor", l."taxMinor", l."netMinor" + l."taxMinor", l."accountId", l.taxes
         from jsonb_to_recordset($3::jsonb) as l (id uuid, position smallint, kind text, "productId" uuid, description text, quantity numeric, reserved numeric, "unitPrice" numeric, "discountPercent" numeric,
              "discountMinor" bigint, "netMinor" bigint, "taxMinor" bigint, "accountId" uuid, taxes jsonb)
       on conflict (company_id, id) do update set position = excluded.position, kind = excluded.kind, product_id = excluded.product_id, description = excluded.description, quantity = excluded.quantity,
         reserved = excluded.reserved, unit_price = excluded.unit_price, discount_percent = excluded.discount_percent, discount_minor = excluded.discount_minor, net_minor = excluded.net_minor,
         tax_minor = excluded.tax_minor, total_minor = excluded.total_minor, account_id = excluded.account_id, taxes = excluded.taxes`,
      company,
      order.id,
      jsonWithIntegers(rows),
    ),
  ]);
};

const amendLines = async (
  tx: TxCtx,
  order: LoadedOrder,
  asked: readonly AmendLine[],
): Promise<Outcome<{ netMinor: bigint; taxMinor: bigint; totalMinor: bigint }>> => {
  const kept = checkKept(order, asked);
  if (!kept.ok) return kept;
  const lines = withKnownPrices(order, asked);
  const context = await readOrderContext(tx, {
    customerId: order.customerId,
    currency: order.currency,
    on: order.orderedOn,
    warehouseId: order.warehouseId,
    lines: lines.map(({ productId = null, quantity, taxClass = null, kind }, position) => ({
      position,
      productId,
      quantity,
      taxClass: taxClass ?? (kind === "product" ? null : "standard"),
    })),
  });
  const priced = priceOrder(context, {
    customerId: order.customerId,
    rounding: order.rounding as "line" | "document",
    lines: lines.map(({ id: _, ...line }) => line),
    newId: tx.newId,
  });
  if (!priced.ok) return priced;
  const matched = priced.value.lines.map((line, index) => ({ ...line, known: order.lines.find(({ id }) => id === lines[index]?.id) }));
  const changes = reservationChanges(order, matched);
  if (changes.length > 0 && order.warehouseId) {
    const { sql, parameters } = reservationStatement(order.warehouseId, changes);
    await tx.db.executeQuery(CompiledQuery.raw(sql, [...parameters]));
  }
  await writeLines(tx, order, matched);
  return done(priced.value);
};

/**
 * Changes a draft or a confirmed order: its lines, dates and texts. Reservations follow by the difference, the credit limit is held again. What is
 * delivered or invoiced stays as it is. Refuses a closed or cancelled order. Locks: the order, stock levels in key order, a limited customer.
 */
export const amendOrder = command("sales.order.write", async (tx, input: Request): Promise<Outcome<OrderBody>> => {
  const locked = await lockOrder(tx, input.id, input.expectedVersion);
  if (!locked.ok) return locked;
  const order = locked.value;
  if (order.state !== "draft" && order.state !== "confirmed") return refuse(wrongStatus(order, "amended"));
  const { id: _, expectedVersion: _v, lines, ...facts } = input;
  const totals = lines
    ? await amendLines(tx, order, lines)
    : done({ netMinor: order.netMinor, taxMinor: order.taxMinor, totalMinor: order.totalMinor });
  if (!totals.ok) return totals;
  const { netMinor, taxMinor, totalMinor } = totals.value;
  await tx.db
    .updateTable("sales.salesOrder")
    .set({
      ...facts,
      ...("shippingAddress" in facts ? { shippingAddress: JSON.stringify(facts.shippingAddress) } : {}),
      netMinor,
      taxMinor,
      totalMinor,
      version: order.version + 1,
    })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", order.id)
    .execute();
  const { sql, parameters } = creditStatement([order.customerId]);
  if (order.state === "confirmed" && order.limited) await tx.db.executeQuery(CompiledQuery.raw(sql, [...parameters]));
  const after = await readOrder(tx, order.id);
  if (!after) throw new Error(`Order ${order.id} is gone after its amendment.`);
  const total = formatMinor(totalMinor, order.currency);
  tx.audit({ action: "order.amended", subjectType: "order", subjectId: order.id, before: orderBody(order), after: orderBody(after) });
  tx.event({
    type: "order.amended",
    subject: order.id,
    data: { id: order.id, number: order.number, customerId: order.customerId, total, currency: order.currency },
  });
  return done(orderBody(after));
});
