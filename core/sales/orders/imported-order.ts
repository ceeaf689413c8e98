import * as z from "zod";
import type { Outcome } from "#core/kernel/fault.ts";
import { currencyCode } from "#core/kernel/money.ts";
import { calendarDate, line } from "#core/kernel/text.ts";
import { cell, countryCell, dateCell, decimalCell, present, readBy } from "#core/platform/imports/cells.ts";
import type { Cells, ImportColumn } from "#core/platform/imports/import-kind.ts";
import { OrderAddress, OrderLineInput } from "./order.ts";

export const orderImportColumns: readonly ImportColumn[] = [
  {
    name: "number",
    required: true,
    also: ["order_id", "order_number", "order"],
    about: "The order's own number, kept; its external id too",
  },
  { name: "customer", required: true, also: ["customer_id", "customer_code"], about: "External id or code of the customer" },
  { name: "ordered_on", required: true, also: ["order_date", "date"], about: "Day of the order" },
  { name: "requested_on", also: ["required_date"], about: "Day it is wanted" },
  { name: "currency", about: "The customer's when absent" },
  { name: "state", about: "draft or confirmed; confirmed when absent" },
  { name: "delivered_on", also: ["shipped_date", "shipped_on"], about: "Day all of it was delivered" },
  { name: "invoiced_on", also: ["invoice_date"], about: "Day all of it was invoiced" },
  { name: "invoice_number", about: "The invoice's own number; the next of the series when absent" },
  { name: "warehouse", about: "Code; the default one when absent" },
  { name: "salesperson", also: ["employee_id", "salesperson_id"], about: "External id of a user" },
  { name: "reference", also: ["customer_reference"], about: "The customer's reference" },
  { name: "notes", about: "Notes" },
  { name: "freight", about: "Charged on a line of its own" },
  { name: "freight_tax_class", about: "standard when absent" },
  { name: "ship_name", about: "Name of the delivery address" },
  { name: "ship_street", also: ["ship_address"], about: "Street" },
  { name: "ship_city", about: "City" },
  { name: "ship_region", about: "Region" },
  { name: "ship_postal_code", about: "Postal code" },
  { name: "ship_country", about: "Two letters, or the English name" },
  { name: "sku", also: ["product", "product_id", "article"], about: "SKU or external id of the product of this line" },
  { name: "description", about: "Of this line; needed without a product" },
  { name: "quantity", required: true, about: "Quantity of this line" },
  { name: "unit_price", required: true, also: ["price"], about: "Price of one unit" },
  { name: "discount_percent", also: ["discount"], about: "Percent off this line" },
  { name: "tax_class", about: "Instead of the product's" },
];

const ImportedLine = z.strictObject({ ...OrderLineInput.shape, productId: z.string().max(200).optional() });

export const ImportedOrder = z.strictObject({
  number: line(64),
  customer: z.string().max(200),
  orderedOn: calendarDate(),
  requestedOn: calendarDate().optional(),
  currency: currencyCode().optional(),
  state: z.enum(["draft", "confirmed"]).default("confirmed"),
  deliveredOn: calendarDate().optional(),
  invoicedOn: calendarDate().optional(),
  invoiceNumber: line(64).optional(),
  warehouse: z.string().max(64).optional(),
  salesperson: z.string().max(200).optional(),
  customerReference: line(200).optional(),
  notes: z.string().max(4000).optional(),
  shippingAddress: OrderAddress.optional(),
  lines: z.array(ImportedLine).min(1).max(500),
});
export type ImportedOrder = z.infer<typeof ImportedOrder>;

const checked = ImportedOrder.superRefine((order, context) => {
  const problem = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  if (order.deliveredOn && order.deliveredOn < order.orderedOn) problem("deliveredOn", "This is before the order was taken.");
  if (order.invoicedOn && order.invoicedOn < order.orderedOn) problem("invoicedOn", "This is before the order was taken.");
  if (order.state === "draft" && (order.deliveredOn || order.invoicedOn)) problem("state", "A draft is neither delivered nor invoiced.");
});

const addressOf = (cells: Cells) => {
  if (!cells.ship_country) return undefined;
  return present({
    name: cells.ship_name,
    street: cells.ship_street ?? "",
    city: cells.ship_city ?? "",
    region: cells.ship_region,
    postalCode: cells.ship_postal_code,
    country: countryCell(cells.ship_country),
  });
};

const lineOf = (cells: Cells) =>
  present({
    kind: cells.sku === undefined ? "service" : "product",
    productId: cells.sku,
    description: cells.description,
    quantity: cell(cells, "quantity", decimalCell),
    unitPrice: cell(cells, "unit_price", decimalCell),
    discountPercent: cell(cells, "discount_percent", decimalCell),
    taxClass: cells.tax_class,
  });

const freightOf = (cells: Cells) => {
  const freight = cell(cells, "freight", decimalCell);
  if (freight === undefined || /^0(\.0*)?$/.test(freight)) return [];
  return [present({ kind: "freight", description: "Freight", quantity: "1", unitPrice: freight, taxClass: cells.freight_tax_class })];
};

/** One order from its rows: what concerns all of it stands in the first. */
export const readImportedOrder = (rows: readonly Cells[]): Outcome<ImportedOrder> => {
  const [head = {}] = rows;
  return readBy(
    checked,
    present({
      number: head.number,
      customer: head.customer,
      orderedOn: cell(head, "ordered_on", dateCell),
      requestedOn: cell(head, "requested_on", dateCell),
      currency: head.currency,
      state: head.state,
      deliveredOn: cell(head, "delivered_on", dateCell),
      invoicedOn: cell(head, "invoiced_on", dateCell),
      invoiceNumber: head.invoice_number,
      warehouse: head.warehouse,
      salesperson: head.salesperson,
      customerReference: head.reference,
      notes: head.notes,
      shippingAddress: addressOf(head),
      lines: [...rows.map(lineOf), ...freightOf(head)],
    }),
  );
};
