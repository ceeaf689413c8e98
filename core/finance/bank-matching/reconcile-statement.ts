import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { lockBankAccount } from "../bank-accounts/find-bank-account.ts";
import type { BankStatementBody } from "../bank-statements/bank-statement.ts";
import { findBankStatement } from "../bank-statements/list-bank-statements.ts";
import { reconcileAsOf } from "./reconciliation.ts";

onConstraint("reconciled_without_lines_left", (message) => conflict("bank_statement.lines_left", message));
onConstraint("reconciled_to_its_closing_balance", (message) => conflict("bank_statement.balance", message));
onConstraint("last_reconciled_is_reopened", (message) => conflict("bank_statement.not_last", message));

/** The statement while its account is held. */
const lockStatement = async (tx: TxCtx, id: string): Promise<BankStatementBody | undefined> => {
  const found = await findBankStatement(tx.db, tx.actor.companyId, id);
  if (!found) return undefined;
  await lockBankAccount(tx.db, tx.actor.companyId, found.bankAccount.id);
  return findBankStatement(tx.db, tx.actor.companyId, id);
};

const setState = async (tx: TxCtx, before: BankStatementBody, state: "reconciled" | "imported"): Promise<BankStatementBody> => {
  const by =
    state === "reconciled"
      ? { reconciledAt: tx.clock.now().toISOString(), reconciledBy: tx.actor.id }
      : { reconciledAt: null, reconciledBy: null };
  await tx.db
    .updateTable("finance.bankStatement")
    .set({ state, ...by, version: before.version + 1 })
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", before.id)
    .execute();
  return (await findBankStatement(tx.db, tx.actor.companyId, before.id)) ?? before;
};

/**
 * Closes a statement as reconciled: every line up to its day is matched, the lines come to its closing balance, and the bank ties to the ledger. From then on lines
 * up to that day are locked: nothing is matched, taken back or comes in. Locks the bank account.
 */
export const reconcileStatement = command(
  "finance.bank.reconcile",
  async (tx, { id }: Readonly<{ id: string }>): Promise<Outcome<BankStatementBody>> => {
    const before = await lockStatement(tx, id);
    if (!before) return refuse(missing("bank statement", id));
    if (before.state !== "imported") return refuse(conflict("bank_statement.state", `This statement is ${before.state}.`));
    if (before.closing === null)
      return refuse(conflict("bank_statement.no_closing", "A statement without a closing balance cannot be reconciled."));
    const after = await setState(tx, before, "reconciled");
    const tie = await reconcileAsOf(tx, before.bankAccount.id, before.toOn);
    if (!tie.ok) return tie;
    if (!/^-?[0.]+$/.test(tie.value.difference))
      return refuse(
        conflict(
          "bank_statement.difference",
          `The bank and the ledger differ by ${tie.value.difference} ${before.currency} on ${before.toOn}.`,
        ),
      );
    tx.audit({ action: "bank_statement.reconcile", subjectType: "bank_statement", subjectId: id, before, after });
    tx.event({ type: "bank_statement.reconciled", subject: id, data: after });
    return done(after);
  },
);

/** Opens the last reconciled statement of an account again, with its lines. */
export const reopenStatement = command(
  "finance.bank.reopen",
  async (tx, { id, reason }: Readonly<{ id: string; reason: string }>): Promise<Outcome<BankStatementBody>> => {
    const before = await lockStatement(tx, id);
    if (!before) return refuse(missing("bank statement", id));
    if (before.state !== "reconciled") return refuse(conflict("bank_statement.state", `This statement is ${before.state}.`));
    const after = await setState(tx, before, "imported");
    tx.audit({ action: "bank_statement.reopen", subjectType: "bank_statement", subjectId: id, before, after: { ...after, reason } });
    tx.event({ type: "bank_statement.reopened", subject: id, data: { ...after, reason } });
    return done(after);
  },
);
