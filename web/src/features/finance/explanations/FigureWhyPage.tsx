import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { paths } from "../../../app/paths.ts";
import type { Column } from "../../../ui/DataTable.tsx";
import { KeyValue } from "../../../ui/KeyValue.tsx";
import { DateText, InstantText, MoneyText, QuantityText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { SimpleTable } from "../../../ui/SimpleTable.tsx";
import { oneOf, useUrlFilter } from "../../../ui/useUrlState.ts";
import { type ExplainedReport, explanationQueries, type FigureExplanation } from "./queries.ts";

const filters = ["account", "from", "to", "knownAt", "dimension", "withoutDimension", "currency"] as const;
const reports = ["trial-balance", "profit-and-loss", "balance-sheet", "cash-flow"] as const;

/** How a figure of a statement came about: which account, days and sign, and what was added up. */
export function FigureWhyPage() {
  const { t } = useLingui();
  const { report: named } = useParams();
  const report = oneOf(named, reports) ?? "trial-balance";
  const [{ account = "", ...filter }] = useUrlFilter(filters);
  const { data: figure } = useSuspenseQuery(explanationQueries.figure(report, { account, ...filter }));
  const names = useReportNames();
  const only = { dimension: filter.dimension, withoutDimension: filter.withoutDimension };
  const ledger = { from: figure.from ?? undefined, to: figure.to, knownAt: filter.knownAt, ...only };

  return (
    <Page
      narrow
      title={t`Why is it so? ${figure.account.code} ${figure.account.name}`}
      lead={names[report]}
      back={{ to: pathOf(report), label: names[report] }}
    >
      <Panel title={t`The figure`}>
        <Facts figure={figure} />
        <p>
          <Link to={paths.finance.generalLedger(figure.account.id, ledger)}>
            <Trans>The lines behind it</Trans>
          </Link>
        </p>
      </Panel>
      {figure.translation && (
        <Panel title={t`How it was translated`} flush>
          <Steps translation={figure.translation} />
        </Panel>
      )}
      <Panel title={t`What was added up`} flush>
        <Sources figure={figure} />
      </Panel>
    </Page>
  );
}

const pathOf = (report: ExplainedReport): string =>
  ({
    "trial-balance": paths.finance.trialBalance(),
    "profit-and-loss": paths.finance.profitAndLoss(),
    "balance-sheet": paths.finance.balanceSheet(),
    "cash-flow": paths.finance.cashFlow(),
  })[report];

function useReportNames(): Readonly<Record<ExplainedReport, string>> {
  const { t } = useLingui();
  return {
    "trial-balance": t`Trial balance`,
    "profit-and-loss": t`Profit and loss`,
    "balance-sheet": t`Balance sheet`,
    "cash-flow": t`Cash flow`,
  };
}

function Facts({ figure }: { figure: FigureExplanation }) {
  const { t } = useLingui();
  const { cashFlow } = figure;
  const parts: Readonly<Record<NonNullable<typeof cashFlow>["part"], string>> = {
    cash: t`Cash`,
    non_cash: t`What moved no cash`,
    working_capital: t`Change of working capital`,
    investing: t`Investing activities`,
    financing: t`Financing activities`,
    exchange: t`Effect of exchange rates`,
    result: t`Result`,
  };
  return (
    <KeyValue
      facts={[
        [t`Amount in company currency`, <MoneyText key="amount" value={figure.amount} currency={figure.currency} strong />],
        [t`Sign`, figure.sign === "debits_less_credits" ? t`Debits less credits` : t`Credits less debits`],
        [t`From`, figure.from ? <DateText key="from" value={figure.from} /> : t`The beginning`],
        [t`To`, <DateText key="to" value={figure.to} />],
        [t`Known at`, <InstantText key="known" value={figure.knownAt} />],
        [t`Closing entries`, figure.closing === "counted" ? t`Counted` : t`Left out`],
        [t`Headings`, figure.headings.map(({ code, name }) => `${code} ${name}`).join(" › ")],
        [t`Stands under`, cashFlow && parts[cashFlow.part]],
        [t`Because of`, cashFlow && (cashFlow.because === "account" ? t`What the account itself says` : t`Type and kind of the account`)],
      ]}
    />
  );
}

type Translation = NonNullable<FigureExplanation["translation"]>;
type Step = Translation["steps"][number];

function Steps({ translation: { amount, currency, steps } }: { translation: Translation }) {
  const { t } = useLingui();
  const rules: Readonly<Record<Step["rule"], string>> = {
    closing: t`Rate of the day`,
    average: t`Mean of the days`,
    historical: t`Rate of the days it was moved on`,
  };
  const columns: Column<Step>[] = [
    { id: "rule", head: t`Rule`, cell: ({ rule }) => rules[rule] },
    { id: "from", head: t`From`, cell: ({ from }) => from && <DateText value={from} />, width: "7.5rem" },
    { id: "to", head: t`To`, cell: ({ to }) => to && <DateText value={to} />, width: "7.5rem" },
    { id: "amount", head: t`In company currency`, cell: (step) => <MoneyText value={step.amount} />, align: "end", width: "9rem" },
    { id: "rate", head: t`Exchange rate`, cell: ({ rate }) => <QuantityText value={rate} />, align: "end", width: "9rem" },
    { id: "translated", head: t`Translated`, cell: (step) => <MoneyText value={step.translated} />, align: "end", width: "9rem" },
  ];
  return (
    <SimpleTable
      label={t`How it was translated`}
      rows={steps}
      columns={columns}
      rowId={({ rule, from, to }) => `${rule} ${from} ${to}`}
      sums={[[t`Total`, <MoneyText key="total" value={amount} currency={currency} strong />]]}
    />
  );
}

type Source = FigureExplanation["sources"][number];

function Sources({ figure }: { figure: FigureExplanation }) {
  const { t } = useLingui();
  const names: Readonly<Record<Source["source"], string>> = {
    months: t`Totals of whole months`,
    days: t`Totals of days`,
    unsealed: t`Lines without a seal yet`,
    sealed_that_day: t`Lines sealed on that day`,
    closing: t`Closing entries taken back`,
  };
  const columns: Column<Source>[] = [
    { id: "source", head: t`Source`, cell: ({ source }) => names[source] },
    { id: "rows", head: t`How many`, cell: ({ rows }) => <QuantityText value={`${rows}`} />, align: "end", width: "7rem" },
    { id: "debit", head: t`Debit`, cell: ({ debit }) => <MoneyText value={debit} />, align: "end", width: "10rem" },
    { id: "credit", head: t`Credit`, cell: ({ credit }) => <MoneyText value={credit} />, align: "end", width: "10rem" },
  ];
  return (
    <SimpleTable
      label={t`What was added up`}
      rows={figure.sources}
      columns={columns}
      rowId={({ source }) => source}
      empty={t`Nothing was posted there in these days.`}
    />
  );
}
