import { sql } from "kysely";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { done, type Fault, type InputError, invalid, refuse } from "#core/kernel/fault.ts";
import type { AdjustmentInput, CountInput, ReceiptInput, StockChange } from "./stock.ts";
import "./stock-faults.ts";

type Header = Readonly<{ warehouseId?: string | undefined; movedOn?: string | undefined; reason?: string | undefined }>;
type Line = Readonly<{ productId: string; externalId?: string | undefined }>;

/** The warehouse meant, unless it or a product is not there or keeps no stock; looked up in one flush. */
const warehouseFor = async (tx: TxCtx, { warehouseId }: Header, lines: readonly Line[]): Promise<string | Fault<"invalid">> => {
  const { companyId } = tx.actor;
  const wanted = tx.db.selectFrom("sales.warehouse").select("id").where("companyId", "=", companyId).where("active", "=", true);
  const [warehouse, stocked] = await Promise.all([
    (warehouseId ? wanted.where("id", "=", warehouseId) : wanted.where("isDefault", "=", true)).executeTakeFirst(),
    tx.db
      .selectFrom("sales.product")
      .select("id")
      .where("companyId", "=", companyId)
      .where("stocked", "=", true)
      .where("id", "in", [...new Set(lines.map(({ productId }) => productId))])
      .execute(),
  ]);
  if (!warehouse) return invalid("stock.warehouse", "There is no such warehouse in use.", "/warehouseId");
  const known = new Set(stocked.map(({ id }) => id));
  const detail = "There is no such product that is kept in stock.";
  const errors = lines.flatMap(({ productId }, index): InputError[] =>
    known.has(productId) ? [] : [{ pointer: `/lines/${index}/productId`, detail }],
  );
  return errors.length === 0 ? warehouse.id : { kind: "invalid", code: "stock.product", detail, errors };
};

type Kind = StockChange["kind"];
type Moved = Readonly<{ productId: string; quantity: string; onHand: string }>;

/** Audit, event and answer of a change that has been written. */
const told = (tx: TxCtx, change: Omit<StockChange, "lines">, moved: readonly Moved[]): StockChange => {
  const lines = moved.map((line) => ({ ...line, quantity: trimDecimal(line.quantity), onHand: trimDecimal(line.onHand) }));
  const type = { receipt: "stock.received", count: "stock.counted", adjustment: "stock.adjusted" } as const;
  tx.audit({ action: `stock.${change.kind}`, subjectType: "stock_change", subjectId: change.id, after: { ...change, lines } });
  tx.event({ type: type[change.kind], subject: change.id, data: { ...change, lines } });
  return { ...change, lines };
};

const headerOf = (tx: TxCtx, kind: Kind, warehouseId: string, { movedOn, reason }: Header) => ({
  id: tx.newId(),
  kind,
  warehouseId,
  movedOn: movedOn ?? todayOf(tx),
  reason: reason ?? null,
});

/** Moves of any sign; the database applies them to the levels and refuses what would go below zero. */
const move = (kind: "receipt" | "adjustment") => async (tx: TxCtx, input: ReceiptInput | AdjustmentInput) => {
  const warehouseId = await warehouseFor(tx, input, input.lines);
  if (typeof warehouseId !== "string") return refuse(warehouseId);
  const change = headerOf(tx, kind, warehouseId, input);
  const moves = input.lines.map((line) => ({ id: tx.newId(), externalId: null, ...line }));
  const written = sql`
    insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on, source_type, source_id, reason, external_id)
    select r.id, ${tx.actor.companyId}::uuid, ${warehouseId}::uuid, r."productId", ${kind}, r.quantity, ${change.movedOn}::date, ${kind}, ${change.id}::uuid, ${change.reason}, r."externalId"
      from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as r (id uuid, "productId" uuid, quantity numeric, "externalId" text)
     order by r."productId", r.id`.execute(tx.db);
  const [, levels] = await Promise.all([written, movedBy(tx, change.id, warehouseId)]);
  return done(told(tx, change, levels));
};

const movedBy = async (tx: TxCtx, sourceId: string, warehouseId: string): Promise<readonly Moved[]> => {
  const { rows } = await sql<Moved>`
    select m.product_id, sum(m.quantity)::text as quantity, min(s.on_hand)::text as on_hand
      from sales.stock_move m
      join sales.stock_level s on s.company_id = m.company_id and s.warehouse_id = m.warehouse_id and s.product_id = m.product_id
     where m.company_id = ${tx.actor.companyId} and m.source_id = ${sourceId}::uuid and m.warehouse_id = ${warehouseId}::uuid
     group by m.product_id order by m.product_id`.execute(tx.db);
  return rows;
};

/** Takes goods into a warehouse. */
export const receiveStock = command("sales.stock.write", (tx, input: ReceiptInput) => move("receipt")(tx, input));

/** Corrects stock up or down, for a reason. */
export const adjustStock = command("sales.stock.write", (tx, input: AdjustmentInput) => move("adjustment")(tx, input));

/**
 * Writes what was counted as the difference to what the system has, read under lock: a sale at the same moment is either in both or in neither.
 * Less than what is promised cannot be counted; orders must let go of it first.
 */
export const countStock = command("sales.stock.write", async (tx, input: CountInput) => {
  const warehouseId = await warehouseFor(tx, input, input.lines);
  if (typeof warehouseId !== "string") return refuse(warehouseId);
  const change = headerOf(tx, "count", warehouseId, input);
  const counted = input.lines.map((line) => ({ id: tx.newId(), externalId: null, ...line }));
  const products = counted.map(({ productId }) => productId);
  const ensured = sql`select sales.ensure_levels(${warehouseId}::uuid, ${products}::uuid[])`.execute(tx.db);
  const written = sql<Moved>`
    with counted as (select * from jsonb_to_recordset(${JSON.stringify(counted)}::jsonb) as r (id uuid, "productId" uuid, counted numeric, "externalId" text)),
    held as materialized (
      select s.product_id, s.on_hand from sales.stock_level s
       where s.company_id = ${tx.actor.companyId} and s.warehouse_id = ${warehouseId}::uuid and s.product_id = any (${products}::uuid[])
       order by s.product_id for update)
    insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on, source_type, source_id, reason, external_id)
    select c.id, ${tx.actor.companyId}::uuid, ${warehouseId}::uuid, c."productId", 'count', c.counted - h.on_hand, ${change.movedOn}::date, 'count', ${change.id}::uuid, ${change.reason}, c."externalId"
      from counted c join held h on h.product_id = c."productId" where c.counted <> h.on_hand`.execute(tx.db);
  const [, , levels] = await Promise.all([ensured, written, movedBy(tx, change.id, warehouseId)]);
  return done(told(tx, change, levels));
});
