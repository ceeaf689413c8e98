import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { periodsOf } from "../periods/list-periods.ts";
import type { ItemResult, TickInput, UntickInput } from "./checklist.ts";
import type { CloseEffects } from "./close-check.ts";

const closed = conflict("period.closed", "The period is closed; what was ticked for it stays.");
const ticked = conflict("close_item.ticked", "This is ticked already.");
onConstraint("ticked_before_the_close", closed);
onConstraint("ticked_once", ticked);

type Found = Readonly<{ period: string; item: Omit<ItemResult, "tick"> & Readonly<{ active: boolean }> }>;

const find = async (tx: TxCtx, periodId: string, itemId: string): Promise<Outcome<Found, Fault<"conflict" | "missing">>> => {
  const { companyId } = tx.actor;
  const [period, item] = await Promise.all([
    periodsOf(tx.db, companyId).where("id", "=", periodId).executeTakeFirst(),
    tx.db
      .selectFrom("finance.closeItem")
      .select(["id", "title", "softClose", "close", "active"])
      .$narrowType<CloseEffects>()
      .where("companyId", "=", companyId)
      .where("id", "=", itemId)
      .executeTakeFirst(),
  ]);
  if (!period) return refuse(missing("period", periodId));
  if (!item) return refuse(missing("close item", itemId));
  return period.state === "closed" ? refuse(closed) : done({ period: period.name, item });
};

type Tick = Readonly<{ id: string; input: TickInput }>;

/** Says that something has been looked at for a period, with a note where one is due. It stands in the name of whoever says so, until the period is closed. */
export const tickCloseItem = command(
  "finance.close.tick",
  async (tx, { id, input: { itemId, note } }: Tick): Promise<Outcome<ItemResult>> => {
    const found = await find(tx, id, itemId);
    if (!found.ok) return found;
    const { item, period } = found.value;
    if (!item.active) return refuse(conflict("close_item.retired", "This item is out of use."));
    await tx.db
      .insertInto("finance.closeTick")
      .values({ id: tx.newId(), companyId: tx.actor.companyId, periodId: id, itemId, note: note ?? null, tickedBy: tx.actor.id })
      .execute();
    const { active: _, ...rest } = item;
    const name = await tx.db.selectFrom("shared.user").select("name").where("id", "=", tx.actor.id).executeTakeFirst();
    const tick = { by: { id: tx.actor.id, name: name?.name ?? "" }, at: tx.clock.now().toISOString(), note: note ?? null };
    tx.audit({ action: "close_item.tick", subjectType: "period", subjectId: id, after: { period, item: item.title, note: tick.note } });
    tx.event({ type: "close_item.ticked", subject: id, data: { periodId: id, itemId, title: item.title, note: tick.note } });
    return done({ ...rest, tick });
  },
);

type Untick = Readonly<{ id: string; input: UntickInput }>;

/** Takes a tick back, for a reason that the audit keeps. */
export const untickCloseItem = command(
  "finance.close.tick",
  async (tx, { id, input: { itemId, reason } }: Untick): Promise<Outcome<ItemResult>> => {
    const found = await find(tx, id, itemId);
    if (!found.ok) return found;
    const { item, period } = found.value;
    const gone = await tx.db
      .deleteFrom("finance.closeTick")
      .where("companyId", "=", tx.actor.companyId)
      .where("periodId", "=", id)
      .where("itemId", "=", itemId)
      .returning(["tickedBy", "tickedAt", "note"])
      .executeTakeFirst();
    if (!gone) return refuse(conflict("close_item.not_ticked", "This is not ticked."));
    const { active: _, ...rest } = item;
    tx.audit({
      action: "close_item.untick",
      subjectType: "period",
      subjectId: id,
      before: { period, item: item.title, ...gone },
      after: { reason },
    });
    tx.event({ type: "close_item.unticked", subject: id, data: { periodId: id, itemId, title: item.title, reason } });
    return done({ ...rest, tick: null });
  },
);
