import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Modal, Select } from "@mantine/core";
import { useState } from "react";
import { type Control, type FieldValues, type Path, useController } from "react-hook-form";
import type { Share } from "#core/finance/splits/split.ts";
import { type DimensionChoice, DimensionLookups, type ValueName, type ValueNames } from "./DimensionLookups.tsx";
import { emptyShares, ShareRows } from "./ShareRows.tsx";

export type { DimensionChoice } from "./DimensionLookups.tsx";

/** A split that is kept under a code. */
export type SavedSplit = Readonly<{ id: string; code: string; name: string; active: boolean }>;

interface LineDimensionsProps<Values extends FieldValues, Output> {
  readonly control: Control<Values, unknown, Output>;
  readonly index: number;
  readonly of: Readonly<{ dimensions: readonly DimensionChoice[]; splits: readonly SavedSplit[] }>;
  readonly names: ValueNames;
  readonly onName: (id: string, name: ValueName) => void;
}

/** What a line is told apart by, and how it is split: a button that says it, and a dialog to change it. The form's lines have dimensions, shares and splitId. */
export function LineDimensions<Values extends FieldValues, Output>(props: LineDimensionsProps<Values, Output>) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const { index, of, names } = props;
  const { values, shares, split } = useLine(props);
  if (of.dimensions.length === 0) return <span />;
  const chosen: readonly string[] = values.field.value ?? [];
  const parts: readonly Share[] = shares.field.value ?? [];
  const saved = of.splits.find(({ id }) => id === split.field.value);
  const how = saved?.code ?? (parts.length > 0 ? t`split` : "");
  const said = [...chosen.map((id) => names.get(id)?.code ?? "?"), how].filter(Boolean).join(" · ");
  const error = values.fieldState.error ?? shares.fieldState.error ?? split.fieldState.error;
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
        <Choosing {...props} onDone={() => setOpened(false)} />
      </Modal>
    </div>
  );
}

const useLine = <Values extends FieldValues, Output>({ control, index }: LineDimensionsProps<Values, Output>) => {
  const nameOf = (field: "dimensions" | "shares" | "splitId") => `lines.${index}.${field}` as Path<Values>;
  return {
    values: useController({ control, name: nameOf("dimensions") }),
    shares: useController({ control, name: nameOf("shares") }),
    split: useController({ control, name: nameOf("splitId") }),
  };
};

function Choosing<Values extends FieldValues, Output>(props: LineDimensionsProps<Values, Output> & { readonly onDone: () => void }) {
  const { of, names, onName, onDone } = props;
  const { values, shares, split } = useLine(props);
  const parts: readonly Share[] = shares.field.value ?? [];
  const choose = (choice: string | null) => {
    split.field.onChange(choice && choice !== "own" ? choice : undefined);
    shares.field.onChange(choice === "own" ? emptyShares : undefined);
  };
  return (
    <div className="Dialog">
      <div className="FieldRow">
        <DimensionLookups
          dimensions={of.dimensions}
          values={values.field.value ?? []}
          names={names}
          onName={onName}
          onChange={values.field.onChange}
        />
      </div>
      <SplitSelect splits={of.splits} value={split.field.value || (parts.length > 0 ? "own" : null)} onChange={choose} />
      {parts.length > 0 && (
        <ShareRows dimensions={of.dimensions} shares={parts} names={names} onName={onName} onChange={shares.field.onChange} />
      )}
      <div className="Dialog-actions">
        <Button onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </div>
  );
}

interface SplitSelectProps {
  readonly splits: readonly SavedSplit[];
  readonly value: string | null;
  readonly onChange: (choice: string | null) => void;
}

/** No split, shares of the line's own, or a saved one. */
function SplitSelect({ splits, value, onChange }: SplitSelectProps) {
  const { t } = useLingui();
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
