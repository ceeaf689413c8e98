import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import type { CloseItemBody, CloseItemInput, CloseItemOrder, CloseItemPatch } from "./checklist.ts";
import type { CloseEffects } from "./close-check.ts";

const MOST_ITEMS = 100;

const itemsOf = ({ db, actor }: TxCtx) =>
  db
    .selectFrom("finance.closeItem")
    .select(["id", "title", "softClose", "close", "position", "active", "version"])
    .$narrowType<CloseEffects>()
    .where("companyId", "=", actor.companyId);

/** Changes of a company's list go one after the other. */
const holdItems = ({ db, actor }: TxCtx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('close items' || ${actor.companyId}::text, 7))`.execute(db);

/** Adds something to the end of the company's list that people look at before every close. */
export const createCloseItem = command("finance.close.write", async (tx, input: CloseItemInput): Promise<Outcome<CloseItemBody>> => {
  await holdItems(tx);
  const known = await itemsOf(tx).where("active", "=", true).execute();
  if (known.length >= MOST_ITEMS) return refuse(conflict("close_item.too_many", `A checklist has at most ${MOST_ITEMS} items of its own.`));
  const position = Math.max(0, ...known.map((item) => item.position)) + 1;
  const item: CloseItemBody = { ...input, id: tx.newId(), position, active: true, version: 1 };
  await tx.db
    .insertInto("finance.closeItem")
    .values({ ...item, companyId: tx.actor.companyId })
    .execute();
  tx.audit({ action: "close_item.create", subjectType: "close_item", subjectId: item.id, after: item });
  tx.event({ type: "close_item.created", subject: item.id, data: item });
  return done(item);
});

type Change = Readonly<{ id: string; changes: CloseItemPatch; expectedVersion?: number | undefined }>;

/** Renames an item, says what it does to a close, or takes it out of use. */
export const updateCloseItem = command(
  "finance.close.write",
  async (tx, { id, changes, expectedVersion }: Change): Promise<Outcome<CloseItemBody>> => {
    await holdItems(tx);
    const before = await itemsOf(tx).where("id", "=", id).executeTakeFirst();
    if (!before) return refuse(missing("close item", id));
    if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("close item", before.version));
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const after: CloseItemBody = { ...before, ...given, version: before.version + 1 };
    const { id: _, ...row } = after;
    await tx.db.updateTable("finance.closeItem").set(row).where("companyId", "=", tx.actor.companyId).where("id", "=", id).execute();
    tx.audit({ action: "close_item.update", subjectType: "close_item", subjectId: id, before, after });
    tx.event({ type: "close_item.updated", subject: id, data: after });
    return done(after);
  },
);

/** Puts the items in use in an order; all of them are named. */
export const orderCloseItems = command(
  "finance.close.write",
  async (tx, { ids }: CloseItemOrder): Promise<Outcome<{ items: CloseItemBody[] }>> => {
    await holdItems(tx);
    const known = await itemsOf(tx).where("active", "=", true).orderBy("position").orderBy("id").execute();
    if (known.length !== ids.length || known.some(({ id }) => !ids.includes(id)))
      return refuse(conflict("close_item.order", "Name every item in use, and no other; the list has changed."));
    await sql`
      update finance.close_item i set position = o.place, version = i.version + 1
        from unnest(${[...ids]}::uuid[]) with ordinality as o (id, place)
       where i.company_id = ${tx.actor.companyId} and i.id = o.id and i.position <> o.place`.execute(tx.db);
    const items = await itemsOf(tx).where("active", "=", true).orderBy("position").orderBy("id").execute();
    tx.audit({ action: "close_item.order", subjectType: "close_item", subjectId: tx.actor.companyId, before: known, after: items });
    tx.event({ type: "close_item.ordered", subject: tx.actor.companyId, data: { ids } });
    return done({ items });
  },
);
