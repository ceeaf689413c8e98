import { type ChartName, chartTemplates } from "#core/finance/accounts/chart-templates.ts";
import { setUpFinance } from "#core/finance/set-up.ts";
import { createCompanyWith, type SetUpStep } from "#core/identity/companies/create-company.ts";
import { setUpIdentity } from "#core/identity/set-up.ts";
import { setUpSales } from "#core/sales/set-up.ts";

const isChart = (name: string | null): name is ChartName => name !== null && Object.hasOwn(chartTemplates, name);

/** What each module puts into a new company. */
export const companySteps: readonly SetUpStep[] = [
  setUpIdentity,
  (tx, { companyId, chart, fiscalYearStart, today }) => {
    if (!isChart(chart)) throw new Error(`There is no chart ${chart}.`);
    return setUpFinance(tx, { companyId, chart, fiscalYearStart, today });
  },
  (tx, { companyId, baseCurrency }) => setUpSales(tx, { companyId, currency: baseCurrency }),
];

export const createCompany = createCompanyWith(companySteps);
