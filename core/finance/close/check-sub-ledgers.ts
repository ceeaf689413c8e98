import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import type { Ledger } from "../open-items/open-item.ts";
import { openOn, unrealisedOn, type View } from "../reports/open-on-day.ts";
import { type CloseFinding, type CloseSpan, declareCloseCheck, WARNS } from "./close-check.ts";
import { address, amounts } from "./findings.ts";
import { ledgerBalances } from "./ledger-balances.ts";

type Open = Readonly<{ currency: string; open: bigint; company: bigint }>;

/** What is open by currency on a day, unrealised differences included; a debit is positive. */
const openByCurrency = async (db: Db, view: View): Promise<Open[]> => {
  const { rows } = await sql<Open>`
    ${openOn(view)}
    select s.currency, sum(s.open)::bigint as open, sum(s.company)::bigint as company
      from (select o.currency, sum(o.open_minor) as open, sum(o.open_company_minor) as company from open o group by 1
            union all select u.currency, 0, u.company from (${unrealisedOn(view)}) u) s
     group by 1 order by 1`.execute(db);
  return rows;
};

const controlAccounts = (db: Db, companyId: string, ledger: Ledger) =>
  db
    .selectFrom("finance.account")
    .select("id")
    .where("companyId", "=", companyId)
    .where("control", "=", ledger)
    .orderBy("code")
    .execute()
    .then((rows) => rows.map(({ id }) => id));

const ledgerLink = (accountIds: readonly string[], asOf: string) =>
  accountIds.length === 1
    ? address(`/finance/reports/general-ledger`, { accountId: accountIds[0], to: asOf })
    : address("/finance/reports/trial-balance", { asOf });

/** Open items against control accounts, in every currency and in the company's. What is owed is positive on either side. */
const tie = async (db: Db, { companyId, baseCurrency, to }: CloseSpan, ledger: Ledger): Promise<CloseFinding[]> => {
  const view: View = { companyId, ledger, asOf: to, knownAt: undefined, partyIds: undefined };
  const accountIds = await controlAccounts(db, companyId, ledger);
  const [open, balances] = await Promise.all([openByCurrency(db, view), ledgerBalances(db, { companyId, asOf: to, accountIds })]);
  const side = ledger === "receivable" ? 1n : -1n;
  const links = {
    expected: address(`/finance/reports/aged-${ledger}s`, { asOf: to }),
    actual: ledgerLink(accountIds, to),
  };
  const sum = <Row>(rows: readonly Row[], minor: (row: Row) => bigint) => side * rows.reduce((total, row) => total + minor(row), 0n);
  const foreign = [...new Set([...open, ...balances].map(({ currency }) => currency))].filter((one) => one !== baseCurrency).sort();
  const inCurrency = foreign.map((currency) =>
    amounts(
      currency,
      currency,
      sum(
        open.filter((one) => one.currency === currency),
        (one) => one.open,
      ),
      sum(
        balances.filter((one) => one.currency === currency),
        (one) => one.amount,
      ),
      links,
    ),
  );
  const inAll = amounts(
    "",
    baseCurrency,
    sum(open, (one) => one.company),
    sum(balances, (one) => one.company),
    links,
  );
  return [inAll, ...inCurrency];
};

declareCloseCheck({
  code: "receivables",
  title: "Receivables: open items are the control accounts",
  figures: { expected: "Open items", actual: "Ledger" },
  modules: ["sales"],
  effects: WARNS,
  find: (db, span) => tie(db, span, "receivable"),
});

declareCloseCheck({
  code: "payables",
  title: "Payables: open items are the control accounts",
  figures: { expected: "Open items", actual: "Ledger" },
  modules: ["purchase"],
  effects: WARNS,
  find: (db, span) => tie(db, span, "payable"),
});
