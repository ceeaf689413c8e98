import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict } from "#core/kernel/fault.ts";
import { type CategoryBody, categoryColumns } from "./category.ts";

onConstraint("category_code_once", conflict("category.code_taken", "Another category has this code."));
onConstraint("category_external_id_once", conflict("category.external_id_taken", "Another category has this external id."));
onConstraint("category_tree_without_cycle", (message) => conflict("category.cycle", message));
onConstraint("category_not_its_own_parent", conflict("category.cycle", "A category cannot be moved below itself."));
onConstraint(
  "category_company_id_parent_id_fkey",
  conflict("category.in_use", "The category has others below it, or the one above is gone."),
);
onConstraint("product_company_id_category_id_fkey", conflict("category.in_use", "The category has products in it, or it is gone."));

/** The wire form of a stored category. */
export const categoryBody = <R extends Omit<CategoryBody, "names"> & { names: unknown }>(row: R): CategoryBody => ({
  ...row,
  names: row.names as CategoryBody["names"],
});

/** Reads a category and holds it until the end of the transaction. */
export const lockCategory = async (tx: TxCtx, id: string): Promise<CategoryBody | undefined> => {
  const row = await tx.db
    .selectFrom("sales.category")
    .select(categoryColumns)
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && categoryBody(row);
};

export const categoryExists = async (tx: TxCtx, id: string): Promise<boolean> => {
  const row = await tx.db
    .selectFrom("sales.category")
    .select("id")
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
};
