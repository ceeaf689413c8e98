import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { minorOf } from "./money.ts";
import { calculateDocument, type DocumentLineInput } from "./pricing.ts";

const folder = new URL("../../../shared/data/einvoice/en16931/", import.meta.url);

type Control = { file: string; currency: string; tax_exclusive: string; tax_total: string; tax_inclusive: string };

const atHand = existsSync(folder);
const controls: Control[] = atHand ? parse(readFileSync(new URL("ubl-control-totals.csv", folder)), { columns: true }) : [];

const blocks = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<cac:${name}>(.*?)</cac:${name}>`, "gs"))].map(([, body = ""]) => body);

const text = (xml: string, name: string) => new RegExp(`<cbc:${name}[^>]*>\\s*([^<\\s]+)\\s*<`).exec(xml)?.[1];

const codeOf = (category: string) => `${text(category, "ID")} ${Number(text(category, "Percent") ?? 0)}`;

const taxed = (amount: string, xml: string, category: string): DocumentLineInput => {
  const [tax = ""] = blocks(xml, category);
  const rate = text(tax, "Percent") ?? "0";
  return { quantity: "1", unitPrice: amount, taxes: [{ code: codeOf(tax), kind: "percent", rate, included: false, compound: false }] };
};

const opposite = (amount: string) => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`);

/** Line amounts as the invoice states them, and its allowances and charges as lines of their own. */
const linesOf = (xml: string): DocumentLineInput[] => {
  const lines = [...blocks(xml, "InvoiceLine"), ...blocks(xml, "CreditNoteLine")];
  const head = xml.replaceAll(/<cac:(InvoiceLine|CreditNoteLine)>.*?<\/cac:\1>/gs, "");
  return [
    ...lines.map((line) => taxed(text(line, "LineExtensionAmount") ?? "0", line, "ClassifiedTaxCategory")),
    ...blocks(head, "AllowanceCharge").map((entry) => {
      const amount = text(entry, "Amount") ?? "0";
      return taxed(text(entry, "ChargeIndicator") === "true" ? amount : opposite(amount), entry, "TaxCategory");
    }),
  ];
};

/** The base and the tax the invoice states for each category and rate. */
const statedSubtotals = (xml: string, currency: string) =>
  new Map(
    blocks(xml, "TaxSubtotal").map((subtotal) => [
      codeOf(blocks(subtotal, "TaxCategory")[0] ?? ""),
      ["TaxableAmount", "TaxAmount"].map((name) => minorOf(text(subtotal, name) ?? "", currency)),
    ]),
  );

// The invoices are not part of the project: where they are not at hand this reports itself as skipped.
describe.skipIf(!atHand)("invoices of the European norm EN 16931, where they are at hand", () => {
  test.each(controls)("$file: net, tax and total as stated, with tax rounded once for each rate", (control) => {
    const xml = readFileSync(new URL(`ubl/${control.file}`, folder), "utf8");
    const document = calculateDocument({
      currency: control.currency,
      rounding: "document",
      lines: linesOf(xml),
    });
    const stated = [control.tax_exclusive, control.tax_total, control.tax_inclusive].map((amount) => minorOf(amount, control.currency));
    expect([document.netMinor, document.taxMinor, document.totalMinor]).toEqual(stated);
    const subtotals = new Map(document.taxes.map(({ code, baseMinor, taxMinor }) => [code, [baseMinor, taxMinor]]));
    expect(subtotals).toEqual(statedSubtotals(xml, control.currency));
  });

  test("every invoice has its control totals", () => {
    expect(controls.map(({ file }) => file).sort()).toEqual(readdirSync(new URL("ubl/", folder)).sort());
  });
});
