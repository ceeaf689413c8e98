import { Trans, useLingui } from "@lingui/react/macro";
import { NumberInput, Select, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { saveReport } from "../../../api/files.ts";
import { type Problem, problemOf } from "../../../api/problem.ts";
import { DayInput } from "../../../ui/DateField.tsx";
import { DateText, InstantText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { SaveAs } from "../../../ui/SaveAs.tsx";
import type { Translation } from "./queries.ts";
import { ReportSpan } from "./ReportSpan.tsx";
import type { ReportFilter } from "./reportFilter.ts";

interface ReportFrameProps {
  readonly title: string;
  /** The report's address in the API, for files. */
  readonly path: string;
  /** What it was asked, as the API is asked. */
  readonly query: Readonly<Record<string, string | number | undefined>>;
  readonly span: "day" | "days";
  /** Whether it can be set beside earlier ones, or cut into months. */
  readonly compares?: boolean;
  readonly parts?: boolean;
  /** Dimensions it can be cut by. */
  readonly dimensions?: readonly Readonly<{ id: string; name: string }>[];
  readonly filter: ReportFilter;
  readonly setFilter: (change: ReportFilterChange) => void;
  readonly back?: { to: string; label: string };
  readonly of:
    | Readonly<{
        asOf: string;
        from?: string | null | undefined;
        knownAt?: string | undefined;
        currency: string;
        translation?: Translation | undefined;
      }>
    | undefined;
  readonly error: unknown;
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}
export type ReportFilterChange = Readonly<{ [Name in keyof ReportFilter]?: string | undefined }>;

/** The frame of every report: of which days, beside what, as known when; and the report as a file or on paper. */
export function ReportFrame(props: ReportFrameProps) {
  const { title, span, filter, setFilter, of, error, children, back, controls } = props;
  const problem: Problem | undefined = error ? problemOf(error) : undefined;
  return (
    <Page
      title={title}
      {...(back && { back })}
      lead={of && <Lead of={of} />}
      actions={<SaveAs save={(as) => saveReport(props.path, props.query, as)} />}
    >
      <div className="ReportControls">
        <ReportSpan span={span} filter={filter} setFilter={setFilter} />
        {props.compares && <Beside {...props} />}
        <KnownAt filter={filter} setFilter={setFilter} />
        {props.compares && <HideZero filter={filter} setFilter={setFilter} />}
        {controls}
      </div>
      {problem ? <ProblemView problem={problem} /> : <Panel flush>{children}</Panel>}
    </Page>
  );
}

function Lead({ of }: { of: NonNullable<ReportFrameProps["of"]> }) {
  return (
    <>
      {of.from ? (
        <Trans>
          From <DateText value={of.from} /> to <DateText value={of.asOf} />, in {of.currency}
        </Trans>
      ) : (
        <Trans>
          As of <DateText value={of.asOf} />, in {of.currency}
        </Trans>
      )}
      {of.knownAt && (
        <>
          {" · "}
          <Trans>
            known at <InstantText value={of.knownAt} />
          </Trans>
        </>
      )}
      {of.translation && <Translated translation={of.translation} />}
    </>
  );
}

/** By which rates: of the first column. */
function Translated({ translation: { from, columns } }: { translation: Translation }) {
  const { closingRate, averageRate } = columns[0] ?? {};
  return (
    <>
      {" · "}
      <Trans>translated from {from}</Trans>
      {closingRate && (
        <>
          {", "}
          <Trans>closing rate {closingRate}</Trans>
        </>
      )}
      {averageRate && (
        <>
          {", "}
          <Trans>average rate {averageRate}</Trans>
        </>
      )}
    </>
  );
}

function Beside({ filter, setFilter, parts, dimensions = [] }: ReportFrameProps) {
  const { t } = useLingui();
  const options = [
    { value: "previous_period", label: t`The period before` },
    { value: "previous_year", label: t`The year before` },
    ...(parts
      ? [
          { value: "month", label: t`By month` },
          { value: "quarter", label: t`By quarter` },
          { value: "year", label: t`By year` },
        ]
      : []),
    ...dimensions.map(({ id, name }) => ({ value: id, label: t`By ${name}` })),
  ];
  const choose = (value: string | null) => {
    const compares = value?.startsWith("previous_");
    const byDimension = dimensions.find(({ id }) => id === value)?.id;
    setFilter({
      compare: compares ? (value ?? undefined) : undefined,
      by: compares || byDimension ? undefined : (value ?? undefined),
      byDimension,
      ...(compares ? {} : { periods: undefined }),
    });
  };
  return (
    <>
      <Select
        label={t`Beside it`}
        placeholder={t`Nothing`}
        clearable
        data={options}
        value={filter.compare ?? filter.by ?? filter.byDimension ?? null}
        onChange={choose}
      />
      {filter.compare && (
        <NumberInput
          className="ReportControls-narrow"
          label={t`How many`}
          min={1}
          max={23}
          clampBehavior="strict"
          allowDecimal={false}
          value={Number(filter.periods ?? 1)}
          onChange={(count) => setFilter({ periods: Number(count) > 1 ? `${count}` : undefined })}
        />
      )}
    </>
  );
}

type FilterProps = Pick<ReportFrameProps, "filter" | "setFilter">;

/** The end of a day, in the reader's time zone: what was sealed by then. */
function KnownAt({ filter, setFilter }: FilterProps) {
  const { t } = useLingui();
  const shown = filter.knownAt ? localDay(filter.knownAt) : null;
  return (
    <DayInput
      label={t`Known at the end of`}
      placeholder={t`Now`}
      clearable
      maxDate={localDay(new Date().toISOString())}
      value={shown}
      onChange={(chosen) => setFilter({ knownAt: chosen ? endOf(chosen) : undefined })}
    />
  );
}
const localDay = (instant: string) => {
  const date = new Date(instant);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => `${part}`.padStart(2, "0")).join("-");
};
/** Of today it is now: nothing can be known of an instant to come. */
const endOf = (day: string) => {
  const end = new Date(`${day}T23:59:59.999`);
  return (end > new Date() ? new Date() : end).toISOString();
};

function HideZero({ filter, setFilter }: FilterProps) {
  const { t } = useLingui();
  return (
    <Switch
      label={t`Hide zeros`}
      checked={filter.hideZero === "true"}
      onChange={(event) => setFilter({ hideZero: event.currentTarget.checked ? "true" : undefined })}
    />
  );
}
