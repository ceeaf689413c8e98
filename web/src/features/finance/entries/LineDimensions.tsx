import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, Select } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useController } from "react-hook-form";
import { DimensionLookups, type ValueName, type ValueNames } from "./DimensionLookups.tsx";
import type { EntryForm } from "./entryForm.ts";
import { entryQueries } from "./queries.ts";
import { emptyShares, ShareRows } from "./ShareRows.tsx";

interface LineDimensionsProps {
  readonly form: EntryForm;
  readonly index: number;
  readonly names: ValueNames;
  readonly onName: (id: string, name: ValueName) => void;
}

/** What a line is told apart by, and how it is split: a button that says it, and a dialog to change it. */
export function LineDimensions({ form, index, names, onName }: LineDimensionsProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const { data: dimensions } = useSuspenseQuery(entryQueries.dimensions);
  const { data: splits } = useSuspenseQuery(entryQueries.splits);
  const values = useController({ control: form.control, name: `lines.${index}.dimensions` });
  const shares = useController({ control: form.control, name: `lines.${index}.shares` });
  const split = useController({ control: form.control, name: `lines.${index}.splitId` });
  if (dimensions.every(({ active }) => !active)) return <span />;
  const named = (values.field.value ?? []).map((id) => names.get(id)?.code ?? "?");
  const saved = splits.find(({ id }) => id === split.field.value);
  const how = saved?.code ?? (shares.field.value?.length ? t`split` : "");
  const said = [...named, how].filter(Boolean).join(" · ");
  const error = values.fieldState.error ?? shares.fieldState.error ?? split.fieldState.error;
  const choose = (choice: string | null) => {
    split.field.onChange(choice && choice !== "own" ? choice : undefined);
    shares.field.onChange(choice === "own" ? emptyShares : undefined);
  };
  return (
    <div>
      <Button
        variant="default"
        size="sm"
        fullWidth
        fw={said ? 600 : 400}
        {...(said ? {} : { c: "dimmed" })}
        aria-label={[t`Dimensions of line ${index + 1}`, said].filter(Boolean).join(": ")}
        aria-invalid={error ? "true" : undefined}
        onClick={() => setOpened(true)}
      >
        {said || t`Dimensions`}
      </Button>
      {error?.message && <p className="FieldError">{error.message}</p>}
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t`Dimensions of line ${index + 1}`}
        closeButtonProps={{ "aria-label": t`Close` }}
        size="lg"
        centered
      >
        <div className="Dialog">
          <div className="FieldRow">
            <DimensionLookups values={values.field.value ?? []} names={names} onName={onName} onChange={values.field.onChange} />
          </div>
          <SplitSelect value={saved?.id ?? (shares.field.value?.length ? "own" : null)} onChange={choose} />
          {shares.field.value && shares.field.value.length > 0 && (
            <ShareRows shares={shares.field.value} names={names} onName={onName} onChange={shares.field.onChange} />
          )}
          <div className="Dialog-actions">
            <Button onClick={() => setOpened(false)}>
              <Trans>Done</Trans>
            </Button>
          </div>
        </div>
      </Modal>
    </div>
  );
}

/** No split, shares of the line's own, or a saved one. */
function SplitSelect({ value, onChange }: { value: string | null; onChange: (choice: string | null) => void }) {
  const { t } = useLingui();
  const { data: splits } = useSuspenseQuery(entryQueries.splits);
  const saved = splits.filter(({ active }) => active).map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }));
  return (
    <Select
      label={t`Split`}
      description={t`Each share is posted as a line of its own.`}
      data={[{ value: "own", label: t`By percentages of its own` }, ...saved]}
      clearable
      value={value}
      onChange={onChange}
    />
  );
}
