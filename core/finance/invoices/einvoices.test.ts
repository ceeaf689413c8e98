import { describe, expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { bookOf } from "#core/testing/books.ts";
import { aCompany } from "#core/testing/company.ts";
import { blocks, type Control, controls, einvoice, einvoicesAtHand, enteredLines, taxOf, text } from "#core/testing/einvoices.ts";
import { aShop } from "#core/testing/trade.ts";

/** A company of the invoice's currency that rounds taxes once for the document, with a tax for each category and rate of it. */
const aSeller = async (currency: string, taxes: readonly string[]) => {
  const company = await aCompany({ currency, rounding: "document", chart: "ifrs" });
  const book = await bookOf(company);
  const { customerId } = await aShop(company, { currency });
  const caller = await aCaller(company, ["accountant"]);
  const post = async (path: string, input: object) => {
    const { status, body } = await caller.post(path, input);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };
  for (const tax of taxes) {
    const [category, rate] = tax.split(" ");
    await post("/finance/taxes", { code: tax.replace(" ", "-"), name: tax, category, rate, accountId: book.account("3500") });
  }
  return { customerId, caller, post };
};

/** Nine lines of the examples state another amount than they come to: those, and lines with allowances of their own, are entered by their amount. */
const invoiceLines = (xml: string) =>
  enteredLines(xml).map(({ quantity, unitPrice, priceQuantity = "1", charges, allowances, net, tax }) => {
    const isPlain = charges.length + allowances.length === 0 && Number(priceQuantity) === 1 && !quantity.startsWith("-");
    const same = isPlain && (Number(quantity) * Number(unitPrice)).toFixed(2) === Number(net).toFixed(2);
    return {
      description: "Line",
      taxCodes: [tax.replace(" ", "-")],
      ...(same ? { quantity, unitPrice } : { quantity: "1", unitPrice: net }),
    };
  });

const decimals = (amount: string) => Number(amount).toFixed(2);
const taxesOf = (xml: string) => [...new Set(enteredLines(xml).map(({ tax }) => tax))];
const invoices = controls.filter(({ payable, file }) => !payable.startsWith("-") && einvoice(file).includes("<Invoice"));

const enter = async ({ file, currency }: Control) => {
  const xml = einvoice(file);
  const seller = await aSeller(currency, taxesOf(xml));
  const input = { kind: "invoice", partyId: seller.customerId, currency, lines: invoiceLines(xml) };
  return { xml, seller, input };
};

describe.skipIf(!einvoicesAtHand)("the examples of EN 16931 as invoices, where they are at hand in shared/data/einvoice", () => {
  test("there are enough of them to enter", () => expect(invoices.length).toBeGreaterThan(14));

  test.each(invoices)("$file: entered, issued and posted with its own totals; what was prepaid leaves what is due", async (control) => {
    const { xml, seller, input } = await enter(control);
    const draft = await seller.post("/finance/invoices", input);
    const issued = await seller.post(`/finance/invoices/${draft.id}/issue`, {});
    expect([issued.net, issued.tax, issued.total]).toEqual([control.tax_exclusive, control.tax_total, control.tax_inclusive].map(decimals));
    const stated = blocks(xml, "TaxSubtotal").map((subtotal) => [
      taxOf(blocks(subtotal, "TaxCategory")[0] ?? "").replace(" ", "-"),
      ...["TaxableAmount", "TaxAmount"].map((name) => decimals(text(subtotal, name) ?? "")),
    ]);
    expect(issued.taxes.map(({ code, base, tax }: Record<string, string>) => [code, base, tax]).toSorted()).toEqual(stated.toSorted());
    if (Number(control.prepaid) > 0) {
      const amount = decimals(control.prepaid);
      const paid = await seller.post("/finance/payments", { direction: "in", partyId: seller.customerId, method: "bank", amount });
      await seller.post(`/finance/payments/${paid.id}/allocations`, { allocations: [{ invoiceId: issued.id, amount }] });
    }
    const { body } = await seller.caller.get(`/finance/invoices/${issued.id}`);
    expect(body.open).toBe(decimals(control.payable));
    const { body: taxes } = await seller.caller.get("/finance/reports/tax");
    expect([taxes.totals.output, ...taxes.accounts.map(({ unexplained }: Record<string, string>) => unexplained)]).toEqual([
      decimals(control.tax_total),
      ...taxes.accounts.map(() => "0.00"),
    ]);
  });

  test("one below zero is no invoice but a credit note, and says so", async () => {
    const below = controls.find(({ payable }) => payable.startsWith("-"));
    if (!below) throw new Error("There is no example below zero.");
    const { seller, input } = await enter(below);
    expect((await seller.caller.post("/finance/invoices", input)).body.code).toBe("invoice.below_zero");
  });
});
