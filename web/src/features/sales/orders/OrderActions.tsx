import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Radio } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { useCancelOrder, useCloseOrder, useConfirmOrder, useInvoiceOrder } from "./commands.ts";
import { DeliverButton } from "./DeliverButton.tsx";
import { isPositive, subtract, toDeliver, toInvoice, toReturn } from "./quantities.ts";
import type { Order } from "./queries.ts";
import { TakeBackButton } from "./TakeBackButton.tsx";

/** What can happen to the order next. What cannot happen now says why. */
export function OrderActions({ order }: { order: Order }) {
  const returnable = order.lines.some((line) => isPositive(toReturn(line)));
  if (order.status === "cancelled") return null;
  if (order.status === "closed") return returnable ? <TakeBackButton order={order} /> : null;
  if (order.status === "draft") {
    return (
      <>
        <CancelOrder order={order} />
        <AmendOrder order={order} />
        <ConfirmOrder order={order} />
      </>
    );
  }
  const deliverable = order.lines.some((line) => isPositive(toDeliver(line)));
  const moved = order.deliveryState !== "none" || order.lines.some((line) => isPositive(line.delivered) || isPositive(line.invoiced));
  return (
    <>
      {moved ? <CloseOrder order={order} /> : <CancelOrder order={order} />}
      <AmendOrder order={order} />
      {returnable && <TakeBackButton order={order} />}
      <InvoiceOrder order={order} primary={!deliverable} />
      {deliverable && <DeliverButton order={order} />}
    </>
  );
}

function ConfirmOrder({ order }: { order: Order }) {
  const { t } = useLingui();
  const confirm = useConfirmOrder(order);
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
  const invoice = useInvoiceOrder(order);
  const delivered = order.lines.some((line) => isPositive(toInvoice(line)));
  const ahead = order.lines.some((line) => isPositive(toDeliver(line)) && isPositive(subtract(line.quantity, line.invoiced)));
  const [only, setOnly] = useState<"all" | "delivered">();
  const chosen = only ?? (delivered ? "delivered" : "all");
  const issue = async () => {
    const { invoice: issued } = await invoice.mutateAsync(chosen);
    void toast(t`Invoice ${issued.number ?? ""} is issued.`);
    navigate(paths.finance.invoice(issued.id));
  };
  return (
    <ConfirmButton
      variant={primary && delivered ? "filled" : "default"}
      reason={delivered || ahead ? undefined : t`Everything is invoiced.`}
      title={t`Invoice order ${order.number}?`}
      verb={t`Issue the invoice`}
      onConfirm={issue}
      text={
        <div className="Dialog">
          <Trans>It gets the next number and is posted to the ledger. From then on it is corrected by a credit note only.</Trans>
          {ahead && (
            <Radio.Group label={t`What to invoice`} value={chosen} onChange={(value) => setOnly(value === "all" ? "all" : "delivered")}>
              <Radio mt="xs" value="delivered" disabled={!delivered} label={t`What is delivered`} />
              <Radio mt="xs" value="all" label={t`Everything ordered, also what is not delivered yet`} />
            </Radio.Group>
          )}
        </div>
      }
    >
      <Trans>Invoice</Trans>
    </ConfirmButton>
  );
}

const AmendOrder = ({ order }: { order: Order }) => (
  <Button component={Link} to={paths.sales.editOrder(order.id)} variant="default">
    <Trans>Amend</Trans>
  </Button>
);

function CloseOrder({ order }: { order: Order }) {
  const { t } = useLingui();
  const close = useCloseOrder(order);
  const open = order.status !== "invoiced";
  return (
    <ConfirmButton
      variant="default"
      title={t`Close order ${order.number}?`}
      text={
        open ? (
          <Trans>What is not delivered or invoiced yet will not be any more; goods reserved for it become free again.</Trans>
        ) : (
          <Trans>It is delivered and invoiced. A closed order is done; goods can still be taken back.</Trans>
        )
      }
      verb={t`Close the order`}
      onConfirm={async () => {
        await close.mutateAsync(undefined);
        void toast(t`Order ${order.number} is closed.`);
      }}
    >
      <Trans>Close order</Trans>
    </ConfirmButton>
  );
}

function CancelOrder({ order }: { order: Order }) {
  const { t } = useLingui();
  const cancel = useCancelOrder(order);
  return (
    <ConfirmButton
      variant="default"
      color="red"
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
