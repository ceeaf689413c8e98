import { behind, foundBy, rowsOfPage, type Sort } from "#core/database/keyset.ts";
import { done } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { singleQuery } from "#core/kernel/query.ts";
import { type PartyBody, type PartyQuery, partyColumns } from "./party.ts";

const sorts = {
  name: { columns: ["party.name", "party.id"], types: ["text", "uuid"], direction: "asc" },
  "-name": { columns: ["party.name", "party.id"], types: ["text", "uuid"], direction: "desc" },
  code: { columns: ["party.code"], types: ["text"], direction: "asc" },
  "-code": { columns: ["party.code"], types: ["text"], direction: "desc" },
} as const satisfies Record<PartyQuery["sort"], Sort>;

const cursorOf = (sort: PartyQuery["sort"]) => (party: PartyBody) => (sort.endsWith("name") ? [party.name, party.id] : [party.code]);

/** Parties by name or code. */
export const listParties = singleQuery("finance.party.read", async ({ db, actor }, filter: PartyQuery) => {
  const sort = sorts[filter.sort];
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
  if (cursor && !cursor.ok) return cursor;
  let rows = db.selectFrom("finance.party as party").select(partyColumns).where("party.companyId", "=", actor.companyId);
  if (filter.role === "supplier") rows = rows.where("party.isSupplier", "=", true);
  if (filter.role === "customer") rows = rows.where("party.isCustomer", "=", true);
  if (filter.active !== undefined) rows = rows.where("party.active", "=", filter.active);
  if (filter.currency) rows = rows.where("party.currency", "=", filter.currency);
  if (filter.country) rows = rows.where("party.country", "=", filter.country);
  if (filter.q) rows = rows.where(foundBy("party.id", "finance.search_parties", filter.q));
  const found = await behind(rows, sort, cursor?.value).limit(rowsOfPage(filter.limit)).execute();
  return done(pageOf(found, filter.limit, cursorOf(filter.sort), (party): PartyBody => party));
});
