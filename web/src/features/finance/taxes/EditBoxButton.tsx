import { Trans, useLingui } from "@lingui/react/macro";
import { Button, CloseButton, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { toast } from "../../../ui/toast.ts";
import { choicesOf, useTaxLabels } from "./labels.ts";
import { type TaxBox, type TaxRow, useChangeTaxBox } from "./queries.ts";

/** A term while it is edited: what it adds is a tax ("tax:…") or a box ("box:…"). */
type Term = Readonly<{ key: string; sign: string; what: string; part: string; amount: string }>;

const termOf = ({ taxCodeId, boxId, part, amount, negative }: TaxBox["terms"][number], index: number): Term => ({
  key: `${index}`,
  sign: negative ? "-" : "+",
  what: boxId === null ? `tax:${taxCodeId}` : `box:${boxId}`,
  part: part ?? "output",
  amount: amount ?? "tax",
});

const sent = ({ sign, what, part, amount }: Term) => {
  const [kind, id = ""] = what.split(":");
  const negative = sign === "-";
  return kind === "box"
    ? { boxId: id, negative }
    : { taxCodeId: id, negative, part: part as "output" | "input" | "withheld", amount: amount as "base" | "tax" | "deductible" };
};

interface EditBoxButtonProps {
  readonly box: TaxBox;
  readonly boxes: readonly TaxBox[];
  readonly taxes: readonly TaxRow[];
}

/** Changes the name and the terms of a box. */
export function EditBoxButton({ box, boxes, taxes }: EditBoxButtonProps) {
  const { t } = useLingui();
  const change = useChangeTaxBox(box);
  const [name, setName] = useState(box.name);
  const [terms, setTerms] = useState<readonly Term[]>(box.terms.map(termOf));
  const put = (changed: Term) => setTerms(terms.map((term) => (term.key === changed.key ? changed : term)));
  const add = () => setTerms([...terms, { key: crypto.randomUUID(), sign: "+", what: "", part: "output", amount: "tax" }]);
  return (
    <ConfirmButton
      variant="subtle"
      size="compact-sm"
      wide
      title={t`Box ${box.box} of ${box.returnCode}`}
      verb={t`Save`}
      ready={name.trim() !== "" && terms.every(({ what }) => what !== "")}
      text={
        <div className="Dialog">
          <TextInput label={t`Name`} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          {terms.map((term) => (
            <TermRow
              key={term.key}
              term={term}
              box={box}
              boxes={boxes}
              taxes={taxes}
              onChange={put}
              onRemove={() => setTerms(terms.filter(({ key }) => key !== term.key))}
            />
          ))}
          <Button variant="default" onClick={add}>
            <Trans>Add a term</Trans>
          </Button>
        </div>
      }
      onConfirm={async () => {
        await change.mutateAsync({ name: name.trim(), terms: terms.map(sent) });
        void toast(t`Box ${box.box} is saved.`);
      }}
    >
      <Trans>Edit</Trans>
    </ConfirmButton>
  );
}

interface TermRowProps extends EditBoxButtonProps {
  readonly term: Term;
  readonly onChange: (term: Term) => void;
  readonly onRemove: () => void;
}

function TermRow({ term, box, boxes, taxes, onChange, onRemove }: TermRowProps) {
  const { t } = useLingui();
  const labels = useTaxLabels();
  const others = boxes.filter(({ id, returnCode }) => id !== box.id && returnCode === box.returnCode);
  const choices = [
    { group: t`Taxes`, items: taxes.map(({ id, code }) => ({ value: `tax:${id}`, label: code })) },
    { group: t`Boxes`, items: others.map(({ id, box: name }) => ({ value: `box:${id}`, label: t`Box ${name}` })) },
  ];
  const isTax = term.what.startsWith("tax:");
  const set = (field: keyof Term) => (value: string | null) => value !== null && onChange({ ...term, [field]: value });
  const fixed = { allowDeselect: false } as const;
  return (
    <div className="TermRow">
      <Select
        {...fixed}
        aria-label={t`Sign`}
        data={[
          { value: "+", label: "+" },
          { value: "-", label: "−" },
        ]}
        value={term.sign}
        onChange={set("sign")}
      />
      <Select {...fixed} aria-label={t`What it adds`} searchable data={choices} value={term.what || null} onChange={set("what")} />
      {isTax && (
        <>
          <Select {...fixed} aria-label={t`Amount`} data={choicesOf(labels.amount)} value={term.amount} onChange={set("amount")} />
          <Select {...fixed} aria-label={t`Part`} data={choicesOf(labels.part)} value={term.part} onChange={set("part")} />
        </>
      )}
      <CloseButton aria-label={t`Remove the term`} onClick={onRemove} />
    </div>
  );
}
