import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useOpenDocumentsThere } from "../../../api/openItems.ts";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import { AllocationTable } from "../../../ui/AllocationTable.tsx";
import { allocationsOf, leftOver, shareOut } from "../../../ui/allocate.ts";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { toast } from "../../../ui/toast.ts";
import { type Payment, useAllocatePayment } from "./queries.ts";

/** What is left of a payment, shared out to what has become due since: the oldest first, or as typed. */
export function AllocateLater({ payment }: { payment: Payment }) {
  const { t } = useLingui();
  const { currency, unallocated } = payment;
  const { documents: open, more } = useOpenDocumentsThere({ settledBy: payment.entryId });
  const allocate = useAllocatePayment(payment);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>();
  const shares = typed ?? shareOut(unallocated, open, currency);
  const allocations = allocationsOf(shares, open);
  const tooMuch = leftOver(unallocated, shares, currency).startsWith("-");
  // What was allocated is shown anew, and this form with it: who waits for the answer must not be part of it.
  const confirm = async () => {
    const { number } = await allocate.mutateAsync(allocations);
    void toast(t`Payment ${number} is allocated.`);
  };
  return (
    <div className="Form">
      <AllocationTable
        documents={open}
        more={more}
        to={({ kind, id }) => paths.openDocument(kind, id)}
        amount={unallocated}
        currency={currency}
        shares={shares}
        onShares={setTyped}
        empty={t`Nothing is open. The money stays with the customer as credit.`}
        rest={t`Stays as credit`}
      />
      <ProblemNote problem={allocate.error ? problemOf(allocate.error) : undefined} />
      {open.length > 0 && (
        <div className="Form-actions">
          <Button
            loading={allocate.isPending}
            disabled={allocations.length === 0 || tooMuch}
            onClick={() => void confirm().catch(() => undefined)}
          >
            <Trans>Allocate</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
