import { decimalOf, formatDecimal } from "#core/kernel/decimals.ts";
import type { Northwind, Row } from "./read-northwind.ts";

/** One import: its kind and its rows by column. */
export type KindRows = Readonly<{ kind: string; rows: readonly Record<string, string>[] }>;

const get = (row: Row, column: string): string => row[column] ?? "";
/** No taxes are known of that time, so nothing is taxed. */
const UNTAXED = "zero";

const party = (row: Row, id: string) => ({
  external_id: `northwind:${id}`,
  name: get(row, "company_name"),
  country: get(row, "country"),
});

const customers = ({ customers: rows }: Northwind): KindRows => ({
  kind: "customers",
  rows: rows.map((row) => ({
    ...party(row, `customer:${get(row, "customer_id")}`),
    code: get(row, "customer_id"),
    tax_exempt: "yes",
    street: get(row, "address"),
    city: get(row, "city"),
    region: get(row, "region"),
    postal_code: get(row, "postal_code"),
    contact_name: get(row, "contact_name"),
    contact_role: get(row, "contact_title"),
    phone: get(row, "phone"),
  })),
});

const suppliers = ({ suppliers: rows }: Northwind): KindRows => ({
  kind: "suppliers",
  rows: rows.map((row) => ({
    ...party(row, `supplier:${get(row, "supplier_id")}`),
    code: `NW-S${get(row, "supplier_id").padStart(3, "0")}`,
  })),
});

const users = ({ employees }: Northwind): KindRows => ({
  kind: "users",
  rows: employees.map((row) => ({
    external_id: `northwind:${get(row, "employee_id")}`,
    name: `${get(row, "first_name")} ${get(row, "last_name")}`,
  })),
});

const categories = ({ categories: rows }: Northwind): KindRows => ({
  kind: "categories",
  rows: rows.map((row) => ({
    external_id: `northwind:${get(row, "category_id")}`,
    code: `NW-${get(row, "category_id")}`,
    name: get(row, "category_name"),
    position: get(row, "category_id"),
  })),
});

const skuOf = (productId: string) => `NW-${productId.padStart(3, "0")}`;
const shipped = (order: Row) => get(order, "shipped_date") !== "";

/** How many pieces of each product went out, and how many are still promised. */
const quantities = ({ orders, order_details }: Northwind) => {
  const gone = new Map<string, number>();
  const promised = new Map<string, number>();
  const byId = new Map(orders.map((order) => [get(order, "order_id"), order]));
  for (const detail of order_details) {
    const order = byId.get(get(detail, "order_id"));
    const sum = order && shipped(order) ? gone : promised;
    const id = get(detail, "product_id");
    sum.set(id, (sum.get(id) ?? 0) + Number(get(detail, "quantity")));
  }
  return { gone, promised };
};

/** Where more is promised than is in stock, the product may be sold below zero: the trader had it on order. */
const products = (northwind: Northwind): KindRows => {
  const { promised } = quantities(northwind);
  return {
    kind: "products",
    rows: northwind.products.map((row) => ({
      external_id: `northwind:${get(row, "product_id")}`,
      sku: skuOf(get(row, "product_id")),
      name: get(row, "product_name"),
      description: get(row, "quantity_per_unit"),
      category: `NW-${get(row, "category_id")}`,
      tax_class: UNTAXED,
      allow_negative: (promised.get(get(row, "product_id")) ?? 0) > Number(get(row, "units_in_stock")) ? "yes" : "no",
      published: get(row, "discontinued") === "1" ? "no" : "yes",
    })),
  };
};

const prices = ({ products: rows }: Northwind): KindRows => ({
  kind: "prices",
  rows: rows.map((row) => ({ sku: skuOf(get(row, "product_id")), unit_price: get(row, "unit_price") })),
});

const firstDay = ({ orders }: Northwind) => orders.map((order) => get(order, "order_date")).toSorted()[0] ?? "";

/** The opening count is what is there today and what went out since: after the orders, the stock is what the file says. */
const stockCounts = (northwind: Northwind): KindRows => {
  const { gone } = quantities(northwind);
  return {
    kind: "stock-counts",
    rows: northwind.products.map((row) => ({
      sku: skuOf(get(row, "product_id")),
      counted: String(Number(get(row, "units_in_stock")) + (gone.get(get(row, "product_id")) ?? 0)),
      counted_on: firstDay(northwind),
    })),
  };
};

/** 0.15 is 15 percent, exactly. */
const percent = (fraction: string) => {
  const { units, scale } = decimalOf(fraction === "" ? "0" : fraction);
  return scale >= 2 ? formatDecimal({ units, scale: scale - 2 }) : formatDecimal({ units: units * 10n ** BigInt(2 - scale), scale: 0 });
};

const orderRows = (order: Row, details: readonly Row[]): Record<string, string>[] =>
  details.map((detail) => ({
    number: get(order, "order_id"),
    customer: `northwind:customer:${get(order, "customer_id")}`,
    ordered_on: get(order, "order_date"),
    requested_on: get(order, "required_date"),
    delivered_on: get(order, "shipped_date"),
    invoiced_on: get(order, "shipped_date"),
    invoice_number: shipped(order) ? get(order, "order_id") : "",
    salesperson: `northwind:${get(order, "employee_id")}`,
    freight: get(order, "freight"),
    freight_tax_class: UNTAXED,
    ship_name: get(order, "ship_name"),
    ship_street: get(order, "ship_address"),
    ship_city: get(order, "ship_city"),
    ship_region: get(order, "ship_region"),
    ship_postal_code: get(order, "ship_postal_code"),
    ship_country: get(order, "ship_country"),
    sku: skuOf(get(detail, "product_id")),
    quantity: get(detail, "quantity"),
    unit_price: get(detail, "unit_price"),
    discount_percent: percent(get(detail, "discount")),
  }));

/** Shipped ones are delivered and invoiced on that day, under the order's number; the others are left confirmed. */
const orders = ({ orders: rows, order_details }: Northwind): KindRows => {
  const details = Map.groupBy(order_details, (detail) => get(detail, "order_id"));
  const inOrder = rows.toSorted(
    (one, other) =>
      get(one, "order_date").localeCompare(get(other, "order_date")) || get(one, "order_id").localeCompare(get(other, "order_id")),
  );
  return { kind: "orders", rows: inOrder.flatMap((order) => orderRows(order, details.get(get(order, "order_id")) ?? [])) };
};

/** Northwind as imports of this system, in the order in which they build on each other. */
export const northwindImports = (northwind: Northwind): readonly KindRows[] =>
  [customers, suppliers, users, categories, products, prices, stockCounts, orders].map((make) => make(northwind));

export const northwindYears = (northwind: Northwind): Readonly<{ first: string; last: string }> => ({
  first: firstDay(northwind),
  last:
    northwind.orders
      .flatMap((order) => [get(order, "order_date"), get(order, "shipped_date")])
      .toSorted()
      .at(-1) ?? "",
});
