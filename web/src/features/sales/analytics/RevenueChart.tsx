import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { formatCompact, formatMonth } from "../../../ui/format.ts";
import { MoneyText } from "../../../ui/MoneyText.tsx";
import { useLocale } from "../../../ui/useLocale.ts";
import type { Overview } from "./queries.ts";

interface RevenueChartProps {
  readonly revenue: Overview["revenue"];
  readonly currency: string;
}

/** Twelve bars to look at; the same figures as a table for whoever does not see them. Only their heights are floats. */
export function RevenueChart({ revenue, currency }: RevenueChartProps) {
  const { t } = useLingui();
  const locale = useLocale();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const chart = new uPlot(
      optionsOf(element, revenue, currency, locale),
      [revenue.map((_, index) => index), revenue.map(({ amount }) => Number(amount))],
      element,
    );
    const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: element.clientHeight }));
    const recoloured = new MutationObserver(() => chart.redraw());
    resized.observe(element);
    recoloured.observe(document.documentElement, { attributeFilter: ["data-mantine-color-scheme"] });
    return () => {
      resized.disconnect();
      recoloured.disconnect();
      chart.destroy();
    };
  }, [revenue, currency, locale]);
  return (
    <>
      <div className="RevenueChart" ref={frame} aria-hidden="true" />
      <table className="visually-hidden">
        <caption>{t`Revenue by month`}</caption>
        <tbody>
          {revenue.map(({ month, amount }) => (
            <tr key={month}>
              <th scope="row">{formatMonth(month, locale)}</th>
              <td>
                <MoneyText value={amount} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The places that get a label, the last one always. */
const everyOther = (count: number, step: number) =>
  Array.from({ length: count }, (_, index) => index).filter((index) => (count - 1 - index) % step === 0);

const colour = (name: string) => () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function optionsOf(element: HTMLElement, revenue: RevenueChartProps["revenue"], currency: string, locale: string): uPlot.Options {
  const font = "12px 'Inter Variable', sans-serif";
  const axis = { font, stroke: colour("--mantine-color-dimmed"), ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [12, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.6, revenue.length - 0.4] },
      y: { range: (_, low, high) => [Math.min(0, low), Math.max(high * 1.05, 1)] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        grid: { show: false },
        splits: ({ width }) => everyOther(revenue.length, width < 600 ? 2 : 1),
        values: (_, places) => places.map((place) => formatMonth(revenue[place]?.month ?? "", locale)),
        space: 36,
      },
      {
        ...axis,
        size: 64,
        grid: { stroke: colour("--app-line"), width: 1 },
        values: (_, amounts) => amounts.map((amount) => formatCompact(String(amount), currency, locale)),
      },
    ],
    series: [
      {},
      {
        fill: colour("--app-bar"),
        stroke: colour("--app-bar"),
        width: 0,
        points: { show: false },
        ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.62, 44], radius: 0.14 }) }),
      },
    ],
  };
}
