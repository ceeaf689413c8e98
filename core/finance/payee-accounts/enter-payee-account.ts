import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { PendingApproval } from "#core/platform/approvals/approval.ts";
import { secondPerson } from "#core/platform/approvals/second-person.ts";
import { hintOf } from "../bank-accounts/account-number.ts";
import type { BankNumbers } from "../bank-statements/bank-numbers.ts";
import { partyIsThere } from "./list-payee-accounts.ts";
import type { PayeeAccountBody, PayeeAccountInput, SealedPayeeAccount } from "./payee-account.ts";
import { payeeOn } from "./payee-on.ts";

export type EnterPayeeAccount = Readonly<{ partyId: string; input: PayeeAccountInput; numbers: Pick<BankNumbers, "seal" | "digests"> }>;

const sealedFrom = (tx: TxCtx, { partyId, input, numbers }: EnterPayeeAccount): SealedPayeeAccount => {
  const { iban, accountNumber, validOn = todayOf(tx), ...rest } = input;
  const number = iban ?? accountNumber ?? "";
  const [hash = ""] = numbers.digests(number);
  const kind = iban === null ? "account_number" : "iban";
  return { id: tx.newId(), partyId, ...rest, validOn, kind, hash, sealed: numbers.seal(number), hint: hintOf(number) };
};

type Entered = Promise<Outcome<PayeeAccountBody | PendingApproval>>;

/**
 * Says to which bank account a party is paid from a day on; earlier ones stay, so that each payment knows which it used. Only the sealed number is kept,
 * also while it waits for a second person. Refuses a day that is past and an account that holds already.
 */
export const enterPayeeAccount = command(
  "finance.payee_account.write",
  (tx, entering: EnterPayeeAccount): Entered => storePayeeAccount(tx, sealedFrom(tx, entering)),
);

/** The same once the number is sealed: now, or when a second person approves it. */
export const storePayeeAccount = async (tx: TxCtx, account: SealedPayeeAccount): Entered => {
  const { companyId } = tx.actor;
  const today = todayOf(tx);
  const validOn = account.validOn < today && tx.approved !== undefined ? today : account.validOn;
  if (validOn < today)
    return refuse(invalid("payee_account.past", "What was paid before went elsewhere; begin today or later.", "/validOn"));
  const party = await partyIsThere(tx.db, companyId, account.partyId);
  if (!party) return refuse(missing("party", account.partyId));
  const before = await payeeOn(tx, account.partyId, validOn);
  const { kind, hint, bankCode, bic, bankName, holder, partyId } = account;
  const waiting = secondPerson(tx, {
    action: "finance.payee_account.write",
    summary: `Pay ${party.name} to ${hint}${before ? ` instead of ${before.hint}` : ""} from ${validOn}`,
    subject: { type: "party", id: partyId },
    request: account,
  });
  if (waiting) return waiting;
  await tx.db
    .insertInto("finance.payeeAccount")
    .values({ ...account, validOn, companyId, enteredBy: tx.actor.id })
    .execute();
  const shown = { id: account.id, partyId, kind, hint, bankCode, bic, bankName, holder, validOn };
  tx.audit({ action: "payee_account.enter", subjectType: "party", subjectId: partyId, before: before ?? null, after: shown });
  tx.event({ type: "payee_account.entered", subject: partyId, data: shown });
  const enteredBy = { id: tx.actor.id, name: tx.actor.name };
  return done({ ...shown, isInForce: validOn === today, enteredBy, enteredAt: tx.clock.now().toISOString() });
};
