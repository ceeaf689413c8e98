import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict } from "#core/kernel/fault.ts";
import type { PartyInput } from "./party.ts";

export const codeTaken = conflict("party.code_taken", "Another customer or supplier has this code.");
export const externalIdTaken = conflict("party.external_id_taken", "Another customer or supplier has this external id.");
onConstraint("party_code_once", codeTaken);
onConstraint("party_external_id_once", externalIdTaken);

export type NewParty = Omit<PartyInput, "code"> &
  Readonly<{ id: string; code?: string | undefined; isCustomer: boolean; createdAt: string }>;
/** Each id either came in, with this code, or was refused. */
export type InsertedParties = ReadonlyMap<string, { code: string } | { fault: typeof codeTaken | typeof externalIdTaken }>;

/** Codes given by the system run in one series for customers and one for all others. */
const seriesOf = { customer: "C-", supplier: "S-" } as const;

/**
 * Inserts many parties at once, inside the caller's transaction. One whose code or external id is taken, by a stored party or by an earlier
 * row of the same call, is left out and named in the answer.
 */
export const insertParties = async (tx: TxCtx, parties: readonly NewParty[], series: keyof typeof seriesOf): Promise<InsertedParties> => {
  if (parties.length === 0) return new Map();
  const { rows } = await sql<{ partyId: string; partyCode: string }>`
    select party_id, party_code from finance.insert_parties(${JSON.stringify(parties)}::jsonb, ${series}, ${seriesOf[series]})`.execute(
    tx.db,
  );
  const results = new Map<string, { code: string } | { fault: typeof codeTaken | typeof externalIdTaken }>();
  for (const { partyId, partyCode } of rows) results.set(partyId, { code: partyCode });
  const refused = parties.filter(({ id }) => !results.has(id));
  if (refused.length === 0) return results;
  const known = await knownExternalIds(tx, refused);
  for (const { id, externalId } of refused) results.set(id, { fault: known.has(externalId) ? externalIdTaken : codeTaken });
  return results;
};

const knownExternalIds = async (tx: TxCtx, parties: readonly NewParty[]): Promise<ReadonlySet<string | null>> => {
  const wanted = parties.map(({ externalId }) => externalId).filter((externalId) => externalId !== null);
  if (wanted.length === 0) return new Set();
  const rows = await tx.db
    .selectFrom("finance.party")
    .select("externalId")
    .where("companyId", "=", tx.actor.companyId)
    .where("externalId", "in", wanted)
    .execute();
  return new Set(rows.map(({ externalId }) => externalId));
};
