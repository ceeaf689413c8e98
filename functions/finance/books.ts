import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";
import { accountRules } from "./account-rules.ts";
import { accounts } from "./accounts.ts";
import { agedReports } from "./aged-reports.ts";
import { dimensions, dimensionValues } from "./dimensions.ts";
import { entries } from "./entries.ts";
import { entryDrafts } from "./entry-drafts.ts";
import { journals } from "./journals.ts";
import { fiscalYears, periods } from "./periods.ts";
import { rates } from "./rates.ts";
import { reports } from "./reports.ts";
import { revaluations } from "./revaluations.ts";
import { splits } from "./splits.ts";
import { taxBoxes, taxReports } from "./tax-boxes.ts";
import { taxClasses, taxes } from "./taxes.ts";

/** The books themselves: accounts, entries, periods, taxes, rates and reports. */
export const mountBooks = (api: OpenAPIHono<Env>): void => {
  api.route("/finance/accounts", accounts);
  api.route("/finance/journals", journals);
  api.route("/finance/dimensions", dimensions);
  api.route("/finance/dimension-values", dimensionValues);
  api.route("/finance/splits", splits);
  api.route("/finance/entries", entries);
  api.route("/finance/entry-drafts", entryDrafts);
  api.route("/finance/fiscal-years", fiscalYears);
  api.route("/finance/periods", periods);
  api.route("/finance/rates", rates);
  api.route("/finance/revaluations", revaluations);
  api.route("/finance/taxes", taxes);
  api.route("/finance/tax-classes", taxClasses);
  api.route("/finance/tax-boxes", taxBoxes);
  api.route("/finance/reports/tax", taxReports);
  api.route("/finance/account-rules", accountRules);
  api.route("/finance/reports", agedReports);
  api.route("/finance/reports", reports);
};
