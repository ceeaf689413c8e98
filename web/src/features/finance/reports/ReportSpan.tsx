import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import { DayInput } from "../../../ui/DateField.tsx";
import type { ReportFilterChange } from "./ReportFrame.tsx";
import { type Preset, type ReportFilter, spanOf } from "./reportFilter.ts";

interface ReportSpanProps {
  readonly span: "day" | "days";
  readonly filter: ReportFilter;
  readonly setFilter: (change: ReportFilterChange) => void;
}

const presets: readonly Preset[] = ["month", "lastMonth", "quarter", "year", "lastYear"];

/** The day of a report, or its first and last; the usual spans at a stroke. */
export function ReportSpan({ span, filter, setFilter }: ReportSpanProps) {
  const { t } = useLingui();
  if (span === "day")
    return (
      <DayInput
        label={t`As of`}
        placeholder={t`Today`}
        clearable
        value={filter.asOf ?? null}
        onChange={(asOf) => setFilter({ asOf: asOf ?? undefined })}
      />
    );
  const names: Readonly<Record<Preset, string>> = {
    month: t`This month`,
    lastMonth: t`Last month`,
    quarter: t`This quarter`,
    year: t`This year`,
    lastYear: t`Last year`,
  };
  const today = new Date().toISOString().slice(0, 10);
  const chosen = presets.find((preset) => {
    const { from, to } = spanOf(preset, today);
    return from === filter.from && to === filter.to;
  });
  return (
    <>
      <Select
        label={t`Period`}
        placeholder={filter.from || filter.to ? t`Own days` : t`Usual days`}
        clearable
        data={presets.map((preset) => ({ value: preset, label: names[preset] }))}
        value={chosen ?? null}
        onChange={(preset) => setFilter(preset ? spanOf(preset as Preset, today) : { from: undefined, to: undefined })}
      />
      <DayInput label={t`From`} clearable value={filter.from ?? null} onChange={(from) => setFilter({ from: from ?? undefined })} />
      <DayInput label={t`To`} clearable value={filter.to ?? null} onChange={(to) => setFilter({ to: to ?? undefined })} />
    </>
  );
}
