import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { dayBefore } from "#core/kernel/dates.ts";
import { type CloseFinding, type CloseSpan, declareCloseCheck, WARNS } from "./close-check.ts";
import { address, amounts, noneOf } from "./findings.ts";
import { ledgerBalances } from "./ledger-balances.ts";

type Bank = Readonly<{
  id: string;
  code: string;
  name: string;
  currency: string;
  accountId: string;
  openingOn: string;
  openingMinor: bigint;
  linesMinor: bigint;
  closingMinor: bigint | null;
  laterMinor: bigint;
  openingEntryMinor: bigint;
  earlierMatchedMinor: bigint;
  statements: boolean;
  unmatched: bigint;
}>;

/**
 * Bank accounts with what the bank says of them on a day. The sums are those of the reconciliation statement (`../bank-matching/reconciliation.ts`) without its
 * lists: whatever is matched by the day on both sides cancels out, so that lines are summed from an index and none is looked up.
 */
const readBanks = async (db: Db, { companyId, to }: CloseSpan): Promise<readonly Bank[]> => {
  const { rows } = await sql<Bank>`
    select b.id, b.code, b.name, b.currency, b.account_id, b.opening_on, b.opening_minor, coalesce(l.total, 0)::bigint as lines_minor, s.closing_minor,
           coalesce(l.later, 0)::bigint as later_minor, coalesce(o.minor, 0)::bigint as opening_entry_minor, coalesce(m.minor, 0)::bigint as earlier_matched_minor,
           s.closing_minor is not null or l.total is not null as statements, u.count as unmatched
      from finance.bank_account b
      left join lateral (select t.closing_minor, t.to_on from finance.bank_statement t
                          where t.company_id = b.company_id and t.bank_account_id = b.id and t.state <> 'discarded' and t.closing_minor is not null and t.to_on <= ${to}::date
                          order by t.to_on desc, t.id desc limit 1) s on true
     cross join lateral (select sum(w.amount_minor) as total, sum(w.amount_minor) filter (where w.booked_on > s.to_on) as later from finance.bank_line_status w
                          where w.company_id = b.company_id and w.bank_account_id = b.id and w.booked_on <= ${to}::date) l
     cross join lateral (select count(*) as count from finance.bank_line_status w
                          where w.company_id = b.company_id and w.bank_account_id = b.id and w.booked_on <= ${to}::date and w.left_minor <> 0) u
     cross join lateral (select sum(j.amount) as minor from finance.journal_line j
                          where j.company_id = b.company_id and j.entry_id = b.opening_entry_id and j.account_id = b.account_id and j.currency = b.currency
                            and j.effective_on between b.opening_on and ${to}::date) o
     cross join lateral (select sum(m.amount_minor) as minor from finance.journal_line j
                           join finance.bank_match m on m.company_id = j.company_id and m.entry_id = j.entry_id and m.entry_position = j.position
                           join finance.bank_line n on n.company_id = m.company_id and n.id = m.line_id and n.booked_on <= ${to}::date
                          where j.company_id = b.company_id and j.account_id = b.account_id and j.currency = b.currency and j.effective_on < b.opening_on) m
     where b.company_id = ${companyId} and b.active and b.opening_on <= ${to}::date order by b.code`.execute(db);
  return rows;
};

/** What an account of the ledger has in one currency on a day. */
const balanceOf = async (db: Db, companyId: string, accountId: string, currency: string, asOf: string): Promise<bigint> => {
  const balances = await ledgerBalances(db, { companyId, asOf, accountIds: [accountId] });
  return balances.find((one) => one.currency === currency)?.amount ?? 0n;
};

const reconciled = async (db: Db, { companyId, to }: CloseSpan, bank: Bank): Promise<CloseFinding> => {
  const { accountId, currency } = bank;
  const ledger = await balanceOf(db, companyId, accountId, currency, to);
  const before = await balanceOf(db, companyId, accountId, currency, dayBefore(bank.openingOn));
  const lines = bank.openingMinor + bank.linesMinor;
  const stated = bank.closingMinor === null ? lines : bank.closingMinor + bank.laterMinor;
  // Statement less its lines, and the opening balance less what the ledger held then; matches on both sides cancel out.
  const off = stated - lines + bank.openingMinor - (before + bank.openingEntryMinor) + bank.earlierMatchedMinor;
  // Without a statement nothing is proven but the opening balance.
  const expected = bank.statements ? ledger + off : stated;
  return amounts(`${bank.code} ${bank.name}`, currency, expected, ledger, {
    expected: address(`/finance/bank-accounts/${bank.id}/reconciliation`, { asOf: to }),
    actual: address("/finance/reports/general-ledger", { accountId, to }),
  });
};

const linesLeft = ({ id, code, name, unmatched }: Bank, { to }: CloseSpan) =>
  noneOf(`${code} ${name}`, Number(unmatched), address("/finance/bank-lines", { bankAccountId: id, left: "true", to }));

declareCloseCheck({
  code: "bank",
  title: "Bank: statements reconcile with the ledger",
  figures: { expected: "Reconciled", actual: "Ledger" },
  modules: ["bank"],
  effects: WARNS,
  find: async (db, span) => {
    const banks = await readBanks(db, span);
    return Promise.all(banks.map((bank) => reconciled(db, span, bank)));
  },
});

declareCloseCheck({
  code: "bank_lines",
  title: "Bank: every line of a statement is matched",
  figures: { expected: "Expected", actual: "Not matched" },
  modules: ["bank"],
  effects: WARNS,
  find: async (db, span) => (await readBanks(db, span)).map((bank) => linesLeft(bank, span)),
});
