import type { OpenAPIHono } from "@hono/zod-openapi";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import type { Env } from "#functions/env.ts";
import { bankAccounts } from "./bank-accounts.ts";
import { bankConfirmations } from "./bank-confirmations.ts";
import { bankCsvFormats } from "./bank-csv-formats.ts";
import { bankLines } from "./bank-lines.ts";
import { bankRules } from "./bank-rules.ts";
import { bankStatements } from "./bank-statements.ts";

/** What banks say and how it is brought together with the books. */
export const mountBank = (api: OpenAPIHono<Env>, numbers: BankNumbers): void => {
  api.route("/finance/bank-accounts", bankAccounts(numbers));
  api.route("/finance/bank-csv-formats", bankCsvFormats);
  api.route("/finance/bank-statements", bankStatements(numbers));
  api.route("/finance/bank-lines", bankLines(numbers));
  api.route("/finance/bank-confirmations", bankConfirmations);
  api.route("/finance/bank-rules", bankRules(numbers));
};
