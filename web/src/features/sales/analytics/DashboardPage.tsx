import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { Link } from "react-router";
import { problemOf } from "../../../api/problem.ts";
import { useSession } from "../../../api/session.ts";
import { paths } from "../../../app/paths.ts";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { Page, Panel } from "../../../ui/Page.tsx";
import { ProblemNote } from "../../../ui/ProblemView.tsx";
import { changeInPercent } from "./change.ts";
import { LastOrders, OpenInvoices } from "./DashboardLists.tsx";
import { analyticsQueries, type Overview } from "./queries.ts";

const RevenueChart = lazy(async () => ({ default: (await import("./RevenueChart.tsx")).RevenueChart }));

/** The first screen: how the month goes, what is owed, what waits. */
export function DashboardPage() {
  const { t } = useLingui();
  const { user } = useSession();
  const { data, error } = useQuery(analyticsQueries.overview());
  const [firstName] = user.name.split(" ");
  return (
    <Page title={t`Dashboard`} lead={<Trans>Good to see you, {firstName}.</Trans>}>
      {error && !data && <ProblemNote problem={problemOf(error)} />}
      <Tiles overview={data} />
      <div className="Dashboard">
        <Panel title={t`Revenue by month`}>
          <Suspense fallback={<div className="RevenueChart" />}>
            {data ? <RevenueChart revenue={data.revenue} currency={data.currency} /> : <div className="RevenueChart" />}
          </Suspense>
        </Panel>
        <div className="Dashboard-lists">
          <LastOrders />
          <OpenInvoices />
        </div>
      </div>
    </Page>
  );
}

function Tiles({ overview }: { overview: Overview | undefined }) {
  const { t } = useLingui();
  const currency = overview?.currency;
  const month = overview?.revenue.at(-1);
  const before = overview?.revenue.at(-2);
  const change = month && before && changeInPercent(month.amount, before.amount);
  const receivables = overview?.receivables;
  const toDeliver = overview?.toDeliver;
  return (
    <div className="Tiles" aria-busy={!overview}>
      <Tile label={t`Revenue this month`} value={month && <MoneyText value={month.amount} currency={currency} />}>
        {change && <Trans>{change} % against all of last month</Trans>}
      </Tile>
      <Tile
        label={t`Open invoices`}
        to={paths.finance.invoices({ state: "issued" })}
        value={receivables && <MoneyText value={receivables.open} currency={currency} />}
        alarm={Boolean(receivables?.overdueInvoices)}
      >
        {receivables &&
          (receivables.overdueInvoices > 0 ? (
            <Trans>
              <MoneyText value={receivables.overdue} currency={currency} /> of it overdue
            </Trans>
          ) : (
            <Trans>Nothing overdue</Trans>
          ))}
      </Tile>
      <Tile
        label={t`Orders to deliver`}
        to={paths.sales.orders({ status: "confirmed" })}
        value={toDeliver?.orders}
        alarm={Boolean(toDeliver?.late)}
      >
        {toDeliver && (toDeliver.late > 0 ? <Trans>{toDeliver.late} past their day</Trans> : <Trans>None is late</Trans>)}
      </Tile>
      <Tile label={t`Draft orders`} to={paths.sales.orders({ status: "draft" })} value={overview?.drafts}>
        {overview && <Plural value={overview.drafts} _0="Nothing to confirm" one="waits to be confirmed" other="wait to be confirmed" />}
      </Tile>
    </div>
  );
}

interface TileProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly to?: string;
  readonly alarm?: boolean;
  readonly children?: ReactNode;
}

function Tile({ label, value, to, alarm, children }: TileProps) {
  const content = (
    <>
      <span className="Tile-label">{label}</span>
      <span className="Tile-value">{value ?? "…"}</span>
      <span className="Tile-note" data-alarm={alarm || undefined}>
        {children}
      </span>
    </>
  );
  return to ? (
    <Link className="Tile" to={to}>
      {content}
    </Link>
  ) : (
    <div className="Tile">{content}</div>
  );
}
