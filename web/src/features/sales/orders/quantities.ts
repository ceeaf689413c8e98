import { decimalOf, formatDecimal, powerOfTen } from "#core/kernel/decimals.ts";

interface Line {
  readonly kind: "product" | "freight" | "service";
  readonly quantity: string;
  readonly delivered: string;
  readonly returned: string;
  readonly invoiced: string;
}

/** `3.5` less `1.25` is `2.25`: exact, and without needless zeros. */
export function subtract(left: string, right: string): string {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const scale = Math.max(a.scale, b.scale);
  const units = a.units * powerOfTen(scale - a.scale) - b.units * powerOfTen(scale - b.scale);
  const text = formatDecimal({ units, scale });
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

export const isPositive = (decimal: string): boolean => decimalOf(decimal).units > 0n;

/** Only goods are delivered. */
export const toDeliver = (line: Line): string => (line.kind === "product" ? subtract(line.quantity, line.delivered) : "0");

/** What a customer has and could give back. */
export const toReturn = (line: Line): string => (line.kind === "product" ? subtract(line.delivered, line.returned) : "0");

/** Goods are invoiced once delivered and not returned; freight and services as ordered. */
export function toInvoice(line: Line): string {
  const due = line.kind === "product" ? subtract(line.delivered, line.returned) : line.quantity;
  return subtract(due, line.invoiced);
}
