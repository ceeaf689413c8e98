import { command } from "#core/kernel/command.ts";
import { conflict, done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { lockBankAccount } from "../bank-accounts/find-bank-account.ts";
import type { BankStatementBody } from "./bank-statement.ts";
import { findBankStatement } from "./list-bank-statements.ts";

type Discard = Readonly<{ id: string; reason: string }>;

/**
 * Takes a statement that should not have come in out of the books of the bank: a file read with the wrong columns, or of another account. Its lines stay stored
 * with it but count no more, and may come in again. Refuses when a line is matched or the statement is reconciled. Locks the bank account.
 */
export const discardBankStatement = command(
  "finance.bank.import",
  async (tx, { id, reason }: Discard): Promise<Outcome<BankStatementBody>> => {
    const { companyId } = tx.actor;
    const found = await findBankStatement(tx.db, companyId, id);
    if (!found) return refuse(missing("bank statement", id));
    await lockBankAccount(tx.db, companyId, found.bankAccount.id);
    const before = (await findBankStatement(tx.db, companyId, id)) ?? found;
    if (before.state !== "imported") return refuse(conflict("bank_statement.state", `This statement is ${before.state}.`));
    const matched = await tx.db
      .selectFrom("finance.bankLineStatus")
      .select("lineId")
      .where("companyId", "=", companyId)
      .where("statementId", "=", id)
      .whereRef("leftMinor", "<>", "amountMinor")
      .limit(1)
      .executeTakeFirst();
    if (matched) return refuse(conflict("bank_statement.matched", "Lines of this statement are matched. Take that back first."));
    await tx.db
      .updateTable("finance.bankStatement")
      .set({ state: "discarded", version: before.version + 1 })
      .where("companyId", "=", companyId)
      .where("id", "=", id)
      .execute();
    await tx.db.deleteFrom("finance.bankLineStatus").where("companyId", "=", companyId).where("statementId", "=", id).execute();
    const after = (await findBankStatement(tx.db, companyId, id)) ?? before;
    tx.audit({ action: "bank_statement.discard", subjectType: "bank_statement", subjectId: id, before, after: { ...after, reason } });
    tx.event({ type: "bank_statement.discarded", subject: id, data: { ...after, reason } });
    return done(after);
  },
);
