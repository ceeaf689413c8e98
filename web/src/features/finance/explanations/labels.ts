import { useLingui } from "@lingui/react/macro";
import type { Determination } from "./queries.ts";

/** What rules are about and what they are for, in words. */
export function useRuleLabels() {
  const { t } = useLingui();
  const purposes: Readonly<Record<Determination["purpose"], string>> = {
    receivable: t`Receivables`,
    payable: t`Payables`,
    revenue: t`Revenue`,
    freight: t`Freight`,
    discount: t`Discount`,
    purchase: t`Purchases`,
    payment: t`Payments`,
    exchange: t`Exchange differences`,
    unrealised_gain: t`Unrealised gains`,
    unrealised_loss: t`Unrealised losses`,
    rounding: t`Rounding`,
    retained_earnings: t`Retained earnings`,
    opening: t`Opening balances`,
    suspense: t`Suspense`,
    discount_allowed: t`Discounts allowed`,
    discount_received: t`Discounts received`,
    write_off: t`Write-offs`,
    bank_fees: t`Bank fees`,
  };
  const keys: Readonly<Record<string, string>> = {
    default: t`For everything else`,
    party: t`For one partner`,
    tax: t`For one tax`,
    payment_method: t`For a payment method`,
    product_category: t`For a product category`,
  };
  const applies: Readonly<Record<Determination["candidates"][number]["applies"], string>> = {
    yes: t`applies`,
    no: t`does not apply`,
    unknown: t`may apply`,
  };
  return { purposes, keyKind: (kind: string) => keys[kind] ?? kind, applies };
}
