import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, missing, type Outcome, refuse, stale } from "#core/kernel/fault.ts";
import type { BankAccountBody, BankAccountPatch } from "./bank-account.ts";
import { findBankAccount, lockBankAccount } from "./find-bank-account.ts";

onConstraint("used_bank_account_stays", (message) => conflict("bank_account.used", message));

export type BankAccountUpdate = Readonly<{ id: string; expectedVersion?: number | undefined; changes: BankAccountPatch }>;

/** Changes how a bank account is called and numbered, or takes it out of use. Locks the account. */
export const updateBankAccount = command("finance.bank.write", async (tx, update: BankAccountUpdate): Promise<Outcome<BankAccountBody>> => {
  const { id, expectedVersion, changes } = update;
  const { companyId } = tx.actor;
  const locked = await lockBankAccount(tx.db, companyId, id);
  const before = locked && (await findBankAccount(tx.db, companyId, id));
  if (!locked || !before) return refuse(missing("bank account", id));
  if (expectedVersion !== undefined && expectedVersion !== before.version) return refuse(stale("bank account", before.version));
  const given = Object.entries(changes).filter(([field, value]) => value !== undefined && value !== before[field as keyof BankAccountBody]);
  if (given.length === 0) return done(before);
  const { iban = before.iban, accountNumber = before.accountNumber } = changes;
  if (iban === null && accountNumber === null)
    return refuse(invalid("bank_account.number", "Write the IBAN or the bank's own number.", "/iban"));
  await tx.db
    .updateTable("finance.bankAccount")
    .set({ ...Object.fromEntries(given), version: before.version + 1 })
    .where("companyId", "=", companyId)
    .where("id", "=", id)
    .execute();
  const after = (await findBankAccount(tx.db, companyId, id)) ?? before;
  tx.audit({ action: "bank_account.update", subjectType: "bank_account", subjectId: id, before, after });
  tx.event({ type: "bank_account.updated", subject: id, data: after });
  return done(after);
});
