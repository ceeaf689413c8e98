import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { InvoiceRow } from "./queries.ts";

/** What a document is called. */
export function useKindLabel(): (kind: InvoiceRow["kind"]) => string {
  const { t } = useLingui();
  return useCallback((kind) => ({ invoice: t`Invoice`, credit_note: t`Credit note`, bill: t`Bill`, debit_note: t`Debit note` })[kind], [t]);
}
