import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { BankNumbers } from "../bank-statements/bank-numbers.ts";
import type { RevealedNumber } from "./payee-account.ts";

type Sealed = Readonly<{ id: string; sealed: string; hint: string }>;

/**
 * The whole number of an account, one that waits for a second person too, for who has to pay it or call the payee back. It stays sealed here, so that
 * neither the stored answer nor the audit holds it; the audit keeps who looked.
 */
export const revealPayeeAccount = command(
  "finance.payee_account.reveal",
  async (tx, { id, partyId }: Readonly<{ id: string; partyId: string }>): Promise<Outcome<Sealed>> => {
    const { companyId } = tx.actor;
    const { rows } = await sql<Sealed>`
      select a.id, a.sealed, a.hint from finance.payee_account a where a.company_id = ${companyId} and a.party_id = ${partyId} and a.id = ${id}
      union all
      select (r.request ->> 'id')::uuid, r.request ->> 'sealed', r.request ->> 'hint' from shared.approval r
       where r.company_id = ${companyId} and r.subject_type = 'party' and r.subject_id = ${partyId} and r.action = 'finance.payee_account.write' and r.state = 'pending'
         and r.request ->> 'id' = ${id} limit 1`.execute(tx.db);
    const [found] = rows;
    if (!found) return refuse(missing("payee account", id));
    tx.audit({ action: "payee_account.reveal", subjectType: "party", subjectId: partyId, after: { id, hint: found.hint } });
    return done(found);
  },
);

/** Opens what was revealed, outside of everything that is stored. */
export const opened = <O extends Outcome<Sealed>>(outcome: O, numbers: Pick<BankNumbers, "unseal">) =>
  outcome.ok
    ? done<RevealedNumber>({ id: outcome.value.id, number: numbers.unseal(outcome.value.sealed) })
    : (outcome as Exclude<O, { ok: true }>);
