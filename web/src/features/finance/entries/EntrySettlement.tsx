import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useOpenDocuments, useUndoAllocation } from "../../../api/openItems.ts";
import { problemOf } from "../../../api/problem.ts";
import type { Answer } from "../../../api/types.ts";
import { paths } from "../../../app/paths.ts";
import { AllocationTable } from "../../../ui/AllocationTable.tsx";
import { allocationsOf, leftOver, shareOut } from "../../../ui/allocate.ts";
import { DateText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { RecordList } from "../../../ui/RecordList.tsx";
import { TakeBackButton } from "../../../ui/TakeBackButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { useAllocateEntry } from "./commands.ts";
import { type Entry, type EntryLine, entryQueries } from "./queries.ts";

const isAnything = (amount: string | null) => /[1-9]/.test(amount ?? "");

/** What an entry by hand put on the account of a customer or supplier: what settled it, and what it can still settle. */
export function EntrySettlement({ entry }: { entry: Entry }) {
  const byHand = entry.sourceType === null || entry.sourceType === "bank_line";
  const items = entry.lines.filter(({ open }) => open !== null);
  if (!byHand || items.length === 0 || entry.reversesEntryId) return null;
  return (
    <>
      <Settled entry={entry} />
      {items
        .filter(({ open }) => isAnything(open))
        .map((line) => (
          <AllocateLine key={`${line.position} ${line.open}`} entry={entry} line={line} several={items.length > 1} />
        ))}
    </>
  );
}

function Settled({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const { data } = useSuspenseQuery(entryQueries.allocations(entry.id));
  const title = useTitle();
  const last = data.items.filter(({ undoneOn }) => undoneOn === null).at(-1);
  const currencyOf = (position: number) => entry.lines.find((line) => line.position === position)?.currency ?? "";
  return (
    <Panel title={t`Settled by`} actions={last && <Undo id={last.id} title={title(last)} />}>
      <RecordList
        empty={t`Nothing yet.`}
        entries={data.items.map((one) => ({
          id: one.id,
          title: title(one),
          to: placeOf(one),
          note: one.undoneOn ? (
            <Trans>
              <DateText value={one.allocatedOn} />, taken back on <DateText value={one.undoneOn} />
            </Trans>
          ) : (
            <DateText value={one.allocatedOn} />
          ),
          value: <MoneyText value={one.amount} currency={currencyOf(one.position)} />,
        }))}
      />
    </Panel>
  );
}

type Allocation = Answer<"/finance/entries/{id}/allocations">["items"][number];

const placeOf = ({ kind, invoiceId, paymentId, entryId }: Allocation): string | undefined => {
  const id = invoiceId ?? paymentId ?? entryId;
  return id && kind !== "discount" && kind !== "write_off" ? paths.openDocument(kind, id) : undefined;
};

const useTitle = () => {
  const { t } = useLingui();
  return ({ kind, number }: Allocation): string => {
    if (kind === "payment") return t`Payment ${number ?? ""}`;
    if (kind === "entry") return number ? t`Entry ${number}` : t`Entry`;
    if (kind === "write_off") return t`Written off`;
    return kind === "invoice" ? (number ?? "") : t`Correction`;
  };
};

function Undo({ id, title }: { id: string; title: string }) {
  const undo = useUndoAllocation();
  return (
    <TakeBackButton
      size="compact-sm"
      text={
        <Trans>{title} is taken back today, with what it brought along. Both sides are open again; nothing that happened is erased.</Trans>
      }
      onConfirm={(reason) => undo.mutateAsync({ id, reason })}
    />
  );
}

/** What is open of a line, set off against what stands on the other side of the account. */
function AllocateLine({ entry, line, several }: { entry: Entry; line: EntryLine; several: boolean }) {
  const { t } = useLingui();
  const { position, currency } = line;
  const left = line.open ?? "0";
  // Who sees entries need not see payments: then nothing is offered.
  const { documents: open, more } = useOpenDocuments({ settledBy: entry.id, position }, { retry: false });
  const allocate = useAllocateEntry(entry);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const allocations = allocationsOf(typed, open);
  const confirm = async () => {
    await allocate.mutateAsync({ position, allocations });
    void toast(t`The entry is allocated.`);
  };
  if (open.length === 0) return null;
  return (
    <div className="Form">
      {several && (
        <h2 className="visually-hidden">
          <Trans>Line {position}</Trans>
        </h2>
      )}
      <AllocationTable
        documents={open}
        more={more}
        to={({ kind, id }) => paths.openDocument(kind, id)}
        amount={left}
        currency={currency}
        shares={typed}
        onShares={(shares) => setTyped(shares ?? shareOut(left, open, currency))}
        empty=""
        rest={t`Stays open on this entry`}
      />
      <ProblemNote problem={allocate.error ? problemOf(allocate.error) : undefined} />
      <div className="Form-actions">
        <Button
          loading={allocate.isPending}
          disabled={allocations.length === 0 || leftOver(left, typed, currency).startsWith("-")}
          onClick={() => void confirm().catch(() => undefined)}
        >
          <Trans>Allocate</Trans>
        </Button>
      </div>
    </div>
  );
}
