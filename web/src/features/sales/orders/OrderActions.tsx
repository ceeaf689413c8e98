import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { useCancelOrder, useConfirmOrder, useInvoiceOrder } from "./commands.ts";
import { DeliverButton } from "./DeliverButton.tsx";
import { isPositive, toDeliver, toInvoice } from "./quantities.ts";
import type { Order } from "./queries.ts";

/** What can happen to the order next. What cannot happen now says why. */
export function OrderActions({ order }: { order: Order }) {
  if (order.status === "cancelled" || order.status === "closed") return null;
  if (order.status === "draft") {
    return (
      <>
        <CancelOrder order={order} />
        <ConfirmOrder order={order} />
      </>
    );
  }
  const deliverable = order.lines.some((line) => isPositive(toDeliver(line)));
  return (
    <>
      <CancelOrder order={order} />
      <InvoiceOrder order={order} primary={!deliverable} />
      {deliverable && <DeliverButton order={order} />}
    </>
  );
}

function ConfirmOrder({ order }: { order: Order }) {
  const { t } = useLingui();
  const confirm = useConfirmOrder(order.id);
  return (
    <ConfirmButton
      title={t`Confirm order ${order.number}?`}
      text={<Trans>The goods are reserved for {order.customer.name} and the credit limit is checked.</Trans>}
      verb={t`Confirm the order`}
      onConfirm={async () => {
        await confirm.mutateAsync(undefined);
        void toast(t`Order ${order.number} is confirmed.`);
      }}
    >
      <Trans>Confirm</Trans>
    </ConfirmButton>
  );
}

function InvoiceOrder({ order, primary }: { order: Order; primary: boolean }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const invoice = useInvoiceOrder(order.id);
  const due = order.lines.some((line) => isPositive(toInvoice(line)));
  const everything = order.invoiceState === "full";
  return (
    <ConfirmButton
      variant={primary && due ? "filled" : "default"}
      reason={due ? undefined : everything ? t`Everything is invoiced.` : t`Nothing delivered is waiting for an invoice.`}
      title={t`Invoice order ${order.number}?`}
      text={
        <Trans>
          What is delivered and not invoiced yet is invoiced and posted to the ledger. An invoice is corrected by a credit note only.
        </Trans>
      }
      verb={t`Issue the invoice`}
      onConfirm={async () => {
        const issued = await invoice.mutateAsync(undefined);
        void toast(t`Invoice ${issued.number ?? ""} is issued.`);
        navigate(paths.finance.invoice(issued.id));
      }}
    >
      <Trans>Invoice</Trans>
    </ConfirmButton>
  );
}

function CancelOrder({ order }: { order: Order }) {
  const { t } = useLingui();
  const cancel = useCancelOrder(order.id);
  const moved = order.deliveryState !== "none" || order.invoiceState !== "none";
  return (
    <ConfirmButton
      variant="default"
      color="red.8"
      reason={moved ? t`Something was already delivered or invoiced.` : undefined}
      title={t`Cancel order ${order.number}?`}
      text={<Trans>Reserved goods become free again. A cancelled order stays in the list but cannot be continued.</Trans>}
      verb={t`Cancel the order`}
      onConfirm={async () => {
        await cancel.mutateAsync(undefined);
        void toast(t`Order ${order.number} is cancelled.`);
      }}
    >
      <Trans>Cancel order</Trans>
    </ConfirmButton>
  );
}
