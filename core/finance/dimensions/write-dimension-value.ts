import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, missing, refuse, stale } from "#core/kernel/fault.ts";
import type { DimensionValueBody, DimensionValueInput, DimensionValuePatch } from "./dimension.ts";
import { dimensionsOf, dimensionValuesOf } from "./list-dimensions.ts";

onConstraint("dimension_value_code_once", conflict("dimension_value.code_taken", "This dimension has a value of this code already."));
onConstraint(
  "dimension_value_below_its_own",
  invalid("dimension_value.parent", "The value above must be one of the same dimension.", "/parentId"),
);
onConstraint(
  "dimension_value_not_its_own_parent",
  invalid("dimension_value.tree", "A value cannot be below itself, nor deeper than 20 levels.", "/parentId"),
);
onConstraint("dimension_values_are_a_tree", (message) => invalid("dimension_value.tree", message, "/parentId"));
onConstraint("dimension_value_lasts", invalid("dimension_value.days", "The last day is before the first.", "/validTo"));

/** Adds a value to a dimension. Its set of one is made with the first line that names it. */
export const createDimensionValue = command(
  "finance.dimension.write",
  async (tx, { dimensionId, input }: Readonly<{ dimensionId: string; input: DimensionValueInput }>) => {
    const companyId = tx.actor.companyId;
    const dimension = await dimensionsOf(tx.db, companyId).where("id", "=", dimensionId).executeTakeFirst();
    if (!dimension) return refuse(missing("dimension", dimensionId));
    const value: DimensionValueBody = { id: tx.newId(), dimensionId, ...input, active: true, version: 1 };
    await tx.db
      .insertInto("finance.dimensionValue")
      .values({ ...value, companyId })
      .execute();
    tx.audit({ action: "dimension_value.create", subjectType: "dimension_value", subjectId: value.id, after: value });
    tx.event({ type: "dimension_value.created", subject: value.id, data: value });
    return done(value);
  },
);

type ValueUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: DimensionValuePatch }>;

/** Renames a value, moves it in its tree, limits its days, or takes it out of use. Lines that name it stay as they are. */
export const updateDimensionValue = command("finance.dimension.write", async (tx, { id, expectedVersion, changes }: ValueUpdate) => {
  const companyId = tx.actor.companyId;
  const before = await dimensionValuesOf(tx.db, companyId).where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
  if (!before) return refuse(missing("dimension value", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("dimension value", before.version));
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (Object.entries(given).every(([field, value]) => value === before[field as keyof typeof before]))
    return done<DimensionValueBody>(before);
  const after: DimensionValueBody = { ...before, ...given, version: before.version + 1 };
  await tx.db
    .updateTable("finance.dimensionValue")
    .set({ ...given, version: after.version })
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .execute();
  tx.audit({ action: "dimension_value.update", subjectType: "dimension_value", subjectId: id, before, after });
  tx.event({ type: "dimension_value.updated", subject: id, data: after });
  return done(after);
});
