import { sql } from "kysely";
import { declareCloseCheck, WARNS } from "./close-check.ts";
import { address, amounts } from "./findings.ts";
import { ledgerBalances } from "./ledger-balances.ts";

declareCloseCheck({
  code: "suspense",
  title: "Suspense, clearing and opening accounts are empty",
  figures: { expected: "Expected", actual: "Ledger" },
  modules: [],
  effects: WARNS,
  find: async (db, { companyId, baseCurrency, to }) => {
    const { rows } = await sql<{ id: string }>`
      select a.id from finance.account a where a.company_id = ${companyId} and not a.is_group
         and (a.subtype in ('suspense', 'clearing')
              or a.id in (select r.account_id from finance.account_rule r where r.company_id = ${companyId} and r.purpose in ('suspense', 'opening')))`.execute(
      db,
    );
    const balances = await ledgerBalances(db, { companyId, asOf: to, accountIds: rows.map(({ id }) => id) });
    if (balances.length === 0) return [amounts("", baseCurrency, 0n, 0n)];
    return balances.map(({ accountId, code, name, currency, amount, company }) => {
      const links = { actual: address("/finance/reports/general-ledger", { accountId, to }) };
      // What exchange left there has no amount in its currency.
      return amount === 0n
        ? amounts(`${code} ${name}`, baseCurrency, 0n, company, links)
        : amounts(`${code} ${name}`, currency, 0n, amount, links);
    });
  },
});
