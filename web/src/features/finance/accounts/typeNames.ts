import { useLingui } from "@lingui/react/macro";
import type { Account } from "./queries.ts";

/** The five types in the reader's words. */
export function useTypeNames(): Readonly<Record<Account["type"], string>> {
  const { t } = useLingui();
  return { asset: t`Asset`, liability: t`Liability`, equity: t`Equity`, income: t`Income`, expense: t`Expense` };
}
