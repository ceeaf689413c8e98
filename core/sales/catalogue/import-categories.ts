import { sql } from "kysely";
import { invalid } from "#core/kernel/fault.ts";
import { cell, integerCell, present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { type CategoryBody, CategoryInput } from "./category.ts";

type Imported = Readonly<{ input: CategoryInput; parent: string | undefined }>;

/** Categories, a parent before its children. Known by external id, or by code where there is none. */
export const categoryImport = defineImport<Imported>({
  name: "categories",
  title: "Categories",
  grant: "sales.product.write",
  columns: [
    { name: "external_id", also: ["category_id", "id"], about: "Id in the old system" },
    { name: "code", required: true, about: "Code" },
    { name: "name", required: true, also: ["category_name"], about: "Name" },
    { name: "parent", also: ["parent_id", "parent_code"], about: "Code or external id of the category above" },
    { name: "position", about: "Place among its siblings" },
  ],
  read: ([cells = {}]) => {
    const input = readBy(
      CategoryInput,
      present({
        externalId: cells.external_id ?? cells.code,
        code: cells.code,
        name: cells.name,
        position: cell(cells, "position", integerCell),
      }),
    );
    return input.ok ? { ok: true, value: { input: input.value, parent: cells.parent } } : input;
  },
  write: async (tx, items) => {
    const known = await knownBy(
      tx,
      "sales.category",
      "externalId",
      items.map(({ input }) => input.externalId),
    );
    const parents = items.map(({ parent }) => parent);
    const ids = new Map([
      ...(await knownBy(tx, "sales.category", "externalId", parents)),
      ...(await knownBy(tx, "sales.category", "code", parents)),
    ]);
    const fresh: CategoryBody[] = [];
    const results = items.map(({ input, parent }): ItemResult => {
      if (input.externalId !== null && known.has(input.externalId)) return "unchanged";
      if (parent !== undefined && !ids.has(parent))
        return { fault: invalid("import.parent", `There is no category ${parent} before this row.`, "/parent") };
      const category = { ...input, parentId: parent === undefined ? null : (ids.get(parent) ?? null), id: tx.newId(), version: 1 };
      fresh.push(category);
      ids.set(category.code, category.id);
      if (category.externalId !== null) ids.set(category.externalId, category.id);
      return "created";
    });
    if (fresh.length > 0)
      await sql`
        insert into sales.category (id, company_id, parent_id, code, name, names, position, external_id)
        select r.id, ${tx.actor.companyId}::uuid, r."parentId", r.code, r.name, r.names, r.position, r."externalId"
          from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb)
            as r (id uuid, "parentId" uuid, code text, name text, names jsonb, position integer, "externalId" text)`.execute(tx.db);
    for (const category of fresh) {
      tx.audit({ action: "category.create", subjectType: "category", subjectId: category.id, after: category });
      tx.event({ type: "category.created", subject: category.id, data: category });
    }
    return results;
  },
});
