import { oneOf } from "../../../ui/useUrlState.ts";
import { currencyQuery, dimensionQuery, partsQuery, reportFilters, viewQuery } from "./reportFilter.ts";

export const companiesFilters = [...reportFilters, "companies", "statement"] as const;
export type CompaniesFilter = Readonly<Partial<Record<(typeof companiesFilters)[number], string>>>;
export const sideBySideStatements = ["balance_sheet", "profit_and_loss", "cash_flow", "trial_balance"] as const;
export type SideBySideStatement = (typeof sideBySideStatements)[number];

/** As many as the API puts beside each other. */
const MOST = 20;

/** Whether a statement is of what moved between two days; else it is of one. */
export const isOfDays = (statement: SideBySideStatement) => statement === "profit_and_loss" || statement === "cash_flow";

/** The question to the statements of several companies: those of the address that one belongs to, or all of them, the current one first. */
export const companiesQuery = (filter: CompaniesFilter, own: readonly string[]) => {
  const statement = oneOf(filter.statement, sideBySideStatements) ?? "balance_sheet";
  const spans = isOfDays(statement);
  const wanted = (filter.companies?.split(",") ?? []).filter((id) => own.includes(id));
  const companies = [...new Set(wanted.length > 0 ? wanted : own)].slice(0, MOST).join(",");
  const { from, to, asOf } = filter;
  const day = spans ? to : asOf;
  return {
    ...{ statement, companies },
    ...(spans && from && { from }),
    ...(day && { to: day }),
    ...viewQuery(filter),
    ...(spans && partsQuery(filter)),
    ...dimensionQuery(filter),
    ...currencyQuery(filter),
  };
};
