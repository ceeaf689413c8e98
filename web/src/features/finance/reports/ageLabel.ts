import { useLingui } from "@lingui/react/macro";
import type { Aged } from "./queries.ts";

/** What the columns of ages are called: "1–30", "over 90". */
export function useAgeLabel() {
  const { t } = useLingui();
  return ({ from, to }: Aged["columns"][number]) => (to === null ? t`Over ${from - 1} days` : t`${from}–${to} days`);
}
