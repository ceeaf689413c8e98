import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import type { BankLineRow } from "../bank-statements/list-bank-lines.ts";
import type { MatchPart } from "./confirmation.ts";

type Confirmed = Readonly<{ lineId: string; part: MatchPart }>;

/** Whose number a line (or its payment of a batch) showed: from now on it speaks for that party. */
export const learnNumbers = async (tx: TxCtx, confirmed: readonly Confirmed[], lines: ReadonlyMap<string, BankLineRow>): Promise<void> => {
  const learned = confirmed.flatMap(({ lineId, part }) => {
    const line = lines.get(lineId);
    const partyId = part.kind === "payment" || part.kind === "entry" ? part.partyId : undefined;
    const source = part.kind === "payment" && part.detail !== undefined ? line?.details[part.detail] : line;
    if (partyId === undefined || !source?.partyHash || !source.partySealed) return [];
    return [{ id: tx.newId(), partyId, hash: source.partyHash, sealed: source.partySealed, hint: source.partyHint ?? "" }];
  });
  const once = [...new Map(learned.map((one) => [`${one.hash} ${one.partyId}`, one])).values()];
  if (once.length === 0) return;
  await sql`
    insert into finance.party_bank_account (id, company_id, party_id, hash, sealed, hint)
    select n.id, ${tx.actor.companyId}, n."partyId", n.hash, n.sealed, n.hint
      from jsonb_to_recordset(${JSON.stringify(once)}::jsonb) as n (id uuid, "partyId" uuid, hash text, sealed text, hint text) order by n.hash, n."partyId"
    on conflict on constraint party_bank_account_once do update set times = party_bank_account.times + 1, learned_at = now()`.execute(
    tx.db,
  );
};
