import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, missing, refuse } from "#core/kernel/fault.ts";
import { type AccountInput, sideOf } from "./account.ts";
import { findAccount } from "./find-account.ts";

onConstraint("account_code_once", conflict("account.code_taken", "There is an account of this code already."));

/** Adds an account to the chart. */
export const createAccount = command("finance.account.write", async (tx, input: AccountInput) => {
  const companyId = tx.actor.companyId;
  const id = tx.newId();
  const normalBalance = input.normalBalance ?? (input.isContra === (sideOf(input.type) === "credit") ? "debit" : "credit");
  await tx.db
    .insertInto("finance.account")
    .values({ ...input, id, companyId, normalBalance })
    .execute();
  const account = await findAccount(tx.db, companyId, id);
  if (!account) return refuse(missing("account", id));
  tx.audit({ action: "account.create", subjectType: "account", subjectId: id, after: account });
  tx.event({ type: "account.created", subject: id, data: account });
  return done(account);
});
