import { sql } from "kysely";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { convertMinor } from "#core/kernel/exchange.ts";
import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { parseMinor } from "#core/kernel/money.ts";
import { rateOn } from "../currencies/rate-on.ts";
import { postEntries } from "../entries/post-entry.ts";
import type { BankAccountBody, BankAccountInput } from "./bank-account.ts";
import { findBankAccount } from "./find-bank-account.ts";

onConstraint("bank_account_code_once", conflict("bank_account.code_taken", "There is a bank account of this code already."));
onConstraint("bank_account_ledger_once", conflict("bank_account.account_taken", "Another bank account has this account of the ledger."));
onConstraint(
  "bank_account_iban_once",
  conflict("bank_account.number_taken", "There is a bank account of this number and currency already."),
);
onConstraint(
  "bank_account_number_once",
  conflict("bank_account.number_taken", "There is a bank account of this number and currency already."),
);
onConstraint("bank_account_numbered", invalid("bank_account.number", "Write the IBAN or the bank's own number.", "/iban"));

type Surroundings = Readonly<{
  accountType: string | null;
  accountActive: boolean | null;
  journalId: string | null;
  methodId: string | null;
  openingAccountId: string;
  openingJournalId: string;
}>;

const surroundingsOf = async (tx: TxCtx, input: BankAccountInput): Promise<Surroundings> => {
  const company = tx.actor.companyId;
  const { rows } = await sql<Surroundings>`
    select (select a.type from finance.account a where a.company_id = ${company} and a.id = ${input.accountId}) as account_type,
           (select a.active and not a.is_group from finance.account a where a.company_id = ${company} and a.id = ${input.accountId}) as account_active,
           (select j.id from finance.journal j where j.company_id = ${company} and j.active
               and case when ${input.journalId ?? null}::uuid is null then j.kind = 'bank' else j.id = ${input.journalId ?? null}::uuid end order by j.code limit 1) as journal_id,
           (select m.id from finance.payment_method m where m.company_id = ${company} and m.account_id = ${input.accountId} and m.active order by m.code limit 1) as method_id,
           (select r.account_id from finance.account_rule r where r.company_id = ${company} and r.purpose = 'opening' and r.key = '') as opening_account_id,
           (select j.id from finance.journal j where j.company_id = ${company} and j.kind = 'opening' order by j.code limit 1) as opening_journal_id`.execute(
    tx.db,
  );
  if (!rows[0]) throw new Error("The database did not say what surrounds a bank account.");
  return rows[0];
};

/** The payment method that goes through the ledger account: the one there is, or a new one under the code of the bank account. */
const methodFor = async (tx: TxCtx, input: BankAccountInput, known: string | null): Promise<string> => {
  if (known !== null) return known;
  const id = tx.newId();
  const values = { id, companyId: tx.actor.companyId, code: input.code, name: input.name, accountId: input.accountId };
  await tx.db.insertInto("finance.paymentMethod").values(values).execute();
  return id;
};
onConstraint(
  "payment_method_code_once",
  conflict("payment_method.code_taken", "There is a payment method of this code for another account."),
);

/** Books the opening balance against the account for opening balances, at the rate of the day. It belongs to no document, so that it can be reversed by hand. */
const postOpening = async (tx: TxCtx, input: BankAccountInput, minor: bigint, at: Surroundings): Promise<Outcome<string | null>> => {
  const { opening, currency, accountId, name } = input;
  if (!opening.post || minor === 0n) return done(null);
  const rate = await rateOn(tx.db, { id: tx.actor.companyId, baseCurrency: tx.company.baseCurrency }, currency, opening.on);
  if (!rate.ok) return rate;
  const companyAmount =
    currency === tx.company.baseCurrency ? minor : convertMinor(minor, { from: currency, to: tx.company.baseCurrency, rate: rate.value });
  const id = tx.newId();
  const lines = [
    { accountId, currency, amount: minor, companyAmount },
    { accountId: at.openingAccountId, currency, amount: -minor, companyAmount: -companyAmount },
  ];
  const description = `Opening balance of ${name}`;
  await postEntries(tx, [{ id, journalId: at.openingJournalId, kind: "opening", effectiveOn: opening.on, description, lines }]);
  return done(id);
};

/**
 * Enters a bank account. Its ledger account is an asset or a liability (a credit card) that no other bank account has. With `opening.post` the opening balance is
 * booked on its day. Refuses taken numbers, codes and ledger accounts, a missing rate, a closed period.
 */
export const createBankAccount = command("finance.bank.write", async (tx, input: BankAccountInput): Promise<Outcome<BankAccountBody>> => {
  const minor = parseMinor(input.opening.balance, input.currency);
  if (!minor.ok) return refuse({ ...minor.fault, errors: [{ pointer: "/opening/balance", detail: minor.fault.detail }] });
  const at = await surroundingsOf(tx, input);
  if (at.accountType !== "asset" && at.accountType !== "liability")
    return refuse(invalid("bank_account.account", "Choose an account of the ledger that is an asset or a liability.", "/accountId"));
  if (!at.accountActive)
    return refuse(invalid("bank_account.account", "This account of the ledger is not active, or only a heading.", "/accountId"));
  if (at.journalId === null) return refuse(invalid("journal.missing", "There is no such journal, or it is not active.", "/journalId"));
  const openingEntryId = await postOpening(tx, input, minor.value, at);
  if (!openingEntryId.ok) return openingEntryId;
  const id = tx.newId();
  const { opening, journalId: _, ...fields } = input;
  const methodId = await methodFor(tx, input, at.methodId);
  await tx.db
    .insertInto("finance.bankAccount")
    .values({
      ...fields,
      id,
      companyId: tx.actor.companyId,
      journalId: at.journalId,
      methodId,
      openingOn: opening.on,
      openingMinor: minor.value,
      openingEntryId: openingEntryId.value,
    })
    .execute();
  const account = await findBankAccount(tx.db, tx.actor.companyId, id);
  if (!account) throw new Error("A bank account is gone as soon as it was made.");
  tx.audit({ action: "bank_account.create", subjectType: "bank_account", subjectId: id, after: account });
  tx.event({ type: "bank_account.created", subject: id, data: account });
  return done(account);
});
