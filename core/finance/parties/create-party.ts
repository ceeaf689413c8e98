import { command } from "#core/kernel/command.ts";
import { done, refuse } from "#core/kernel/fault.ts";
import { insertParties } from "./insert-parties.ts";
import type { PartyBody, PartyInput } from "./party.ts";

/** Enters a supplier or another party. Customers are entered in sales, which makes their party. */
export const createParty = command("finance.party.write", async (tx, input: PartyInput) => {
  const id = tx.newId();
  const createdAt = tx.clock.now().toISOString();
  const inserted = (await insertParties(tx, [{ ...input, id, isCustomer: false, createdAt }], "supplier")).get(id);
  if (!inserted || "fault" in inserted) return refuse(inserted?.fault ?? unanswered());
  const party: PartyBody = { ...input, id, code: inserted.code, isCustomer: false, active: true, createdAt, version: 1 };
  tx.audit({ action: "party.create", subjectType: "party", subjectId: id, after: party });
  tx.event({ type: "party.created", subject: id, data: party });
  return done(party);
});

const unanswered = (): never => {
  throw new Error("The database did not say what became of the party.");
};
