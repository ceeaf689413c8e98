import { expect, test } from "vitest";
import { screenOf } from "./screenOf.ts";

test.each([
  ["/finance/reports/aged-receivables?asOf=2026-03-31", "/finance/aged-receivables?asOf=2026-03-31"],
  ["/finance/reports/general-ledger?accountId=a1&to=2026-03-31", "/finance/general-ledger/a1?to=2026-03-31"],
  ["/finance/bank-accounts/b1/reconciliation?asOf=2026-03-31", "/finance/bank/b1/reconciliation?asOf=2026-03-31"],
  ["/finance/invoices?state=draft&kind=bill", "/finance/bills"],
  ["/finance/entry-drafts", "/finance/entries?state=draft"],
  ["/sales/orders?status=delivered", "/sales/orders?status=delivered"],
])("%s is shown at %s", (link, screen) => {
  expect(screenOf(link)).toBe(screen);
});

test("what has no screen leads nowhere", () => {
  expect([screenOf(null), screenOf("/hr/payroll-runs?state=draft")]).toEqual([undefined, undefined]);
});
