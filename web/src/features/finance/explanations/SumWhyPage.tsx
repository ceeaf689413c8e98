import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { paths, whyAt } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useItemNames } from "../../../ui/itemNames.ts";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { Why } from "../../../ui/Why.tsx";
import { explanationQueries, type SumExplanation, type SumFilter } from "./queries.ts";

const filters = [
  "item",
  "group",
  "subtype",
  "heading",
  "method",
  "from",
  "to",
  "knownAt",
  "dimension",
  "withoutDimension",
  "currency",
] as const;
const reports = ["trial-balance", "profit-and-loss", "balance-sheet", "cash-flow"] as const;
const methods = ["indirect", "direct"] as const;
type Part = SumExplanation["parts"][number];

/** How a heading, total or figure of a statement came about: what it is the sum of, each of which tells the same of itself. */
export function SumWhyPage() {
  const { t } = useLingui();
  const { report: named } = useParams();
  const report = oneOf(named, reports) ?? "profit-and-loss";
  const [{ item = "result", group, method, ...view }] = useUrlFilter(filters);
  const query: SumFilter = {
    ...{ ...view, report, item: item as SumFilter["item"], method: oneOf(method, methods) },
    ...(group && { group: group as SumFilter["item"] }),
  };
  const { data: sum } = useSuspenseQuery(explanationQueries.sum(query));
  const nameOf = useItemNames();
  const name = sum.heading
    ? `${sum.heading.code} ${sum.heading.name}`
    : nameOf({ kind: sum.group ? "group" : "total", item: sum.group ?? sum.item, account: null, subtype: sum.subtype });
  const statement = {
    "trial-balance": { to: paths.finance.trialBalance(), label: t`Trial balance` },
    "profit-and-loss": { to: paths.finance.profitAndLoss(), label: t`Profit and loss` },
    "balance-sheet": { to: paths.finance.balanceSheet(), label: t`Balance sheet` },
    "cash-flow": { to: paths.finance.cashFlow({ method: query.method }), label: t`Cash flow` },
  }[report];
  return (
    <Page narrow title={t`Why is it so? ${name}`} lead={statement.label} back={statement}>
      <Panel title={t`The figure`}>
        <KeyValue
          facts={[
            [t`Amount`, <MoneyText key="amount" value={sum.amount} currency={sum.currency} strong />],
            [t`From`, sum.from ? <DateText key="from" value={sum.from} /> : t`The beginning`],
            [t`To`, <DateText key="to" value={sum.to} />],
            [t`Known at`, <InstantText key="known" value={sum.knownAt} />],
          ]}
        />
      </Panel>
      <Panel title={t`What was added up`} flush>
        <Parts sum={sum} />
      </Panel>
    </Page>
  );
}

function Parts({ sum }: { sum: SumExplanation }) {
  const { t } = useLingui();
  const nameOf = useItemNames();
  const columns: Column<Part>[] = [
    { id: "code", head: t`Account`, cell: ({ account }) => account?.code, width: "7rem" },
    { id: "name", head: t`Name`, cell: nameOf },
    { id: "sign", head: t`Sign`, cell: ({ sign }) => (sign === "added" ? t`Plus` : t`Minus`), width: "8rem" },
    { id: "amount", head: t`Amount`, cell: (part) => <Amount part={part} name={nameOf(part)} />, align: "end" },
  ];
  return (
    <SimpleTable
      label={t`What was added up`}
      rows={sum.parts}
      columns={columns}
      rowId={({ kind, item, subtype, account }) => account?.id ?? `${kind} ${item} ${subtype}`}
      empty={t`Nothing stands below it.`}
      sums={[[t`Total`, <MoneyText key="total" value={sum.amount} currency={sum.currency} strong />]]}
    />
  );
}

function Amount({ part: { amount, explain }, name }: { part: Part; name: string }) {
  return (
    <>
      <Why to={whyAt(explain)} of={`${name} ${amount}`} />
      <MoneyText value={amount} />
    </>
  );
}
