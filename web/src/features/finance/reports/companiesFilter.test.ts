import { expect, test } from "vitest";
import { companiesQuery } from "./companiesFilter.ts";

test("companies of an address are those one belongs to, each once; without any all of one's own, the current one first", () => {
  expect(companiesQuery({ companies: "b,x,b,a" }, ["a", "b", "a"])).toEqual({ statement: "balance_sheet", companies: "b,a" });
  expect(companiesQuery({ companies: "x", statement: "nonsense" }, ["a", "b", "a"]).companies).toBe("a,b");
  expect(
    companiesQuery(
      {},
      Array.from({ length: 30 }, (_, at) => `${at}`),
    ).companies.split(","),
  ).toHaveLength(20);
});

test("a balance has one day, profit and loss and cash flow two; each may stand beside earlier ones", () => {
  const filter = { from: "2026-01-01", to: "2026-03-31", asOf: "2026-02-28", currency: "EUR" };
  expect(companiesQuery({ ...filter, statement: "profit_and_loss" }, ["a"])).toMatchObject({
    from: "2026-01-01",
    to: "2026-03-31",
    currency: "EUR",
  });
  expect(companiesQuery({ ...filter, statement: "cash_flow", compare: "previous_year", periods: "2", by: "month" }, ["a"])).toEqual({
    ...{ statement: "cash_flow", companies: "a", from: "2026-01-01", to: "2026-03-31", currency: "EUR" },
    ...{ compare: "previous_year", periods: 2 },
  });
  expect(companiesQuery({ ...filter, statement: "cash_flow", by: "month", dimension: "d" }, ["a"])).toMatchObject({
    by: "month",
    dimension: "d",
  });
  expect(companiesQuery({ ...filter, by: "month" }, ["a"])).not.toHaveProperty("by");
  expect(companiesQuery(filter, ["a"])).toEqual({ statement: "balance_sheet", companies: "a", to: "2026-02-28", currency: "EUR" });
});
