import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { areWhole, type Share } from "#core/finance/splits/split.ts";
import { useDimensionChoices } from "../../../api/dimensions.ts";
import { problemOf } from "../../../api/problem.ts";
import type { ValueNames } from "../../../ui/DimensionLookups.tsx";
import { FieldRow } from "../../../ui/Form.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { emptyShares, ShareRows } from "../../../ui/ShareRows.tsx";
import { toast } from "../../../ui/toast.ts";
import { type Split, useSaveSplit, valueNames } from "./queries.ts";

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
  const [shares, setShares] = useState<readonly Share[]>(split?.shares ?? emptyShares);
  const dimensions = useDimensionChoices();
  const { data: names = new Map() } = useQuery(valueNames(dimensions.map(({ id }) => id)));
  const [fresh, setFresh] = useState<ValueNames>(new Map());
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
      <ShareRows
        dimensions={dimensions}
        shares={shares}
        names={new Map([...names, ...fresh])}
        onName={(id, name) => setFresh((known) => new Map(known).set(id, name))}
        onChange={setShares}
      />
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
