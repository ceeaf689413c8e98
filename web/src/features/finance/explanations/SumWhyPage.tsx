import { useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { useItemNames } from "../../../ui/itemNames.ts";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, InstantText, MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { Why } from "../../../ui/Why.tsx";
import { explanationQueries, type SumExplanation, type SumFilter } from "./queries.ts";

const filters = ["item", "heading", "from", "to", "knownAt", "dimension", "withoutDimension", "currency"] as const;
const reports = ["profit-and-loss", "balance-sheet"] as const;
type Part = SumExplanation["parts"][number];

/** How a heading or total of a statement came about: what stands directly below it, each of which tells the same of itself. */
export function SumWhyPage() {
  const { t } = useLingui();
  const { report: named } = useParams();
  const report = oneOf(named, reports) ?? "profit-and-loss";
  const [{ item = "result", heading, ...view }] = useUrlFilter(filters);
  const query = { ...view, report, item: item as SumFilter["item"], heading };
  const { data: sum } = useSuspenseQuery(explanationQueries.sum(query));
  const nameOf = useItemNames();
  const name = sum.heading
    ? `${sum.heading.code} ${sum.heading.name}`
    : nameOf({ kind: "total", item: sum.item, account: null, subtype: null });
  const statement =
    report === "profit-and-loss"
      ? { to: paths.finance.profitAndLoss(), label: t`Profit and loss` }
      : { to: paths.finance.balanceSheet(), label: t`Balance sheet` };
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
        <Parts sum={sum} view={view} />
      </Panel>
    </Page>
  );
}

type View = Readonly<Partial<Record<Exclude<(typeof filters)[number], "item" | "heading">, string>>>;

/** Where a part tells how it came about: an account by its sums, a heading or total by what is below it. */
const whyOf = ({ report, item }: SumExplanation, part: Part, view: View): string | undefined => {
  const { account } = part;
  if (part.kind === "account" && account) return paths.finance.figureWhy(report, { account: account.id, ...view });
  if (part.kind === "group" && account) return paths.finance.sumWhy(report, { item, heading: account.id, ...view });
  return part.kind === "total" && part.item ? paths.finance.sumWhy(report, { item: part.item, ...view }) : undefined;
};

function Parts({ sum, view }: { sum: SumExplanation; view: View }) {
  const { t } = useLingui();
  const nameOf = useItemNames();
  const named = (part: Part) => nameOf({ ...part, subtype: null });
  const columns: Column<Part>[] = [
    { id: "code", head: t`Account`, cell: ({ account }) => account?.code, width: "7rem" },
    { id: "name", head: t`Name`, cell: named },
    { id: "sign", head: t`Sign`, cell: ({ sign }) => (sign === "added" ? t`Plus` : t`Minus`), width: "8rem" },
    { id: "amount", head: t`Amount`, cell: (part) => <Amount part={part} name={named(part)} why={whyOf(sum, part, view)} />, align: "end" },
  ];
  return (
    <SimpleTable
      label={t`What was added up`}
      rows={sum.parts}
      columns={columns}
      rowId={({ kind, item, account }) => account?.id ?? `${kind} ${item}`}
      empty={t`Nothing stands below it.`}
      sums={[[t`Total`, <MoneyText key="total" value={sum.amount} currency={sum.currency} strong />]]}
    />
  );
}

function Amount({ part: { amount }, name, why }: { part: Part; name: string; why: string | undefined }) {
  return (
    <>
      {why && <Why to={why} of={`${name} ${amount}`} />}
      <MoneyText value={amount} />
    </>
  );
}
