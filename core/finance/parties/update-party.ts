import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, missing, refuse, stale } from "#core/kernel/fault.ts";
import { type PartyBody, type PartyPatch, partyColumns } from "./party.ts";

/** Reads a party and holds it against other changes until the end of the transaction. */
export const lockParty = (tx: TxCtx, id: string): Promise<PartyBody | undefined> =>
  tx.db
    .selectFrom("finance.party as party")
    .select(partyColumns)
    .where("party.companyId", "=", tx.actor.companyId)
    .where("party.id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();

/** Writes changed fields of a party that the caller has locked, inside the caller's transaction. */
export const changeParty = async (tx: TxCtx, party: PartyBody, changes: PartyPatch): Promise<PartyBody> => {
  const given = Object.entries(changes).filter(([field, value]) => value !== undefined && value !== party[field as keyof PartyBody]);
  if (given.length === 0) return party;
  const version = party.version + 1;
  await tx.db
    .updateTable("finance.party")
    .set({ ...Object.fromEntries(given), version })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", party.id)
    .execute();
  return { ...party, ...Object.fromEntries(given), version };
};

export type PartyUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: PartyPatch }>;

/** Changes a party. What sales keeps of a customer is changed there; its name, tax number and terms may be changed here too. */
export const updateParty = command("finance.party.write", async (tx, { id, expectedVersion, changes }: PartyUpdate) => {
  const party = await lockParty(tx, id);
  if (!party) return refuse(missing("party", id));
  if (expectedVersion !== undefined && expectedVersion !== party.version) return refuse(stale("party", party.version));
  const changed = await changeParty(tx, party, changes);
  if (changed === party) return done(party);
  tx.audit({ action: "party.update", subjectType: "party", subjectId: id, before: party, after: changed });
  tx.event({ type: "party.updated", subject: id, data: changed });
  return done(changed);
});
