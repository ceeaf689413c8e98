import { Trans, useLingui } from "@lingui/react/macro";
import { Group, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { ConfirmButton } from "../../../ui/ConfirmButton.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { toast } from "../../../ui/toast.ts";
import { moduleNames, PeriodState } from "./PeriodState.tsx";
import {
  type Period,
  type PeriodModule,
  type PeriodState as State,
  useClosePeriod,
  useReopenPeriod,
  useSoftClosePeriod,
} from "./queries.ts";

type Part = { module: PeriodModule | undefined; name: string; state: State };

/** The whole and each module, with what can be done to it. */
export function PeriodChanges({ period }: { period: Period }) {
  const { t, i18n } = useLingui();
  const modules = Object.keys(moduleNames) as PeriodModule[];
  const parts: Part[] = [
    { module: undefined, name: t`Whole period`, state: period.state },
    ...modules.map((module) => ({ module, name: i18n._(moduleNames[module]), state: period.modules[module] })),
  ];
  return (
    <SimpleTable
      label={t`States`}
      rows={parts}
      rowId={({ name }) => name}
      columns={[
        { id: "part", head: t`Part`, cell: ({ name }) => name, width: "12rem" },
        { id: "state", head: t`State`, cell: ({ state }) => <PeriodState state={state} />, width: "9rem" },
        { id: "actions", head: t`Actions`, cell: (part) => <Actions period={period} part={part} />, align: "end" },
      ]}
    />
  );
}

function Actions({ period, part: { module, name, state } }: { period: Period; part: Part }) {
  const { t } = useLingui();
  const [close, softClose] = [useClosePeriod(), useSoftClosePeriod()];
  const change = { id: period.id, module };
  if (module && state !== "open" && period.state === state) return null;
  return (
    <Group gap="xs" justify="flex-end">
      {state === "open" && (
        <ConfirmButton
          size="xs"
          variant="default"
          title={t`Soft-close ${period.name}: ${name}?`}
          text={t`Only those who may adjust can post to it.`}
          verb={t`Soft-close`}
          onConfirm={() => softClose.mutateAsync(change)}
        >
          <Trans>Soft-close</Trans>
        </ConfirmButton>
      )}
      {state !== "closed" && (
        <ConfirmButton
          size="xs"
          variant="default"
          title={t`Close ${period.name}: ${name}?`}
          text={t`Nothing is posted to it any more.`}
          verb={t`Close it`}
          onConfirm={() => close.mutateAsync(change)}
        >
          <Trans>Close it</Trans>
        </ConfirmButton>
      )}
      {state !== "open" && <Reopen period={period} part={{ module, name, state }} />}
    </Group>
  );
}

function Reopen({ period, part: { module, name, state } }: { period: Period; part: Part }) {
  const { t } = useLingui();
  const reopen = useReopenPeriod();
  const [reason, setReason] = useState("");
  const [to, setTo] = useState<"open" | "soft_closed">(state === "closed" ? "soft_closed" : "open");
  const choices = [
    { value: "soft_closed", label: t`For adjustments` },
    { value: "open", label: t`For everybody` },
  ];
  return (
    <ConfirmButton
      size="xs"
      variant="default"
      title={t`Reopen ${period.name}: ${name}?`}
      text={
        <>
          {state === "closed" && (
            <Select
              label={t`Reopen`}
              data={choices}
              value={to}
              allowDeselect={false}
              onChange={(value) => setTo(value === "open" ? "open" : "soft_closed")}
            />
          )}
          <TextInput label={t`Reason`} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
        </>
      }
      verb={t`Reopen`}
      ready={reason.trim() !== ""}
      onConfirm={async () => {
        const done = await reopen.mutateAsync({ id: period.id, module, reason, to });
        if ("approval" in done) void toast(t`It waits for the approval of a second person.`);
      }}
    >
      <Trans>Reopen</Trans>
    </ConfirmButton>
  );
}
