import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { formatMinor } from "#core/kernel/money.ts";
import type { LockedBankAccount } from "../bank-accounts/find-bank-account.ts";
import { type BankWarning, bankWarning } from "./bank-warning.ts";
import { type ParsedLine, type ParsedStatement, sumOf } from "./parsed-statement.ts";

type Weighed = Readonly<{ id: string; statement: ParsedStatement; account: LockedBankAccount; toOn: string }>;
type Fresh = Readonly<{ line: Readonly<{ line: ParsedLine; statement: Readonly<{ account: LockedBankAccount }> }> }>;

/** Opening and entries against the closing balance, as the statement itself tells them. */
export const ownBalanceWarning = ({ opening, closing, lines, currency, format }: ParsedStatement): BankWarning | undefined => {
  if (format === "camt.054") return undefined;
  if (!opening || !closing) return undefined;
  const sum = opening.minor + sumOf(lines);
  if (sum === closing.minor) return undefined;
  return bankWarning("entries_off_closing", {
    sum: formatMinor(sum, currency),
    closing: formatMinor(closing.minor, currency),
    currency,
  });
};

/** What the account's stored lines come to by the closing day of each statement. */
const storedTotals = async (tx: TxCtx, statements: readonly Weighed[]): Promise<ReadonlyMap<string, bigint>> => {
  const asked = statements.map(({ id, account, toOn }) => ({ id, accountId: account.id, toOn }));
  const { rows } = await sql<{ id: string; total: bigint }>`
    select r.id, coalesce(sum(l.amount_minor), 0)::bigint as total
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as r (id uuid, "accountId" uuid, "toOn" date)
      left join finance.bank_line_status l on l.company_id = ${tx.actor.companyId} and l.bank_account_id = r."accountId" and l.booked_on <= r."toOn" group by r.id`.execute(
    tx.db,
  );
  return new Map(rows.map(({ id, total }) => [id, total]));
};

/**
 * Warnings of each statement, by its id: opening and entries that do not come to the closing balance, and an account that with all its lines does not come to it
 * either, as when a statement between is missing.
 */
export const balanceWarnings = async (
  tx: TxCtx,
  statements: readonly Weighed[],
  fresh: readonly Fresh[],
): Promise<ReadonlyMap<string, BankWarning[]>> => {
  const weighed = statements.filter(({ statement }) => statement.format !== "camt.054");
  const totals = await storedTotals(tx, weighed);
  return new Map(
    weighed.map((one) => {
      const { statement, account, toOn } = one;
      const own = ownBalanceWarning(statement);
      const incoming = fresh.filter(
        ({ line }) => line.statement.account.id === account.id && line.line.status === "booked" && line.line.bookedOn <= toOn,
      );
      const comesTo =
        account.openingMinor + (totals.get(one.id) ?? 0n) + incoming.reduce((sum, { line }) => sum + line.line.amountMinor, 0n);
      const { currency } = account;
      const apart =
        statement.closing && comesTo !== statement.closing.minor && own === undefined
          ? [
              bankWarning("account_off_closing", {
                ...{ day: toOn, sum: formatMinor(comesTo, currency), closing: formatMinor(statement.closing.minor, currency), currency },
              }),
            ]
          : [];
      return [one.id, [...(own === undefined ? [] : [own]), ...apart, ...unclosed(statement)]] as const;
    }),
  );
};

const unclosed = ({ closing, opening, format }: ParsedStatement): BankWarning[] => {
  if (closing) return opening || format === "ofx" ? [] : [bankWarning("no_opening")];
  return [bankWarning("no_closing")];
};
