import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { LoadMore } from "../../../ui/LoadMore.tsx";
import { DateText, InstantText, MoneyText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { explanationQueries, type FlowEntries } from "./queries.ts";

const filters = ["account", "side", "from", "to", "knownAt", "dimension", "withoutDimension", "currency"] as const;
const sides = ["receipts", "payments"] as const;
type Row = FlowEntries["items"][number];

/** What receipts or payments against an account are the sum of: the entries that moved cash, each with the account's part. */
export function FlowWhyPage() {
  const { t } = useLingui();
  const [{ account = "", side, ...view }] = useUrlFilter(filters);
  const query = { ...view, account, side: oneOf(side, sides) };
  const pages = useSuspenseInfiniteQuery(explanationQueries.flow(query));
  const { data } = pages;
  const [flow] = data.pages;
  if (!flow) return null;
  const rows = data.pages.flatMap(({ items }) => items);
  return (
    <Page
      title={t`Why is it so? ${flow.account.code} ${flow.account.name}`}
      lead={t`Cash flow`}
      back={{ to: paths.finance.cashFlow({ method: "direct" }), label: t`Cash flow` }}
    >
      <Panel title={t`The figure`}>
        <Facts flow={flow} />
      </Panel>
      <Panel title={t`The entries behind it`} flush>
        <Entries flow={flow} rows={rows} />
        <LoadMore of={pages} />
      </Panel>
    </Page>
  );
}

function Facts({ flow: { amount, currency, side, from, to, knownAt, translation } }: { flow: FlowEntries }) {
  const { t } = useLingui();
  const names = { receipts: t`Receipts`, payments: t`Payments made` };
  return (
    <KeyValue
      facts={[
        [t`Amount in company currency`, <MoneyText key="amount" value={amount} currency={currency} strong />],
        [t`Translated`, translation && <MoneyText value={translation.amount} currency={translation.currency} strong />],
        [t`Mean of the days`, translation && <QuantityText value={translation.rate} />],
        [t`Stands under`, side && names[side]],
        [t`From`, <DateText key="from" value={from} />],
        [t`To`, <DateText key="to" value={to} />],
        [t`Known at`, <InstantText key="known" value={knownAt} />],
      ]}
    />
  );
}

function Entries({ flow, rows }: { flow: FlowEntries; rows: readonly Row[] }) {
  const { t } = useLingui();
  const columns: Column<Row>[] = [
    { id: "date", head: t`Date`, cell: ({ date }) => <DateText value={date} />, width: "8rem" },
    {
      id: "entry",
      head: t`Entry`,
      cell: ({ entryId, number }) => <Link to={paths.finance.entry(entryId)}>{number ?? <Trans>not sealed yet</Trans>}</Link>,
      width: "9rem",
    },
    { id: "text", head: t`Text`, cell: ({ description }) => description },
    { id: "cash", head: t`Cash moved`, cell: ({ cash }) => <MoneyText value={cash} />, align: "end", width: "9rem" },
    { id: "whole", head: t`All against it`, cell: ({ whole }) => <MoneyText value={whole} />, align: "end", width: "9rem" },
    { id: "against", head: t`This account`, cell: ({ against }) => <MoneyText value={against} />, align: "end", width: "9rem" },
    {
      id: "amount",
      head: t`Its part of the cash`,
      cell: ({ amount }) => <MoneyText value={amount} strong />,
      align: "end",
      width: "10rem",
    },
  ];
  return (
    <SimpleTable
      label={t`The entries behind it`}
      rows={rows}
      columns={columns}
      rowId={({ entryId }) => entryId}
      empty={t`Nothing was posted there in these days.`}
      sums={[[t`Total`, "", "", "", <MoneyText key="total" value={flow.amount} currency={flow.currency} strong />]]}
    />
  );
}
