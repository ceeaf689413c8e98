import { Trans, useLingui } from "@lingui/react/macro";
import { Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useUndoAllocation } from "../../../api/openItems.ts";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { TakeBackButton } from "../../../ui/TakeBackButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { type Payment, useBouncePayment, useRegisterPayment } from "./queries.ts";

/** What can be done with a payment: give back what is left of it, take an allocation back, take the whole of it back. */
export function PaymentActions({ payment }: { payment: Payment }) {
  if (payment.state === "reversed") return null;
  const left = /[1-9]/.test(payment.unallocated);
  return (
    <>
      {payment.allocations.some(({ undoneOn }) => undoneOn === null) && <Undo payment={payment} />}
      {left && payment.direction === "in" && <Refund payment={payment} />}
      <Bounce payment={payment} />
    </>
  );
}

function Refund({ payment }: { payment: Payment }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const register = useRegisterPayment();
  const { id, party, currency, unallocated, method } = payment;
  return (
    <ConfirmButton
      variant="default"
      title={t`Refund what is left?`}
      text={
        <Trans>
          <MoneyText value={unallocated} currency={currency} strong /> go back to {party.name} today, and settle what stands on account.
        </Trans>
      }
      verb={t`Refund it`}
      onConfirm={async () => {
        const allocations = [{ paymentId: id, amount: unallocated }];
        const refund = await register.mutateAsync({
          direction: "out",
          partyId: party.id,
          method,
          currency,
          amount: unallocated,
          allocations,
        });
        if ("approval" in refund) {
          void toast(t`It waits for the approval of a second person.`);
          return;
        }
        void toast(t`Payment ${refund.number} is registered.`);
        navigate(paths.finance.payment(refund.id));
      }}
    >
      <Trans>Refund</Trans>
    </ConfirmButton>
  );
}

function Undo({ payment }: { payment: Payment }) {
  const undo = useUndoAllocation();
  const last = payment.allocations.filter(({ undoneOn }) => undoneOn === null).at(-1);
  if (!last) return null;
  return (
    <TakeBackButton
      text={<Trans>What this money settled of {last.invoiceNumber} is open again from today, with the discount it earned.</Trans>}
      onConfirm={(reason) => undo.mutateAsync({ id: last.id, reason })}
    />
  );
}

function Bounce({ payment }: { payment: Payment }) {
  const { t } = useLingui();
  const bounce = useBouncePayment(payment);
  const [reason, setReason] = useState("");
  const [fee, setFee] = useState("");
  const [charge, setCharge] = useState(false);
  return (
    <ConfirmButton
      variant="default"
      color="red"
      title={t`Did payment ${payment.number} come back?`}
      ready={reason.trim() !== ""}
      text={
        <div className="Dialog">
          <Trans>Its entry is reversed today, and exactly what it settled is open again.</Trans>
          <TextInput
            label={t`Reason`}
            withAsterisk
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <DecimalInput
            label={t`Fee of the bank`}
            unit={payment.accountAmount?.currency ?? payment.currency}
            value={fee}
            onChange={setFee}
          />
          {payment.direction === "in" && (
            <Switch
              label={t`Invoice the customer for the fee`}
              checked={charge}
              onChange={(event) => setCharge(event.currentTarget.checked)}
            />
          )}
        </div>
      }
      verb={t`Take it back`}
      onConfirm={async () => {
        const taken = { reason: reason.trim(), ...(/[1-9]/.test(fee) ? { fee: { amount: fee, charge } } : {}) };
        const bounced = await bounce.mutateAsync(taken);
        const { number } = payment;
        void toast("approval" in bounced ? t`It waits for the approval of a second person.` : t`Payment ${number} is taken back.`);
      }}
    >
      <Trans>It bounced</Trans>
    </ConfirmButton>
  );
}
