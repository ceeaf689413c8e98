import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { toast } from "../../../ui/toast.ts";
import { AllocationTable } from "./AllocationTable.tsx";
import { allocationsOf, leftOver, shareOut } from "./allocate.ts";
import { type Payment, paymentQueries, useAllocatePayment } from "./queries.ts";

/** What is left of a payment, shared out to what has become due since: the oldest first, or as typed. */
export function AllocateLater({ payment }: { payment: Payment }) {
  const { t } = useLingui();
  const { currency, unallocated } = payment;
  const { data } = useSuspenseQuery(paymentQueries.openInvoices(payment.party.id, payment.direction));
  const allocate = useAllocatePayment(payment);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>();
  const open = data.filter((invoice) => invoice.currency === currency);
  const shares = typed ?? shareOut(unallocated, open, currency);
  const allocations = allocationsOf(shares);
  const tooMuch = leftOver(unallocated, shares, currency).startsWith("-");
  const confirm = () =>
    allocate.mutate(allocations, {
      onSuccess: ({ number }) => {
        setTyped(undefined);
        void toast(t`Payment ${number} is allocated.`);
      },
    });
  return (
    <div className="Form">
      <AllocationTable invoices={open} amount={unallocated} currency={currency} shares={shares} onShares={setTyped} chosen />
      <ProblemNote problem={allocate.error ? problemOf(allocate.error) : undefined} />
      {open.length > 0 && (
        <div className="Form-actions">
          <Button loading={allocate.isPending} disabled={allocations.length === 0 || tooMuch} onClick={confirm}>
            <Trans>Allocate</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
