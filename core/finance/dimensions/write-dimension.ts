import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, refuse, stale } from "#core/kernel/fault.ts";
import type { DimensionBody, DimensionInput, DimensionPatch } from "./dimension.ts";
import { dimensionsOf } from "./list-dimensions.ts";

onConstraint("dimension_code_once", conflict("dimension.code_taken", "There is a dimension of this code already."));

/** Adds a dimension: something lines are told apart by, such as cost centre, project or region. */
export const createDimension = command("finance.dimension.write", async (tx, input: DimensionInput) => {
  const dimension: DimensionBody = { id: tx.newId(), ...input, active: true, version: 1 };
  await tx.db
    .insertInto("finance.dimension")
    .values({ ...dimension, companyId: tx.actor.companyId })
    .execute();
  tx.audit({ action: "dimension.create", subjectType: "dimension", subjectId: dimension.id, after: dimension });
  tx.event({ type: "dimension.created", subject: dimension.id, data: dimension });
  return done(dimension);
});

type DimensionUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: DimensionPatch }>;

/** Renames a dimension, says where it is required, or takes it out of use. What lines have named stays. */
export const updateDimension = command("finance.dimension.write", async (tx, { id, expectedVersion, changes }: DimensionUpdate) => {
  const before = await dimensionsOf(tx.db, tx.actor.companyId).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  if (!before) return refuse(missing("dimension", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("dimension", before.version));
  const { name = before.name, required = before.required, active = before.active } = changes;
  if (name === before.name && required === before.required && active === before.active) return done<DimensionBody>(before);
  const after: DimensionBody = { ...before, name, required, active, version: before.version + 1 };
  await tx.db
    .updateTable("finance.dimension")
    .set({ name, required, active, version: after.version })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  tx.audit({ action: "dimension.update", subjectType: "dimension", subjectId: id, before, after });
  tx.event({ type: "dimension.updated", subject: id, data: after });
  return done(after);
});
