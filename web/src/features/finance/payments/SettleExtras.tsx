import { Trans, useLingui } from "@lingui/react/macro";
import { Switch, TextInput } from "@mantine/core";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { bestDiscount, type Extras, restOf } from "./extras.ts";
import type { Invoice } from "./queries.ts";

interface SettleExtrasProps {
  readonly invoice: Invoice;
  readonly paidOn: string;
  /** What of the money goes to this document. */
  readonly share: string;
  readonly extras: Extras;
  readonly onExtras: (extras: Extras) => void;
}

/** What may be taken off the document besides the money: the discount it offers for paying early, and a small rest. */
export function SettleExtras({ invoice, paidOn, share, extras, onExtras }: SettleExtrasProps) {
  const { t } = useLingui();
  const discount = bestDiscount(invoice, paidOn);
  const rest = restOf(invoice, paidOn, share, extras);
  if (!discount && !/[1-9]/.test(rest)) return null;
  return (
    <Panel title={t`Taken off ${invoice.number ?? ""}`}>
      <div className="Form">
        {discount && (
          <Switch
            checked={extras.takeDiscount}
            onChange={(event) => onExtras({ ...extras, takeDiscount: event.currentTarget.checked })}
            label={
              <Trans>
                {discount.percent} % for paying until <DateText value={discount.until} />
              </Trans>
            }
          />
        )}
        {/[1-9]/.test(rest) && (
          <TextInput
            label={
              <Trans>
                Write off the rest of <MoneyText value={rest} currency={invoice.currency} />
              </Trans>
            }
            placeholder={t`Reason`}
            description={t`Without a reason it stays open.`}
            value={extras.writeOffReason}
            onChange={(event) => onExtras({ ...extras, writeOffReason: event.currentTarget.value })}
          />
        )}
      </div>
    </Panel>
  );
}
