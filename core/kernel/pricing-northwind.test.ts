import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { decimalOf, formatDecimal } from "./decimals.ts";
import { formatMinor } from "./money.ts";
import { calculateDocument } from "./pricing.ts";
import type { RoundingPolicy } from "./rounding.ts";

const details = new URL("../../../shared/data/northwind/order_details.csv", import.meta.url);

type Detail = { order_id: string; unit_price: string; quantity: string; discount: string };

/** "0.15" of the price is 15 percent of it. */
const percentOf = (ratio: string) => formatDecimal({ units: decimalOf(ratio).units * 100n, scale: decimalOf(ratio).scale });

const netOfAllOrders = (rows: readonly Detail[], rounding: RoundingPolicy) =>
  [...Map.groupBy(rows, (row) => row.order_id).values()]
    .map((order) =>
      calculateDocument({
        currency: "USD",
        rounding,
        lines: order.map((row) => ({ quantity: row.quantity, unitPrice: row.unit_price, discountPercents: [percentOf(row.discount)] })),
      }),
    )
    .reduce(
      (sums, order) => ({
        gross: sums.gross + order.grossMinor,
        discount: sums.discount + order.discountMinor,
        net: sums.net + order.netMinor,
      }),
      { gross: 0n, discount: 0n, net: 0n },
    );

// The sample company's data is not part of the project: where it is not at hand this reports itself as skipped.
describe.skipIf(!existsSync(details))("the 2,155 order lines of Northwind, where they are at hand", () => {
  const rows: Detail[] = existsSync(details) ? parse(readFileSync(details), { columns: true }) : [];

  test("come to 1,265,793.29, each line rounded", () => {
    const { gross, discount, net } = netOfAllOrders(rows, "line");
    expect(rows).toHaveLength(2155);
    expect(formatMinor(net, "USD")).toBe("1265793.29");
    expect(formatMinor(gross, "USD")).toBe("1354458.59");
    expect(gross - discount).toBe(net);
  });

  test("come to 1,265,793.22, each order rounded", () => {
    expect(formatMinor(netOfAllOrders(rows, "document").net, "USD")).toBe("1265793.22");
  });
});
