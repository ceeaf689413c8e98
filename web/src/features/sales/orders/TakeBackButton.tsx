import { Trans, useLingui } from "@lingui/react/macro";
import { Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { readDecimal } from "#core/kernel/decimals.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { useTakeBack } from "./commands.ts";
import { QuantityTable } from "./QuantityTable.tsx";
import { isPositive, toReturn } from "./quantities.ts";
import type { Order } from "./queries.ts";

/** Takes delivered goods back: which, why, whether they can be sold again, and whether they are credited. */
export function TakeBackButton({ order }: { order: Order }) {
  const { t } = useLingui();
  const takeBack = useTakeBack(order);
  const invoiced = order.invoiceState !== "none";
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState("");
  const [restock, setRestock] = useState(true);
  const [credit, setCredit] = useState(invoiced);
  const returnable = order.lines.filter((line) => isPositive(toReturn(line)));
  const lines = returnable
    .map(({ id }) => ({ lineId: id, quantity: typed[id] || "0" }))
    .filter(({ quantity }) => readDecimal(quantity) === undefined || isPositive(quantity));
  const confirm = async () => {
    await takeBack.mutateAsync({ reason: reason.trim(), restock, credit: credit && invoiced, lines });
    setTyped({});
    setReason("");
    void toast(credit && invoiced ? t`The goods are back, and a credit note is issued.` : t`The goods are back.`);
  };
  return (
    <ConfirmButton
      variant="default"
      title={t`Take back goods of order ${order.number}`}
      wide
      ready={reason.trim() !== "" && lines.length > 0}
      verb={t`Take back`}
      onConfirm={confirm}
      text={
        <div className="Dialog">
          <QuantityTable
            label={t`Quantities taken back`}
            head={t`With the customer`}
            lines={returnable}
            leftOf={toReturn}
            quantityOf={({ id }) => typed[id] ?? ""}
            onQuantity={({ id }, quantity) => setTyped({ ...typed, [id]: quantity })}
          />
          <TextInput
            label={t`Reason`}
            withAsterisk
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
          />
          <Switch label={t`Put them back into stock`} checked={restock} onChange={(event) => setRestock(event.currentTarget.checked)} />
          <Switch
            label={t`Issue a credit note`}
            description={invoiced ? t`Over what was invoiced of them; it settles what is still open.` : t`Nothing was invoiced yet.`}
            disabled={!invoiced}
            checked={credit && invoiced}
            onChange={(event) => setCredit(event.currentTarget.checked)}
          />
        </div>
      }
    >
      <Trans>Take back goods</Trans>
    </ConfirmButton>
  );
}
