import { exponentOf } from "#core/kernel/currencies.ts";
import { formatDate, formatDecimal, formatInstant, formatMoney, padDecimals } from "./format.ts";
import { useLocale } from "./useLocale.ts";

interface MoneyTextProps {
  /** The decimal string of the API. */
  readonly value: string | null | undefined;
  /** Left out where a column's head or the document already says it. */
  readonly currency?: string | undefined;
  readonly strong?: boolean;
}

/** An amount in tabular figures, so that columns of them line up. */
export function MoneyText({ value, currency, strong }: MoneyTextProps) {
  const locale = useLocale();
  if (value === null || value === undefined) return <span className="MoneyText">–</span>;
  return (
    <span className="MoneyText" data-strong={strong || undefined} data-zero={/^-?0(\.0+)?$/.test(value) || undefined}>
      {formatMoney(value, currency, locale)}
    </span>
  );
}

/** The price of one: at least the currency's decimals, more where the price has more. */
export function PriceText({ value, currency }: { value: string; currency: string }) {
  const locale = useLocale();
  return <span className="MoneyText">{formatMoney(padDecimals(value, exponentOf(currency)), undefined, locale)}</span>;
}

/** A quantity, with the unit when one is given. */
export function QuantityText({ value, unit }: { value: string; unit?: string | undefined }) {
  const locale = useLocale();
  return (
    <span className="MoneyText">
      {formatDecimal(value, locale)}
      {unit && ` ${unit}`}
    </span>
  );
}

/** A discount in percent; none is nothing to read. */
export const DiscountText = ({ percent }: { percent: string }) =>
  /[1-9]/.test(percent) ? <QuantityText value={percent} unit="%" /> : null;

/** A calendar day. */
export function DateText({ value }: { value: string | null | undefined }) {
  const locale = useLocale();
  return value ? <time dateTime={value}>{formatDate(value, locale)}</time> : <span>–</span>;
}

/** A moment, in the reader's time zone. */
export function InstantText({ value }: { value: string }) {
  const locale = useLocale();
  return <time dateTime={value}>{formatInstant(value, locale)}</time>;
}
