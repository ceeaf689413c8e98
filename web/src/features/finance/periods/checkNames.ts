import { useLingui } from "@lingui/react/macro";
import type { CloseEffect } from "./closing.ts";

/** What the checks of a close are called; one that this app does not know yet is called what the API calls it. */
export function useCheckNames(): (check: { readonly code: string; readonly title: string }) => string {
  const { t } = useLingui();
  const names: Readonly<Record<string, string>> = {
    receivables: t`Receivables: open items are the control accounts`,
    payables: t`Payables: open items are the control accounts`,
    bank: t`Bank: statements reconcile with the ledger`,
    bank_lines: t`Bank: every line of a statement is matched`,
    taxes: t`Taxes: the tax report is the tax accounts`,
    suspense: t`Suspense, clearing and opening accounts are empty`,
    revaluation: t`What is open in other currencies is revalued on the last day`,
    sealed: t`Every entry has its number and seal`,
    entry_drafts: t`No draft entry is dated in the period`,
    invoice_drafts: t`No invoice or credit note waits to be issued`,
    bill_drafts: t`No bill or debit note waits to be posted`,
    deliveries: t`What was delivered is invoiced`,
  };
  return ({ code, title }) => names[code] ?? title;
}

/** What something that is not in order does to a close. */
export function useEffectNames(): Readonly<Record<CloseEffect, string>> {
  const { t } = useLingui();
  return { off: t`Left out`, warn: t`Warns`, refuse: t`Refuses` };
}
