import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

/** What actions are called here. One that this app does not know yet is called what the API calls it. */
const names: Readonly<Record<string, MessageDescriptor>> = {
  "finance.entry.post": msg`Post an entry by hand`,
  "finance.entry.reverse": msg`Reverse an entry`,
  "finance.payment.pay": msg`Pay money out`,
  "finance.payment.refund": msg`Pay money back to a customer`,
  "finance.payment.reverse": msg`Take a payment back`,
  "finance.allocation.undo": msg`Take back what was settled`,
  "finance.write_off.write": msg`Write off what is open`,
  "finance.payee_account.write": msg`Change where a supplier is paid`,
  "finance.period.reopen": msg`Reopen a period`,
  "finance.fiscal_year.reopen": msg`Take the closing of a fiscal year back`,
  "platform.approval_rule.loosen": msg`Let one person do what two had to`,
};

export function useActionName() {
  const { i18n } = useLingui();
  return (action: string, title = action): string => {
    const name = names[action];
    return name ? i18n._(name) : title;
  };
}
