import { oneOf } from "../../../ui/useUrlState.ts";
import { currencyQuery, reportFilters } from "./reportFilter.ts";

export const companiesFilters = [...reportFilters, "companies", "statement"] as const;
export type CompaniesFilter = Readonly<Partial<Record<(typeof companiesFilters)[number], string>>>;
export const sideBySideStatements = ["balance_sheet", "profit_and_loss", "trial_balance"] as const;
export type SideBySideStatement = (typeof sideBySideStatements)[number];

/** As many as the API puts beside each other. */
const MOST = 20;

/** The question to the statements of several companies: those of the address that one belongs to, or all of them, the current one first. */
export const companiesQuery = (filter: CompaniesFilter, own: readonly string[]) => {
  const statement = oneOf(filter.statement, sideBySideStatements) ?? "balance_sheet";
  const spans = statement === "profit_and_loss";
  const wanted = (filter.companies?.split(",") ?? []).filter((id) => own.includes(id));
  const companies = [...new Set(wanted.length > 0 ? wanted : own)].slice(0, MOST).join(",");
  const { from, to, asOf, knownAt } = filter;
  const day = spans ? to : asOf;
  return {
    ...{ statement, companies },
    ...(spans && from && { from }),
    ...(day && { to: day }),
    ...(knownAt && { knownAt }),
    ...currencyQuery(filter),
  };
};
