import { expect, test } from "vitest";
import { aCaller, anApi, type TestRoles } from "#core/testing/api.ts";
import { bookOf } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";

test("who may write rules but not match makes none that matches by itself, neither new nor changed", async () => {
  const company = await aCompany({ currency: "EUR", country: "DE", chart: "de-skr03" });
  const [api, book] = [anApi(), await bookOf(company)];
  const caller = (...grants: string[]) => aCaller(company, { grants } as TestRoles, api);
  const [keeper, matcher] = [await caller("finance.bank.write"), await caller("finance.bank.write", "finance.bank.reconcile")];
  const rule = (name: string, mode: string) => ({
    name,
    mode,
    conditions: { all: [{ field: "text", value: "fee" }] },
    outcome: { accountId: book.account("4970") },
  });
  const forbidden = { status: 403, body: { detail: expect.stringContaining("finance.bank.reconcile") } };

  expect(await keeper.post("/finance/bank-rules", rule("Fees", "automatic"))).toMatchObject(forbidden);
  const { status, body } = await keeper.post("/finance/bank-rules", rule("Fees", "suggest"));
  expect(status, JSON.stringify(body)).toBe(201);
  expect(await keeper.patch(`/finance/bank-rules/${body.id}`, { mode: "automatic" })).toMatchObject(forbidden);
  expect(await keeper.patch(`/finance/bank-rules/${body.id}`, { name: "Charges" })).toMatchObject({
    status: 200,
    body: { mode: "suggest" },
  });
  expect(await matcher.patch(`/finance/bank-rules/${body.id}`, { mode: "automatic" })).toMatchObject({ status: 200 });
  // Now it matches by itself, so that the keeper may not change what it matches.
  expect(await keeper.patch(`/finance/bank-rules/${body.id}`, { priority: 5 })).toMatchObject(forbidden);
});
