import { useLingui } from "@lingui/react/macro";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { LoadMore } from "../../../ui/LoadMore.tsx";
import { DateText, InstantText, MoneyText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { useUrlFilter } from "../../../ui/useUrlState.ts";
import { Why } from "../../../ui/Why.tsx";
import { useAgeLabel } from "./ageLabel.ts";
import { type AgedItems, type AgedLedger, reportQueries } from "./queries.ts";

const filters = ["asOf", "days", "partyId", "column"] as const;
type Item = AgedItems["items"][number];

export const AgedReceivablesWhyPage = () => <AgedWhyPage ledger="receivables" />;
export const AgedPayablesWhyPage = () => <AgedWhyPage ledger="payables" />;

/** What a figure of an aged report is the sum of: open items by day due, each of which leads to its document. */
function AgedWhyPage({ ledger }: { ledger: AgedLedger }) {
  const { t } = useLingui();
  const [filter] = useUrlFilter(filters);
  const pages = useSuspenseInfiniteQuery(reportQueries.agedItems(ledger, filter));
  const { data } = pages;
  const [first] = data.pages;
  const nameOf = useFigureName();
  if (!first) return null;
  const rows = data.pages.flatMap(({ items }) => items);
  const report =
    ledger === "receivables"
      ? { to: paths.finance.agedReceivables({ asOf: filter.asOf, days: filter.days }), label: t`Aged receivables` }
      : { to: paths.finance.agedPayables({ asOf: filter.asOf, days: filter.days }), label: t`Aged payables` };
  const name = nameOf(first);
  return (
    <Page title={t`Why is it so? ${name}`} lead={report.label} back={report}>
      <Panel title={t`The figure`}>
        <Facts report={first} party={filter.partyId === undefined ? undefined : rows[0]?.party.name} />
      </Panel>
      <Panel title={t`What was added up`} flush>
        <Items report={first} rows={rows} />
        <LoadMore of={pages} />
      </Panel>
    </Page>
  );
}

/** What the column is called that a figure stands in. */
function useFigureName() {
  const { t } = useLingui();
  const ageLabel = useAgeLabel();
  const names: Readonly<Record<string, string>> = { onAccount: t`On account`, notDue: t`Not due`, revaluation: t`Revaluation` };
  return ({ column, from, to }: AgedItems) => {
    if (column === null) return t`Total`;
    return from === null ? (names[column] ?? column) : ageLabel({ from, to });
  };
}

function Facts({ report: { amount, revaluation, currency, asOf, knownAt }, party }: { report: AgedItems; party: string | undefined }) {
  const { t } = useLingui();
  const isRevalued = Number(revaluation) !== 0;
  return (
    <KeyValue
      facts={[
        [t`Amount`, <MoneyText key="amount" value={amount} currency={currency} strong />],
        [
          t`Of it revaluation`,
          isRevalued && (
            <Link to={paths.finance.revaluations()}>
              <MoneyText value={revaluation} currency={currency} />
            </Link>
          ),
        ],
        [t`Name`, party],
        [t`As of`, <DateText key="day" value={asOf} />],
        [t`Known at`, <InstantText key="known" value={knownAt} />],
      ]}
    />
  );
}

function Items({ report, rows }: { report: AgedItems; rows: readonly Item[] }) {
  const { t } = useLingui();
  const columns: Column<Item>[] = [
    { id: "party", head: t`Name`, cell: ({ party }) => <Link to={paths.finance.party(party.id)}>{party.name}</Link> },
    { id: "document", head: t`Document`, cell: (item) => <DocumentLink item={item} />, width: "11rem" },
    { id: "due", head: t`Due`, cell: ({ dueOn }) => <DateText value={dueOn} />, width: "8rem" },
    {
      id: "overdue",
      head: t`Days overdue`,
      cell: ({ daysOverdue }) => daysOverdue > 0 && <QuantityText value={`${daysOverdue}`} />,
      align: "end",
      width: "8rem",
    },
    {
      id: "open",
      head: t`Open`,
      cell: ({ open, currency }) => <MoneyText value={open} currency={currency} />,
      align: "end",
      width: "9rem",
    },
    { id: "company", head: t`In company currency`, cell: (item) => <Amount item={item} />, align: "end", width: "11rem" },
  ];
  return (
    <SimpleTable
      label={t`What was added up`}
      rows={rows}
      columns={columns}
      rowId={({ entryId, instalment }) => `${entryId} ${instalment}`}
      empty={t`No open item stands there.`}
      sums={[[t`Total`, "", "", "", <MoneyText key="total" value={report.amount} currency={report.currency} strong />]]}
    />
  );
}

function DocumentLink({ item: { document } }: { item: Item }) {
  const { t } = useLingui();
  return <Link to={paths.openDocument(document.kind, document.id)}>{document.number ?? t`Entry`}</Link>;
}

function Amount({ item: { entryId, companyOpen, document } }: { item: Item }) {
  return (
    <>
      <Why to={paths.finance.entryWhy(entryId)} of={`${document.number ?? ""} ${companyOpen}`} />
      <MoneyText value={companyOpen} />
    </>
  );
}
