import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { readDecimal } from "#core/kernel/decimals.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { toast } from "../../../ui/toast.ts";
import { useDeliverOrder } from "./commands.ts";
import { QuantityTable } from "./QuantityTable.tsx";
import { isPositive, toDeliver } from "./quantities.ts";
import type { Order } from "./queries.ts";

/** Delivers all that is left, or the quantities typed over it. */
export function DeliverButton({ order }: { order: Order }) {
  const { t } = useLingui();
  const deliver = useDeliverOrder(order);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const open = order.lines.filter((line) => isPositive(toDeliver(line)));
  const quantityOf = (line: (typeof open)[number]) => typed[line.id] ?? toDeliver(line);
  const confirm = async () => {
    const lines = open
      .map((line) => ({ lineId: line.id, quantity: quantityOf(line) || "0" }))
      .filter(({ quantity }) => readDecimal(quantity) === undefined || isPositive(quantity));
    await deliver.mutateAsync(lines);
    setTyped({});
    void toast(t`The delivery of order ${order.number} is recorded.`);
  };
  return (
    <ConfirmButton
      leftSection={<Icon name="truck" size={16} />}
      title={t`Deliver order ${order.number}`}
      wide
      verb={t`Deliver`}
      onConfirm={confirm}
      text={
        <>
          <p className="Dialog-lead">
            <Trans>The goods leave the warehouse. Type less to deliver a part.</Trans>
          </p>
          <QuantityTable
            label={t`Quantities to deliver`}
            head={t`Open`}
            lines={open}
            leftOf={toDeliver}
            quantityOf={quantityOf}
            onQuantity={({ id }, quantity) => setTyped({ ...typed, [id]: quantity })}
          />
        </>
      }
    >
      <Trans>Deliver</Trans>
    </ConfirmButton>
  );
}
