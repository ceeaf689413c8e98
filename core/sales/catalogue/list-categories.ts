import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { type CategoryNode, type CategoryQuery, type CategoryTree, categoryColumns } from "./category.ts";
import { categoryBody } from "./read-category.ts";

/** Categories by code, all or those right below one. */
export const listCategories = query("sales.product.read", async ({ db, actor }, filter: CategoryQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  let rows = db.selectFrom("sales.category").select(categoryColumns).where("companyId", "=", actor.companyId);
  if (filter.parentId) rows = rows.where("parentId", "=", filter.parentId);
  if (cursor) rows = rows.where("code", ">", `${cursor.value[0]}`);
  const found = await rows.orderBy("code").limit(rowsOfPage(filter.limit)).execute();
  return done(pageOf(found, filter.limit, ({ code }) => [code], categoryBody));
});

/** The whole tree, depth first: each category after the one it hangs below, siblings by position and code. */
export const categoryTree = query("sales.product.read", async ({ db, actor }, _: object) => {
  const { rows } = await sql<CategoryNode>`
    with recursive tree as (
      select c.*, 0 as depth, array[c.name] as path, array[to_char(c.position, '0000000'), c.code] as place
        from sales.category c where c.company_id = ${actor.companyId} and c.parent_id is null
      union all
      select c.*, t.depth + 1, t.path || c.name, t.place || array[to_char(c.position, '0000000'), c.code]
        from tree t join sales.category c on c.company_id = ${actor.companyId} and c.parent_id = t.id)
    select id, code, name, names, parent_id, position, external_id, version, depth, path from tree order by place`.execute(db);
  return done<CategoryTree>({ items: rows });
});

export const getCategory = query("sales.product.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const row = await db
    .selectFrom("sales.category")
    .select(categoryColumns)
    .where("companyId", "=", actor.companyId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ? done(categoryBody(row)) : refuse(missing("category", id));
});
