import { rowsOfPage } from "#core/database/keyset.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { type PriceListBody, type PriceListInput, type PriceListPatch, type PriceListQuery, priceListColumns } from "./price-list.ts";

onConstraint("price_list_code_once", conflict("price_list.code_taken", "Another price list has this code."));
onConstraint("one_default_price_list", conflict("price_list.default", "Another list has just become the default in this currency."));

/** The lists of a company, by code. */
export const listPriceLists = query("sales.price.read", async ({ db, actor }, filter: PriceListQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  let rows = db.selectFrom("sales.priceList").select(priceListColumns).where("companyId", "=", actor.companyId);
  if (filter.currency) rows = rows.where("currency", "=", filter.currency);
  if (filter.active !== undefined) rows = rows.where("active", "=", filter.active);
  if (cursor) rows = rows.where("code", ">", `${cursor.value[0]}`);
  const found = await rows.orderBy("code").limit(rowsOfPage(filter.limit)).execute();
  return done(
    pageOf(
      found,
      filter.limit,
      ({ code }) => [code],
      (list): PriceListBody => list,
    ),
  );
});

export const getPriceList = query("sales.price.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const list = await db
    .selectFrom("sales.priceList")
    .select(priceListColumns)
    .where("companyId", "=", actor.companyId)
    .where("id", "=", id)
    .executeTakeFirst();
  return list ? done(list) : refuse(missing("price list", id));
});

/** The default of a currency so far makes room, before the new one takes its place. */
const makeRoom = (tx: TxCtx, currency: string) =>
  tx.db
    .updateTable("sales.priceList")
    .set((list) => ({ isDefault: false, version: list("version", "+", 1) }))
    .where("companyId", "=", tx.actor.companyId)
    .where("currency", "=", currency)
    .where("isDefault", "=", true)
    .execute();

/** Makes a list; a default one takes over in its currency. */
export const createPriceList = command("sales.price.write", async (tx, input: PriceListInput) => {
  const list: PriceListBody = { ...input, id: tx.newId(), active: true, version: 1 };
  if (list.isDefault) await makeRoom(tx, list.currency);
  await tx.db
    .insertInto("sales.priceList")
    .values({ ...list, companyId: tx.actor.companyId })
    .execute();
  tx.audit({ action: "price_list.create", subjectType: "price_list", subjectId: list.id, after: list });
  tx.event({ type: "price_list.created", subject: list.id, data: list });
  return done(list);
});

export type PriceListUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: PriceListPatch }>;

/** Renames a list, takes it out of use or makes it the default. The default list stays in use until another is the default. */
export const updatePriceList = command("sales.price.write", async (tx, { id, expectedVersion, changes }: PriceListUpdate) => {
  const before = await tx.db
    .selectFrom("sales.priceList")
    .select(priceListColumns)
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!before) return refuse(missing("price list", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("price list", before.version));
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const after: PriceListBody = { ...before, ...given, version: before.version + 1 };
  if (after.isDefault && !after.active) return refuse(conflict("price_list.default", "Make another list the default first."));
  if (after.isDefault && !before.isDefault) await makeRoom(tx, after.currency);
  const { id: _id, ...fields } = after;
  await tx.db.updateTable("sales.priceList").set(fields).where("companyId", "=", tx.actor.companyId).where("id", "=", id).execute();
  tx.audit({ action: "price_list.update", subjectType: "price_list", subjectId: id, before, after });
  tx.event({ type: "price_list.updated", subject: id, data: after });
  return done(after);
});
