import { addUser } from "#core/identity/users/create-user.ts";
import { NewUser } from "#core/identity/users/user.ts";
import { acceptedOf } from "#core/kernel/write-by-halves.ts";
import { present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";

/** People of record: they stand on orders and records, and do not sign in. Known by external id. */
export const userImport = defineImport<NewUser>({
  name: "users",
  title: "Users of record",
  grant: "platform.user.write",
  columns: [
    { name: "external_id", required: true, also: ["employee_id", "user_id", "id"], about: "Id in the old system" },
    { name: "name", required: true, about: "Name" },
  ],
  read: ([cells = {}]) => readBy(NewUser, present({ name: cells.name, externalId: cells.external_id, roleIds: [] })),
  write: async (tx, items) => {
    const known = new Set(
      (
        await knownBy(
          tx,
          "shared.membership",
          "externalId",
          items.map(({ externalId }) => externalId),
        )
      ).keys(),
    );
    const results: ItemResult[] = [];
    for (const user of items) {
      const there = known.has(user.externalId ?? "");
      if (!there) acceptedOf(await addUser(tx, { user }));
      known.add(user.externalId ?? "");
      results.push(there ? "unchanged" : "created");
    }
    return results;
  },
});
