import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

const folder = new URL("../../../shared/data/einvoice/en16931/", import.meta.url);

/** Whether the example invoices of EN 16931 are here. They are not part of the project: tests of them skip where they are not. */
export const einvoicesAtHand = existsSync(folder);

export type Control = Readonly<
  Record<"file" | "currency" | "tax_exclusive" | "tax_total" | "tax_inclusive" | "prepaid" | "rounding" | "payable", string>
>;

/** The totals that each example states. */
export const controls: readonly Control[] = einvoicesAtHand
  ? parse(readFileSync(new URL("ubl-control-totals.csv", folder)), { columns: true })
  : [];

export const einvoiceFiles = (): string[] => readdirSync(new URL("ubl/", folder)).sort();

export const einvoice = (file: string): string => readFileSync(new URL(`ubl/${file}`, folder), "utf8");

/** The insides of all elements of a name, in order. */
export const blocks = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<cac:${name}>(.*?)</cac:${name}>`, "gs"))].map(([, body = ""]) => body);

export const text = (xml: string, name: string): string | undefined => new RegExp(`<cbc:${name}[^>]*>\\s*([^<\\s]+)\\s*<`).exec(xml)?.[1];

/** Category and rate, as one tax: "S 25", "E 0". */
export const taxOf = (category: string): string => `${text(category, "ID")} ${Number(text(category, "Percent") ?? 0)}`;

export type EnteredLine = Readonly<{
  quantity: string;
  unitPrice: string;
  priceQuantity?: string;
  /** Amounts on the line: what is charged beside its price, and what is taken off. */
  charges: readonly string[];
  allowances: readonly string[];
  /** What the invoice says the line comes to. */
  net: string;
  tax: string;
}>;

const opposite = (amount: string) => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`);
const isCharge = (entry: string) => ["true", "1"].includes(text(entry, "ChargeIndicator") ?? "");

const enteredLine = (line: string): EnteredLine => {
  const [price = ""] = blocks(line, "Price");
  const own = line.replaceAll(/<cac:Price>.*?<\/cac:Price>/gs, "");
  const entries = blocks(own, "AllowanceCharge");
  const priceQuantity = text(price, "BaseQuantity");
  return {
    quantity: text(own, "InvoicedQuantity") ?? text(own, "CreditedQuantity") ?? "1",
    unitPrice: text(price, "PriceAmount") ?? "0",
    ...(priceQuantity === undefined ? {} : { priceQuantity }),
    charges: entries.filter(isCharge).map((entry) => text(entry, "Amount") ?? "0"),
    allowances: entries.filter((entry) => !isCharge(entry)).map((entry) => text(entry, "Amount") ?? "0"),
    net: text(own, "LineExtensionAmount") ?? "0",
    tax: taxOf(blocks(own, "ClassifiedTaxCategory")[0] ?? ""),
  };
};

/** An allowance or a charge of the whole document is a line with its own tax; an allowance has a price below zero. */
const documentEntry = (entry: string): EnteredLine => {
  const amount = text(entry, "Amount") ?? "0";
  const unitPrice = isCharge(entry) ? amount : opposite(amount);
  return { quantity: "1", unitPrice, charges: [], allowances: [], net: unitPrice, tax: taxOf(blocks(entry, "TaxCategory")[0] ?? "") };
};

/** The lines of an example, then the allowances and charges of the whole document. */
export const enteredLines = (xml: string): EnteredLine[] => {
  const head = xml.replaceAll(/<cac:(InvoiceLine|CreditNoteLine)>.*?<\/cac:\1>/gs, "");
  return [
    ...[...blocks(xml, "InvoiceLine"), ...blocks(xml, "CreditNoteLine")].map(enteredLine),
    ...blocks(head, "AllowanceCharge").map(documentEntry),
  ];
};
