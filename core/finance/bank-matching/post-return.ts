import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { conflict, done, type Outcome, refuse } from "#core/kernel/fault.ts";
import { bouncePayment } from "../payments/bounce-payment.ts";
import { asHappened, didHappen } from "../payments/what-happened.ts";
import type { ReturnPart } from "./confirmation.ts";
import type { Place, PostedPart } from "./post-parts.ts";
import { runNow } from "./run-now.ts";

/** Takes a payment back that the bank returned; the line answers for the reversal of its entry. */
export const postReturn = async (tx: TxCtx, part: ReturnPart, amountMinor: bigint, place: Place): Promise<Outcome<PostedPart>> => {
  const reason = (place.line.returnReason ?? place.line.text ?? "Returned by the bank").slice(0, 200);
  const bounced = await runNow(tx, async (inner) =>
    didHappen(await bouncePayment(asHappened(inner), { id: part.paymentId, reason, bouncedOn: place.line.bookedOn })),
  );
  if (!bounced.ok) return bounced;
  const { rows } = await sql<{ entryId: string; position: number; amount: bigint }>`
    select e.id as entry_id, j.position, j.amount from finance.journal_entry e
      join finance.journal_line j on j.company_id = e.company_id and j.entry_id = e.id and j.account_id = ${place.account.accountId}
     where e.company_id = ${tx.actor.companyId} and e.reverses_entry_id = ${bounced.value.entryId}`.execute(tx.db);
  const [reversal] = rows;
  if (!reversal || reversal.amount !== amountMinor)
    return refuse(
      conflict(
        "bank_match.other_amount",
        `The payment was ${bounced.value.amount} ${bounced.value.currency} through this account, or through another one.`,
      ),
    );
  return done({ entryId: reversal.entryId, position: reversal.position, amountMinor, posted: "return", paymentId: part.paymentId });
};
