import { command } from "#core/kernel/command.ts";
import { done, invalid, refuse } from "#core/kernel/fault.ts";
import type { CategoryBody, CategoryInput } from "./category.ts";
import { categoryExists } from "./read-category.ts";

export const parentMissing = invalid("category.parent", "There is no such category to hang this below.", "/parentId");

/** Adds a category at the top or below another. */
export const createCategory = command("sales.product.write", async (tx, input: CategoryInput) => {
  if (input.parentId !== null && !(await categoryExists(tx, input.parentId))) return refuse(parentMissing);
  const category: CategoryBody = { ...input, id: tx.newId(), version: 1 };
  await tx.db
    .insertInto("sales.category")
    .values({ ...category, companyId: tx.actor.companyId, names: JSON.stringify(category.names) })
    .execute();
  tx.audit({ action: "category.create", subjectType: "category", subjectId: category.id, after: category });
  tx.event({ type: "category.created", subject: category.id, data: category });
  return done(category);
});
