import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { InstantText } from "../../../ui/MoneyText.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { CheckMark } from "./CheckMark.tsx";
import { type ListItem, useTick, useUntick } from "./closing.ts";

interface CloseItemsProps {
  readonly periodId: string;
  readonly items: readonly ListItem[];
  readonly closed: boolean;
}

/** What people look at themselves: who has, when, and what there was to say. */
export function CloseItems({ periodId, items, closed }: CloseItemsProps) {
  const { t } = useLingui();
  return (
    <SimpleTable
      label={t`To be ticked`}
      rows={items}
      rowId={({ id }) => id}
      columns={[
        { id: "state", head: t`State`, cell: (item) => <CheckMark point={item} holds={item.tick !== null} />, width: "7rem" },
        { id: "title", head: t`To be ticked`, cell: (item) => <Title item={item} /> },
        ...(closed
          ? []
          : [
              {
                id: "act",
                head: t`Actions`,
                align: "end",
                width: "9rem",
                cell: (item: ListItem) =>
                  item.tick ? <Untick periodId={periodId} item={item} /> : <Tick periodId={periodId} item={item} />,
              } as const,
            ]),
      ]}
    />
  );
}

function Title({ item: { title, tick } }: { item: ListItem }) {
  return (
    <>
      {title}
      {tick && (
        <small className="Entry-said">
          {tick.by.name}, <InstantText value={tick.at} />
          {tick.note && ` · ${tick.note}`}
        </small>
      )}
    </>
  );
}

function Tick({ periodId, item }: { periodId: string; item: ListItem }) {
  const { t } = useLingui();
  const tick = useTick(periodId);
  const [note, setNote] = useState("");
  return (
    <ConfirmButton
      size="xs"
      variant="default"
      title={item.title}
      text={
        <Textarea
          label={t`Note`}
          value={note}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      }
      verb={t`Tick`}
      onConfirm={() => tick({ itemId: item.id, ...(note.trim() ? { note: note.trim() } : {}) })}
    >
      <Trans>Tick</Trans>
    </ConfirmButton>
  );
}

function Untick({ periodId, item }: { periodId: string; item: ListItem }) {
  const { t } = useLingui();
  const untick = useUntick(periodId);
  const [reason, setReason] = useState("");
  return (
    <ConfirmButton
      size="xs"
      variant="default"
      title={t`Take the tick back?`}
      text={<TextInput label={t`Reason`} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />}
      verb={t`Take it back`}
      ready={reason.trim() !== ""}
      onConfirm={() => untick({ itemId: item.id, reason: reason.trim() })}
    >
      <Trans>Take it back</Trans>
    </ConfirmButton>
  );
}
