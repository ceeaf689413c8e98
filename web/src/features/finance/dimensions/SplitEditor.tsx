import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Modal, TextInput } from "@mantine/core";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { areWhole, type Share } from "#core/finance/splits/split.ts";
import { problemOf } from "../../../api/problem.ts";
import { DecimalInput } from "../../../ui/DecimalInput.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { type Choice, Lookup } from "../../../ui/Lookup.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { toast } from "../../../ui/toast.ts";
import { dimensionQueries, type Split, useSaveSplit, valueNames, valueSearchOf } from "./queries.ts";

type Shares = readonly Share[];
const halves: Shares = [
  { percent: "50", dimensions: [] },
  { percent: "50", dimensions: [] },
];

/** Writes a split, new or saved, in a dialog; its code stays once it is saved. */
export function SplitEditor({ split, onClose }: { split: Split | "new"; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Modal
      opened
      onClose={onClose}
      title={split === "new" ? t`New split` : t`Change split ${split.code}`}
      closeButtonProps={{ "aria-label": t`Close` }}
      size="xl"
      centered
    >
      <SplitForm split={split === "new" ? undefined : split} onDone={onClose} />
    </Modal>
  );
}

function SplitForm({ split, onDone }: { split: Split | undefined; onDone: () => void }) {
  const { t } = useLingui();
  const save = useSaveSplit(split);
  const [code, setCode] = useState(split?.code ?? "");
  const [name, setName] = useState(split?.name ?? "");
  const [shares, setShares] = useState<Shares>(split?.shares ?? halves);
  const send = async () => {
    const saved = await save.mutateAsync({ code, name: name.trim(), shares: [...shares] });
    void toast(t`Split ${saved.code} is saved.`);
    onDone();
  };
  return (
    <form
      className="Dialog"
      onSubmit={(event) => {
        event.preventDefault();
        void send().catch(() => undefined);
      }}
    >
      <FieldRow>
        <TextInput
          label={t`Code`}
          value={code}
          disabled={split !== undefined}
          onChange={(event) => setCode(event.currentTarget.value)}
          withAsterisk
        />
        <TextInput label={t`Name`} value={name} onChange={(event) => setName(event.currentTarget.value)} withAsterisk data-autofocus />
      </FieldRow>
      <ShareRows shares={shares} onChange={setShares} />
      <ProblemNote problem={save.error ? problemOf(save.error) : undefined} />
      <div className="Dialog-actions">
        <Button variant="default" onClick={onDone}>
          <Trans>Back</Trans>
        </Button>
        <Button type="submit" loading={save.isPending} disabled={!code.trim() || !name.trim() || !areWhole(shares)}>
          <Trans>Save the split</Trans>
        </Button>
      </div>
    </form>
  );
}

function ShareRows({ shares, onChange }: { shares: Shares; onChange: (shares: Shares) => void }) {
  const { t } = useLingui();
  const change = (index: number, share: Partial<Share>) => onChange(shares.map((one, at) => (at === index ? { ...one, ...share } : one)));
  return (
    <div className="Shares">
      {shares.map((share, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shares have an order and no other identity
        <div className="Shares-row" key={index}>
          <DecimalInput
            aria-label={t`Percentage of share ${index + 1}`}
            unit="%"
            value={share.percent}
            onChange={(percent) => change(index, { percent })}
          />
          <Values place={index + 1} values={share.dimensions} onChange={(dimensions) => change(index, { dimensions })} />
          <ActionIcon
            variant="subtle"
            color="gray"
            c="dimmed"
            aria-label={t`Remove share ${index + 1}`}
            disabled={shares.length <= 2}
            onClick={() => onChange(shares.filter((_, at) => at !== index))}
          >
            <Icon name="trash" size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className="Shares-foot">
        <Button
          variant="subtle"
          size="sm"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...shares, { percent: "", dimensions: [] }])}
        >
          <Trans>Add a share</Trans>
        </Button>
        {!areWhole(shares) && <p className="FieldError">{t`The shares must come to 100 percent.`}</p>}
      </div>
    </div>
  );
}

interface ValuesProps {
  readonly place: number;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
}

/** A lookup for each dimension in use; what was saved is named by what the dimension holds. */
function Values({ place, values, onChange }: ValuesProps) {
  const { t } = useLingui();
  const { data: dimensions } = useSuspenseQuery(dimensionQueries.list);
  const inUse = dimensions.filter(({ active }) => active);
  const { data: names = new Map() } = useQuery(valueNames(inUse.map(({ id }) => id)));
  const [fresh, setFresh] = useState<ReadonlyMap<string, Choice & { dimensionId: string }>>(new Map());
  return inUse.map(({ id, name }) => {
    const known = (value: string) => fresh.get(value) ?? names.get(value);
    const chosen = values.find((value) => known(value)?.dimensionId === id);
    const others = values.filter((value) => value !== chosen);
    return (
      <Lookup
        key={id}
        aria-label={t`${name} of share ${place}`}
        placeholder={name}
        useSearch={valueSearchOf(id)}
        value={chosen ? { value: chosen, label: known(chosen)?.label ?? "" } : null}
        clearable
        onChange={(choice) => {
          if (choice) setFresh(new Map([...fresh, [choice.value, { ...choice, dimensionId: id }]]));
          onChange(choice ? [...others, choice.value] : others);
        }}
      />
    );
  });
}
