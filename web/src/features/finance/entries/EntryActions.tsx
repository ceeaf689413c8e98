import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { paths } from "../../../app/paths.ts";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { toast } from "../../../ui/toast.ts";
import { useCopyEntry, useReverseEntry } from "./commands.ts";
import type { Entry } from "./queries.ts";

/** What can be done with a posted entry: a draft like it, or taking it back. */
export function EntryActions({ entry }: { entry: Entry }) {
  return (
    <>
      <Copy entry={entry} />
      <Reverse entry={entry} />
    </>
  );
}

function Copy({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const copy = useCopyEntry(entry);
  const [running, setRunning] = useState(false);
  const copying = (mirrored: boolean) => async () => {
    setRunning(true);
    try {
      navigate(paths.finance.entryDraft((await copy(mirrored)).id));
    } finally {
      setRunning(false);
    }
  };
  const isWritable = entry.lines.every(({ debit, credit }) => /[1-9]/.test(debit) || /[1-9]/.test(credit));
  if (!isWritable) return null;
  return (
    <Button.Group>
      <Button variant="default" loading={running} onClick={copying(false)}>
        {t`Copy`}
      </Button>
      <Button variant="default" disabled={running} onClick={copying(true)}>
        {t`Copy mirrored`}
      </Button>
    </Button.Group>
  );
}

const dayOf = (date: Date) => date.toLocaleDateString("sv");

function Reverse({ entry }: { entry: Entry }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const reverse = useReverseEntry(entry);
  const [reason, setReason] = useState("");
  const [day, setDay] = useState<string | null>(() => {
    const today = dayOf(new Date());
    return today < entry.effectiveOn ? entry.effectiveOn : today;
  });
  const refusal = entry.reversedByEntryId
    ? t`It is reversed already.`
    : entry.sourceType
      ? t`It belongs to a document; correct that, and its entry follows.`
      : undefined;
  return (
    <ConfirmButton
      variant="default"
      reason={refusal}
      title={t`Reverse this entry?`}
      ready={reason.trim() !== "" && day !== null}
      text={
        <div className="Dialog">
          <Trans>Its mirror image is posted, with a day and a reason of its own. Both stay in the ledger.</Trans>
          <DayInput label={t`Date`} value={day} onChange={setDay} minDate={entry.effectiveOn} />
          <TextInput
            label={t`Reason`}
            withAsterisk
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
        </div>
      }
      verb={t`Post the reversal`}
      onConfirm={async () => {
        const answer = await reverse({ effectiveOn: day ?? "", reason: reason.trim() });
        if ("approval" in answer) {
          void toast(t`It waits for a second person.`);
          return;
        }
        void toast(t`The entry is reversed.`);
        navigate(paths.finance.entry(answer.id));
      }}
    >
      {t`Reverse`}
    </ConfirmButton>
  );
}
