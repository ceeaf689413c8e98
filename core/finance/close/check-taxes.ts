import { formatMinor, minorOf } from "#core/kernel/money.ts";
import { taxAccountsOf } from "../taxes/tax-report.ts";
import { declareCloseCheck, WARNS } from "./close-check.ts";
import { address, amounts } from "./findings.ts";

declareCloseCheck({
  code: "taxes",
  title: "Taxes: the tax report is the tax accounts",
  figures: { expected: "Tax report", actual: "Ledger" },
  modules: [],
  effects: WARNS,
  find: async (db, { companyId, baseCurrency, from, to }) => {
    const minor = (text: string) => minorOf(text, baseCurrency);
    const accounts = await taxAccountsOf(db, { companyId, from, to }, (sum) => formatMinor(sum, baseCurrency));
    // Lines without a tax, as payments to the tax office, are explained by themselves.
    return accounts.map(({ account, ledger, results, withoutTax }) =>
      amounts(`${account.code} ${account.name}`, baseCurrency, minor(results) + minor(withoutTax), minor(ledger), {
        expected: address("/finance/reports/tax", { from, to }),
        actual: address("/finance/reports/general-ledger", { accountId: account.id, from, to }),
      }),
    );
  },
});
