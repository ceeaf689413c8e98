import { rowsOfPage } from "#core/database/keyset.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { type WarehouseBody, type WarehouseInput, type WarehousePatch, type WarehouseQuery, warehouseColumns } from "./warehouse.ts";

onConstraint("warehouse_code_once", conflict("warehouse.code_taken", "Another warehouse has this code."));
onConstraint("one_default_warehouse", conflict("warehouse.default", "Another warehouse has just become the default."));

/** The warehouses of a company, by code. */
export const listWarehouses = query("sales.stock.read", async ({ db, actor }, filter: WarehouseQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  let rows = db.selectFrom("sales.warehouse").select(warehouseColumns).where("companyId", "=", actor.companyId);
  if (filter.active !== undefined) rows = rows.where("active", "=", filter.active);
  if (cursor) rows = rows.where("code", ">", `${cursor.value[0]}`);
  const found = await rows.orderBy("code").limit(rowsOfPage(filter.limit)).execute();
  return done(
    pageOf(
      found,
      filter.limit,
      ({ code }) => [code],
      (warehouse): WarehouseBody => warehouse,
    ),
  );
});

export const getWarehouse = query("sales.stock.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const warehouse = await db
    .selectFrom("sales.warehouse")
    .select(warehouseColumns)
    .where("companyId", "=", actor.companyId)
    .where("id", "=", id)
    .executeTakeFirst();
  return warehouse ? done(warehouse) : refuse(missing("warehouse", id));
});

/** The default so far makes room, before the new one takes its place. */
const makeRoom = (tx: TxCtx) =>
  tx.db
    .updateTable("sales.warehouse")
    .set((warehouse) => ({ isDefault: false, version: warehouse("version", "+", 1) }))
    .where("companyId", "=", tx.actor.companyId)
    .where("isDefault", "=", true)
    .execute();

/** Opens a warehouse; a default one takes over orders that name none. */
export const createWarehouse = command("sales.stock.write", async (tx, input: WarehouseInput) => {
  const warehouse: WarehouseBody = { ...input, id: tx.newId(), active: true, version: 1 };
  if (warehouse.isDefault) await makeRoom(tx);
  await tx.db
    .insertInto("sales.warehouse")
    .values({ ...warehouse, companyId: tx.actor.companyId })
    .execute();
  tx.audit({ action: "warehouse.create", subjectType: "warehouse", subjectId: warehouse.id, after: warehouse });
  tx.event({ type: "warehouse.created", subject: warehouse.id, data: warehouse });
  return done(warehouse);
});

export type WarehouseUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: WarehousePatch }>;

/** Renames a warehouse, makes it the default, or closes it when nothing is in it. */
export const updateWarehouse = command("sales.stock.write", async (tx, { id, expectedVersion, changes }: WarehouseUpdate) => {
  const { companyId } = tx.actor;
  const before = await tx.db
    .selectFrom("sales.warehouse")
    .select(warehouseColumns)
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!before) return refuse(missing("warehouse", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("warehouse", before.version));
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const after: WarehouseBody = { ...before, ...given, version: before.version + 1 };
  if (after.isDefault && !after.active) return refuse(conflict("warehouse.default", "Make another warehouse the default first."));
  if (before.active && !after.active && (await holdsGoods(tx, id)))
    return refuse(conflict("warehouse.not_empty", "There are still goods in this warehouse."));
  if (after.isDefault && !before.isDefault) await makeRoom(tx);
  const { id: _id, ...fields } = after;
  await tx.db.updateTable("sales.warehouse").set(fields).where("companyId", "=", companyId).where("id", "=", id).execute();
  tx.audit({ action: "warehouse.update", subjectType: "warehouse", subjectId: id, before, after });
  tx.event({ type: "warehouse.updated", subject: id, data: after });
  return done(after);
});

const holdsGoods = async (tx: TxCtx, id: string): Promise<boolean> => {
  const level = await tx.db
    .selectFrom("sales.stockLevel")
    .select("productId")
    .where("companyId", "=", tx.actor.companyId)
    .where("warehouseId", "=", id)
    .where((eb) => eb.or([eb("onHand", "<>", "0"), eb("reserved", "<>", "0")]))
    .limit(1)
    .executeTakeFirst();
  return level !== undefined;
};
