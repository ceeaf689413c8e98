import { readDimensionBook } from "#core/finance/dimensions/dimension-sets.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, type Fault, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import { splitsOf } from "./list-splits.ts";
import type { Share, SplitBody, SplitInput, SplitPatch } from "./split.ts";

onConstraint("split_code_once", conflict("split.code_taken", "There is a split of this code already."));
onConstraint("split_adds_up", invalid("split.shares", "The shares must come to 100 percent.", "/shares"));

/** Values that are unknown, out of use or two of one dimension are refused now; a dimension that is required is asked for when a line is posted. */
const checkShares = async (tx: TxCtx, shares: readonly Share[]): Promise<Outcome<true, Fault<"invalid">>> => {
  const book = await readDimensionBook(
    tx,
    shares.map(({ dimensions }) => ({ accountId: tx.actor.companyId, dimensions })),
  );
  const errors = shares.flatMap(({ dimensions }, index) =>
    book.valueErrors(dimensions, todayOf(tx)).map((detail) => ({ pointer: `/shares/${index}/dimensions`, detail })),
  );
  return errors.length === 0
    ? done(true)
    : refuse({ kind: "invalid", code: "dimension.refused", detail: "Not every share can have its dimensions.", errors } as const);
};

/** Saves a split under a code, so that lines can name it instead of their shares. */
export const createSplit = command("finance.dimension.write", async (tx, input: SplitInput) => {
  const checked = await checkShares(tx, input.shares);
  if (!checked.ok) return checked;
  const split: SplitBody = { id: tx.newId(), ...input, active: true, version: 1 };
  await tx.db
    .insertInto("finance.dimensionSplit")
    .values({ ...split, shares: JSON.stringify(split.shares), companyId: tx.actor.companyId })
    .execute();
  tx.audit({ action: "split.create", subjectType: "split", subjectId: split.id, after: split });
  tx.event({ type: "split.created", subject: split.id, data: split });
  return done(split);
});

type SplitUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: SplitPatch }>;

/** Changes a split for lines posted from now on; posted ones are lines of their own and stay. */
export const updateSplit = command("finance.dimension.write", async (tx, { id, expectedVersion, changes }: SplitUpdate) => {
  const before = await splitsOf(tx.db, tx.actor.companyId).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  if (!before) return refuse(missing("split", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("split", before.version));
  const { name = before.name, shares = before.shares, active = before.active } = changes;
  if (name === before.name && active === before.active && JSON.stringify(shares) === JSON.stringify(before.shares))
    return done<SplitBody>(before);
  const checked = changes.shares ? await checkShares(tx, shares) : done(true as const);
  if (!checked.ok) return checked;
  const after: SplitBody = { ...before, name, shares, active, version: before.version + 1 };
  await tx.db
    .updateTable("finance.dimensionSplit")
    .set({ name, shares: JSON.stringify(shares), active, version: after.version })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  tx.audit({ action: "split.update", subjectType: "split", subjectId: id, before, after });
  tx.event({ type: "split.updated", subject: id, data: after });
  return done(after);
});
