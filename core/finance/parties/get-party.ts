import { done, missing, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { partyColumns } from "./party.ts";

/** A party with its version, whatever it is to us. */
export const getParty = query("finance.party.read", async ({ db, actor }, { id }: Readonly<{ id: string }>) => {
  const party = await db
    .selectFrom("finance.party as party")
    .select(partyColumns)
    .where("party.companyId", "=", actor.companyId)
    .where("party.id", "=", id)
    .executeTakeFirst();
  return party ? done(party) : refuse(missing("party", id));
});
