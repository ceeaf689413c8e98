import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import type { Body } from "../../../api/types.ts";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { type Choice, type ChoiceSearch, Lookup } from "../../../ui/Lookup.tsx";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { toast } from "../../../ui/toast.ts";
import { isZero, negated, sumOf } from "./numbers.ts";
import { type BankLine, type OpenDocument, useAccountSearch, useConfirm, useOpenDocuments } from "./queries.ts";

type Part = Body<"/finance/bank-confirmations">["lines"][number]["parts"][number];
interface Draft {
  readonly key: number;
  readonly kind: "document" | "entry";
  readonly choice: Choice | null;
  readonly partyId?: string | undefined;
  readonly amount: string;
}

/** Documents are remembered while one types, for a chosen one has to say whose it is. */
const known = new Map<string, OpenDocument>();
const useDocumentSearch: ChoiceSearch = (text) => {
  const { documents, loading } = useOpenDocuments(text);
  for (const document of documents) known.set(document.id, document);
  const choices = documents.map(({ id, number, party, open, currency }) => ({
    value: id,
    label: `${number ?? ""} ${party.name}`,
    hint: `${open} ${currency}`,
  }));
  return { choices, loading };
};

/** A refund or a payment of the other side has the sign of the line; documents are settled by amounts without one. */
const partOf = ({ kind, choice, amount }: Draft): Part => {
  if (kind === "entry") return { kind, amount, accountId: choice?.value ?? "" };
  const document = known.get(choice?.value ?? "");
  const allocation = { invoiceId: choice?.value ?? "", amount: amount.replace("-", "") };
  return { kind: "payment", amount, partyId: document?.party.id ?? "", allocations: [allocation] };
};

/** What a line is, said by hand: open documents and accounts, one or several, each with its part of the amount. */
export function PartsEditor({ line, onDone }: { line: BankLine; onDone: () => void }) {
  const { t } = useLingui();
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const [next, setNext] = useState(1);
  const confirm = useConfirm();
  const rest = sumOf([line.left, ...drafts.map(({ amount }) => negated(amount || "0"))]);
  const add = (kind: Draft["kind"]) => {
    setDrafts([...drafts, { key: next, kind, choice: null, amount: rest }]);
    setNext(next + 1);
  };
  const change = (key: number, changes: Partial<Draft>) =>
    setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...changes } : draft)));
  const ready = drafts.length > 0 && drafts.every(({ choice, amount }) => choice && !isZero(amount));
  const send = async () => {
    const lines = [{ lineId: line.id, parts: drafts.map(partOf) }];
    const done = await confirm.mutateAsync({ lines, origin: "manual" }).catch(() => undefined);
    if (!done) return;
    void toast(t`Matched.`);
    setDrafts([]);
    if (isZero(rest)) onDone();
  };
  return (
    <Panel title={t`Say what it is`}>
      <div className="Parts">
        {drafts.map((draft) => (
          <PartRow
            key={draft.key}
            draft={draft}
            currency={line.currency}
            onChange={(changes) => change(draft.key, changes)}
            onRemove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
          />
        ))}
        <ProblemNote problem={confirm.error ? problemOf(confirm.error) : undefined} />
        <div className="Parts-foot">
          <Button variant="default" size="compact-sm" onClick={() => add("document")}>
            <Trans>Open document</Trans>
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => add("entry")}>
            <Trans>Entry to an account</Trans>
          </Button>
          {drafts.length > 0 && (
            <>
              <span>
                <Trans>
                  Left: <MoneyText value={rest} currency={line.currency} />
                </Trans>
              </span>
              <Button size="compact-sm" disabled={!ready} loading={confirm.isPending} onClick={() => void send()}>
                <Trans>Match it</Trans>
              </Button>
            </>
          )}
        </div>
      </div>
    </Panel>
  );
}

interface PartRowProps {
  readonly draft: Draft;
  readonly currency: string;
  readonly onChange: (changes: Partial<Draft>) => void;
  readonly onRemove: () => void;
}

function PartRow({ draft, currency, onChange, onRemove }: PartRowProps) {
  const { t } = useLingui();
  const document = draft.kind === "document";
  return (
    <div className="Parts-row">
      <Lookup
        aria-label={document ? t`Open document` : t`Account`}
        placeholder={document ? t`Number, reference or name` : t`Code or name of an account`}
        useSearch={document ? useDocumentSearch : useAccountSearch}
        value={draft.choice}
        onChange={(choice) => onChange({ choice })}
      />
      <DecimalInput aria-label={t`Amount`} unit={currency} value={draft.amount} onChange={(amount) => onChange({ amount })} />
      <Button variant="subtle" color="gray" size="compact-sm" onClick={onRemove}>
        <Trans>Remove</Trans>
      </Button>
    </div>
  );
}
