import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { plainNumber } from "../bank-accounts/account-number.ts";
import type { LockedBankAccount } from "../bank-accounts/find-bank-account.ts";
import { type BankWarning, bankWarning } from "./bank-warning.ts";
import type { ParsedStatement } from "./parsed-statement.ts";

export type Assigned = Readonly<{ statement: ParsedStatement; account: LockedBankAccount }>;
export type Assignment = Readonly<{ assigned: readonly Assigned[]; warnings: readonly BankWarning[] }>;

const MOST_ACCOUNTS = 1000;

/** Bank accounts in use, locked in key order: nothing else comes into one while this file does. */
const lockAccounts = (tx: TxCtx, ids: readonly string[]) =>
  tx.db
    .selectFrom("finance.bankAccount")
    .selectAll()
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "in", [...ids])
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();

const numbersOf = (tx: TxCtx) =>
  tx.db
    .selectFrom("finance.bankAccount")
    .select(["id", "iban", "accountNumber", "bankCode", "currency", "active"])
    .where("companyId", "=", tx.actor.companyId)
    .limit(MOST_ACCOUNTS)
    .execute();
type Numbered = Awaited<ReturnType<typeof numbersOf>>[number];

/** The account that a statement is of: by its number and currency, and by the bank's code where two banks gave the same number. */
const accountOf = ({ account, currency }: ParsedStatement, accounts: readonly Numbered[]): Numbered | undefined => {
  const number = account.number && plainNumber(account.number);
  const named = accounts.filter(
    (one) => number !== undefined && (one.iban === number || one.accountNumber === number) && one.currency === currency,
  );
  return named.length > 1 ? named.find(({ bankCode }) => bankCode === (account.bankCode ?? null)) : named[0];
};

const unknown = (statements: readonly ParsedStatement[]) => {
  const numbers = [
    ...new Set(statements.map(({ account, currency }) => (account.number ? `${account.number} in ${currency}` : "one without a number"))),
  ];
  return invalid(
    "bank_account.unknown",
    `There is no bank account for ${numbers.slice(0, 5).join(", ")}. Enter it first, or say which one the file is of.`,
    "/bankAccountId",
  );
};

const leftOut = ({ account: { number }, currency }: ParsedStatement) =>
  bankWarning("account_unknown", number ? { number, currency } : { currency });

/**
 * Which bank account each statement of a file is of: the one named by the caller, or the one whose number and currency the statement has. Statements of unknown
 * accounts are left out with a warning as long as others have theirs. Locks the accounts in key order.
 */
export const assignAccounts = async (
  tx: TxCtx,
  statements: readonly ParsedStatement[],
  bankAccountId: string | undefined,
): Promise<Outcome<Assignment, Fault<"invalid" | "missing">>> => {
  const accounts = await numbersOf(tx);
  const named = bankAccountId === undefined ? undefined : accounts.find(({ id }) => id === bankAccountId);
  if (bankAccountId !== undefined && !named) return refuse(missing("bank account", bankAccountId));
  const chosen = statements.map((statement) => ({
    statement,
    id: (accountOf(statement, accounts) ?? (statements.length === 1 ? named : undefined))?.id,
  }));
  const other = chosen.find(({ id }) => named !== undefined && id !== undefined && id !== named.id);
  if (other && named)
    return refuse(invalid("bank_account.other", `The file is of account ${other.statement.account.number}.`, "/bankAccountId"));
  const known = chosen.filter(({ id }) => id !== undefined);
  const strange = chosen.filter(({ id }) => id === undefined).map(({ statement }) => statement);
  if (known.length === 0) return refuse(unknown(statements));
  const wrong = known.find(({ id, statement }) => accounts.find((one) => one.id === id)?.currency !== statement.currency);
  if (wrong)
    return refuse(
      invalid("bank_account.currency", `The file is in ${wrong.statement.currency}, the bank account is not.`, "/bankAccountId"),
    );
  const locked = await lockAccounts(
    tx,
    known.flatMap(({ id }) => id ?? []),
  );
  const inactive = locked.find(({ active }) => !active);
  if (inactive) return refuse(invalid("bank_account.inactive", `Bank account ${inactive.code} is not in use any more.`, "/bankAccountId"));
  const assigned = known.flatMap(({ statement, id }) => {
    const account = locked.find((one) => one.id === id);
    return account ? [{ statement, account }] : [];
  });
  return done({ assigned, warnings: strange.map(leftOut) });
};
