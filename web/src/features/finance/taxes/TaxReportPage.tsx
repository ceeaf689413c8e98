import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { saveReport } from "../../../api/files.ts";
import { problemOf } from "../../../api/problem.ts";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { DayInput } from "../../../ui/DateField.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { DateText, MoneyText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemView } from "../../../ui/ProblemView.tsx";
import { SaveAs } from "../../../ui/SaveAs.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { StatusBadge } from "../../../ui/StatusBadge.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { useTaxLabels } from "./labels.ts";
import { type Period, type TaxReport, taxQueries } from "./queries.ts";
import { TaxAccounts } from "./TaxAccounts.tsx";

const filters = ["from", "to"] as const;

/** The taxes of a period: by box of each return, by tax, and tied to the accounts. Every figure leads to its lines. */
export function TaxReportPage() {
  const { t } = useLingui();
  const [filter, setFilter] = useUrlFilter(filters);
  const { data, error, isPlaceholderData } = useQuery(taxQueries.report(filter));
  return (
    <Page
      title={t`Tax report`}
      lead={
        data && (
          <Trans>
            <DateText value={data.from} /> to <DateText value={data.asOf} />, in {data.currency}
          </Trans>
        )
      }
      actions={
        <>
          <DayInput
            aria-label={t`From`}
            placeholder={t`First of the month`}
            clearable
            value={filter.from ?? null}
            onChange={(from) => setFilter({ from: from ?? undefined })}
          />
          <DayInput
            aria-label={t`To`}
            placeholder={t`Today`}
            clearable
            value={filter.to ?? null}
            onChange={(to) => setFilter({ to: to ?? undefined })}
          />
          <SaveAs save={(as) => saveReport("/finance/reports/tax", filter, as)} />
        </>
      }
    >
      {error && !data ? <ProblemView problem={problemOf(error)} /> : data && <Report report={data} stale={isPlaceholderData} />}
    </Page>
  );
}

function Report({ report, stale }: { report: TaxReport; stale: boolean }) {
  const { t } = useLingui();
  const period = { from: report.from, to: report.asOf };
  return (
    <div className="Report" data-stale={stale || undefined}>
      {report.returns.map((one) => (
        <Panel key={one.code} title={one.code} flush>
          <Boxes boxes={one.boxes} label={one.code} period={period} />
        </Panel>
      ))}
      <Panel title={t`By tax`} flush>
        {report.rows.length === 0 ? (
          <EmptyState
            icon="ledger"
            title={t`No taxes in this period`}
            hint={t`Documents and entries with taxes appear here as they are posted.`}
          />
        ) : (
          <Taxes report={report} period={period} />
        )}
      </Panel>
      {report.accounts.length > 0 && (
        <Panel title={t`Tax accounts`} flush>
          <TaxAccounts report={report} period={period} />
        </Panel>
      )}
    </div>
  );
}

type Box = TaxReport["returns"][number]["boxes"][number];

function Boxes({ boxes, label, period }: { boxes: readonly Box[]; label: string; period: Period }) {
  const { t } = useLingui();
  const columns: Column<Box>[] = [
    { id: "box", head: t`Box`, cell: (box) => box.box, width: "5rem" },
    { id: "name", head: t`Name`, cell: (box) => box.name },
    {
      id: "amount",
      head: t`Amount`,
      cell: (box) => (
        <Link to={paths.finance.taxLines({ ...period, boxId: box.id })}>
          <MoneyText value={box.amount} />
        </Link>
      ),
      align: "end",
      width: "10rem",
    },
  ];
  return <SimpleTable label={label} rows={boxes} columns={columns} rowId={(box) => box.id} />;
}

type Row = TaxReport["rows"][number];

function Taxes({ report, period }: { report: TaxReport; period: Period }) {
  const { t } = useLingui();
  const labels = useTaxLabels();
  const columns: Column<Row>[] = [
    {
      id: "tax",
      head: t`Tax`,
      cell: ({ tax, part, pending }) => (
        <Link to={paths.finance.taxLines({ ...period, taxCodeId: tax.id, part, pending: String(pending) })}>{tax.code}</Link>
      ),
      width: "10rem",
    },
    { id: "name", head: t`Name`, cell: ({ tax }) => tax.name },
    { id: "rate", head: t`Rate`, cell: ({ rate }) => (rate === null ? "–" : <QuantityText value={rate} />), align: "end", width: "5rem" },
    {
      id: "part",
      head: t`Part`,
      cell: (row) => (
        <>
          {labels.part[row.part]} {row.pending && <StatusBadge tone="info">{t`unpaid`}</StatusBadge>}
        </>
      ),
      width: "8rem",
    },
    { id: "base", head: t`Base`, cell: (row) => <MoneyText value={row.base} />, align: "end", width: "9rem" },
    { id: "amount", head: t`Tax`, cell: (row) => <MoneyText value={row.amount} />, align: "end", width: "9rem" },
    { id: "deductible", head: t`On the account`, cell: (row) => <MoneyText value={row.deductible} />, align: "end", width: "9rem" },
  ];
  const { output, input, withheld, due } = report.totals;
  return (
    <SimpleTable
      label={t`By tax`}
      rows={report.rows}
      columns={columns}
      rowId={(row) => `${row.tax.id} ${row.part} ${row.rate} ${row.pending}`}
      sums={[
        [t`Output tax`, <MoneyText key="output" value={output} />],
        [t`Input tax`, <MoneyText key="input" value={input} />],
        [t`Withheld`, <MoneyText key="withheld" value={withheld} />],
        [t`Output less input tax`, <MoneyText key="due" value={due} strong />],
      ]}
    />
  );
}
