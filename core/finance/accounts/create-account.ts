import { command } from "#core/kernel/command.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { type AccountInput, growsOn } from "./account.ts";
import { findAccount } from "./find-account.ts";
import { insertAccounts } from "./insert-accounts.ts";

/** Adds an account or a heading to the chart. */
export const createAccount = command("finance.account.write", async (tx, input: AccountInput) => {
  const id = tx.newId();
  const manualPosting = input.manualPosting && !input.isGroup;
  await insertAccounts(tx, [{ ...input, id, manualPosting, active: true, normalBalance: input.normalBalance ?? growsOn(input) }]);
  const account = await findAccount(tx.db, tx.actor.companyId, id);
  if (!account) return refuse(missing("account", id));
  tx.audit({ action: "account.create", subjectType: "account", subjectId: id, after: account });
  tx.event({ type: "account.created", subject: id, data: account });
  return done(account);
});
