import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, missing, refuse, stale } from "#core/kernel/fault.ts";
import type { CategoryBody, CategoryMove, CategoryPatch } from "./category.ts";
import { parentMissing } from "./create-category.ts";
import { categoryExists, lockCategory } from "./read-category.ts";

type Guard = Readonly<{ id: string; expectedVersion?: number | undefined }>;

const held = async (tx: TxCtx, { id, expectedVersion }: Guard) => {
  const category = await lockCategory(tx, id);
  if (!category) return refuse(missing("category", id));
  if (expectedVersion !== undefined && expectedVersion !== category.version) return refuse(stale("category", category.version));
  return done(category);
};

const store = async (tx: TxCtx, before: CategoryBody, after: CategoryBody, action: string): Promise<CategoryBody> => {
  const { id, version: _version, ...fields } = after;
  const changed: CategoryBody = { ...after, version: before.version + 1 };
  await tx.db
    .updateTable("sales.category")
    .set({ ...fields, names: JSON.stringify(fields.names), version: changed.version })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .execute();
  tx.audit({ action, subjectType: "category", subjectId: id, before, after: changed });
  tx.event({ type: "category.updated", subject: id, data: changed });
  return changed;
};

/** Changes code, names or the place among its siblings. */
export const updateCategory = command("sales.product.write", async (tx, input: Guard & Readonly<{ changes: CategoryPatch }>) => {
  const category = await held(tx, input);
  if (!category.ok) return category;
  const given = Object.fromEntries(Object.entries(input.changes).filter(([, value]) => value !== undefined));
  return done(await store(tx, category.value, { ...category.value, ...given }, "category.update"));
});

/** Hangs a category, with all below it, somewhere else. The database refuses a circle, also one that two moves at once would make. */
export const moveCategory = command("sales.product.write", async (tx, input: Guard & Readonly<{ to: CategoryMove }>) => {
  const category = await held(tx, input);
  if (!category.ok) return category;
  const { parentId, position = category.value.position } = input.to;
  if (parentId !== null && !(await categoryExists(tx, parentId))) return refuse(parentMissing);
  return done(await store(tx, category.value, { ...category.value, parentId, position }, "category.move"));
});

/** Removes a category that has nothing in it and nothing below it. */
export const deleteCategory = command("sales.product.write", async (tx, input: Guard) => {
  const category = await held(tx, input);
  if (!category.ok) return category;
  await tx.db.deleteFrom("sales.category").where("companyId", "=", tx.actor.companyId).where("id", "=", input.id).execute();
  tx.audit({ action: "category.delete", subjectType: "category", subjectId: input.id, before: category.value });
  tx.event({ type: "category.deleted", subject: input.id, data: { id: input.id } });
  return done({ id: input.id });
});
