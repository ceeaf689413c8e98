import { expect } from "vitest";
import { creditInvoice } from "#core/finance/invoices/credit-invoice.ts";
import { bouncePayment } from "#core/finance/payments/bounce-payment.ts";
import { addTaxRate } from "#core/finance/taxes/write-tax.ts";
import { resultOf } from "./company.ts";
import { anImporter, type Importer } from "./importer.ts";

/*
 * The year 2025 of a small importer in London, worked out by hand. Amounts are pounds unless they say USD. A dollar is worth
 *   0.80 from 1 January, 0.78 from 1 March, 0.82 from 1 May, 0.79 from 1 October, 0.75 from 31 December, 0.76 from 10 January 2026.
 * VAT is 20 %, reduced 5 % and from 1 July 12.5 %. Accounts: 1100 customers, 1200 bank, 1210 bank in USD, 2100 suppliers, 2200 output VAT, 2201 input VAT.
 */

/** The books with their rates, taxes, terms and parties; the day is 20 January 2026. */
export const openedBooks = async () => {
  const all = await anImporter("2026-01-20");
  for (const [day, rate] of Object.entries({
    ...{
      "2025-01-01": "0.80",
      "2025-03-01": "0.78",
      "2025-05-01": "0.82",
      "2025-10-01": "0.79",
      "2025-12-31": "0.75",
      "2026-01-10": "0.76",
    },
  }))
    await all.rate(day, rate);
  resultOf(await addTaxRate(all.company.as(), { id: await all.tax("REDUCED"), input: { rate: "12.5", validFrom: "2025-07-01" } }));
  const early = await all.terms({
    code: "EARLY",
    name: "3 % in 14 days, net in 30",
    parts: [{ share: "remainder", days: 30 }],
    discounts: [{ days: 14, percent: "3" }],
  });
  const halves = await all.terms({
    ...{ code: "HALVES", name: "Half in 30 days, half in 60" },
    parts: [
      { share: "percent", value: "50", days: 30 },
      { share: "remainder", days: 60 },
    ],
  });
  const quick = await all.terms({
    code: "QUICK",
    name: "2 % in 10 days, net in 30",
    parts: [{ share: "remainder", days: 30 }],
    discounts: [{ days: 10, percent: "2" }],
  });
  const parties = {
    alder: await all.customer("Alder", { paymentTermId: early }),
    birch: await all.customer("Birch", { paymentTermId: halves }),
    cedar: await all.customer("Cedar", { currency: "USD", country: "US" }),
    dock: await all.supplier("Dock", { paymentTermId: quick }),
    eagle: await all.supplier("Eagle", { currency: "USD", country: "US" }),
    fjord: await all.supplier("Fjord", { country: "NO" }),
  };
  return { ...all, ...parties };
};
export type ImportersBooks = Importer & Record<"alder" | "birch" | "cedar" | "dock" | "eagle" | "fjord", string>;

/**
 *  2 Jan  Capital paid in                                              1200  20,000.00   3000 -20,000.00
 *  1 Feb  Dock's bill: equipment 2,400.00, VAT 480.00                  0030   2,400.00   2201   480.00   2100 -2,880.00
 * 28 Feb  paid                                                         2100   2,880.00   1200 -2,880.00
 * 10 Mar  Eagle's bill: goods of USD 5,000.00 at 0.78; import VAT
 *         postponed: 20 % of 3,900.00 owed and claimed                 5000   3,900.00   2201 780.00   2200 -780.00   2100 -3,900.00
 * 15 Mar  Invoice to Alder: 4 × 1,250.00 at 20 % (VAT 1,000.00),
 *         100 × 3.33 = 333.00 at 5 % (VAT 16.65)                       1100   6,349.65   4000 -5,333.00   2200 -1,016.65
 * 25 Mar  Alder pays with 3 % of 6,349.65 = 190.4895, so 190.49:
 *         6,159.16. The discount's parts by largest remainder:
 *         5,333.00/6,349.65 are 159.990…, 1,000.00/… 30.000…,
 *         16.65/… 0.4995…: 159.99 + 30.00 + 0.50                       1200   6,159.16   4009 159.99   2200 30.50   1100 -6,349.65
 *  1 Apr  Export to Cedar: USD 8,000.00 at 0.78                        1100   6,240.00   4003 -6,240.00
 *  6 May  Cedar pays USD 6,000.00 at 0.82 = 4,920.00; of 6,240.00
 *         6/8 are 4,680.00, so 240.00 are gained                       1210   4,920.00   1100 -4,680.00   4906 -240.00
 *  9 May  Eagle is paid USD 5,000.00 at 0.82 = 4,100.00; the bill
 *         was 3,900.00, so 200.00 are lost                             2100   3,900.00   4906 200.00   1210 -4,100.00
 * 20 May  Fjord's bill: services of 1,200.00, reverse charge 20 %      7602   1,200.00   2201 240.00   2200 -240.00   2100 -1,200.00
 */
export const firstHalf = async (books: ImportersBooks) => {
  const { alder, cedar, dock, eagle, fjord, document, payment } = books;
  const equipment = await document("2025-02-01", dock, [["Desks", "1", "2400.00", "P-STANDARD", "0030"]], {
    kind: "bill",
    reference: "D-1",
  });
  const goods = await document("2025-03-10", eagle, [["Lamps", "100", "50.00", "P-IMPORT"]], {
    kind: "bill",
    reference: "E-1",
    dueOn: "2025-05-09",
  });
  const first = await document("2025-03-15", alder, [
    ["Desk lamps", "4", "1250.00", "STANDARD"],
    ["Books", "100", "3.33", "REDUCED"],
  ]);
  expect(first).toMatchObject({ net: "5333.00", tax: "1016.65", total: "6349.65", discounts: [{ until: "2025-03-29", amount: "190.49" }] });
  const paid = await payment("2025-03-25", {
    partyId: alder,
    amount: "6159.16",
    allocations: [{ invoiceId: first.id, amount: "6159.16", discount: "take" }],
  });
  const exported = await document("2025-04-01", cedar, [["Lamps", "100", "80.00", "EXPORT", "4003"]], { dueOn: "2025-05-01" });
  const services = await document("2025-05-20", fjord, [["Design", "1", "1200.00", "P-RC-SERVICES", "7602"]], {
    kind: "bill",
    reference: "F-1",
    dueOn: "2025-06-19",
  });

  const pounds = await books.statement("GBP", {
    ...{ id: "GBP-1", on: "2025-06-30", opening: "0.00", closing: "23279.16" },
    entries: [
      { on: "2025-01-02", amount: "20000.00", ref: "G1", text: "Capital" },
      { on: "2025-02-28", amount: "-2880.00", ref: "G2", name: "Dock" },
      { on: "2025-03-25", amount: "6159.16", ref: "G3", name: "Alder" },
    ],
  });
  const dollars = await books.statement("USD", {
    ...{ id: "USD-1", on: "2025-06-30", opening: "0.00", closing: "1000.00" },
    entries: [
      { on: "2025-05-06", amount: "6000.00", ref: "U1", name: "Cedar" },
      { on: "2025-05-09", amount: "-5000.00", ref: "U2", name: "Eagle" },
    ],
  });
  const settles = (partyId: string, invoiceId: string, amount: string) => ({
    kind: "payment",
    partyId,
    allocations: [{ invoiceId, amount }],
  });
  await books.explain("GBP", { G1: { account: "3000" }, G2: settles(dock, equipment.id, "2880.00"), G3: { entry: paid.entryId } });
  await books.explain("USD", { U1: settles(cedar, exported.id, "6000.00"), U2: settles(eagle, goods.id, "5000.00") });
  for (const { statements } of [pounds, dollars])
    expect(await books.reconcile(statements[0]?.id ?? "")).toMatchObject({ state: "reconciled" });
  return { services };
};

/**
 * 10 Jul  Invoice to Birch: 10 × 99.99 = 999.90 at 20 % (199.98),
 *         3 × 41.50 = 124.50 at 12.5 % (15.5625, so 15.56): two
 *         instalments of 669.97 on 9 August and 8 September            1100   1,339.94   4000 -1,124.40   2200 -215.54
 *  5 Aug  Birch pays the first                                         1200     669.97   1100   -669.97
 * 12 Aug  it comes back; the bank takes 15.00, charged to Birch        1200    -684.97   1100    684.97   (7901 15.00 - 15.00)
 *  1 Sep  Birch pays 1,352.00: the fee and 1,337.00; 2.94 written off  1200   1,352.00   8100 2.94   1100 -1,354.94
 * 15 Sep  Invoice to Alder: 20 × 150.00, VAT 600.00                    1100   3,600.00   4000 -3,000.00   2200 -600.00
 * 22 Sep  Credit note for 5 of them, VAT 150.00                        1100    -900.00   4000    750.00   2200  150.00
 *  1 Oct  Dock's bill: goods 2,000.00, VAT 400.00                      5000   2,000.00   2201 400.00   2100 -2,400.00
 *  8 Oct  paid less 2 % of 2,400.00 = 48.00: 40.00 and VAT 8.00        2100   2,400.00   5009 -40.00   2201 -8.00   1200 -2,352.00
 * 10 Oct  Alder pays the rest, too late for a discount                 1200   2,700.00   1100 -2,700.00
 * 15 Oct  Eagle's bill: USD 3,000.00 at 0.79, import VAT 474.00        5000   2,370.00   2201 474.00   2200 -474.00   2100 -2,370.00
 * 20 Oct  Dock's bill: a leased car 300.00, VAT 60.00, half of it
 *         claimed                                                      7401     330.00   2201  30.00   2100   -360.00
 *  5 Nov  Wages                                                        7000   3,000.00   1200 -3,000.00
 *  6 Nov  Rent of 1,440.00, of which VAT 240.00                        7100   1,200.00   2201 240.00   1200 -1,440.00
 *  7 Nov  VAT paid on account                                          2200     700.00   1200   -700.00
 * 20 Nov  Invoice to Birch: 1,000.00, VAT 200.00: two instalments of
 *         600.00 on 20 December and 19 January                         1100   1,200.00   4000 -1,000.00   2200 -200.00
 * 30 Dec  Fjord is paid; the bank books it on 5 January                2100   1,200.00   1200 -1,200.00
 * 31 Dec  Interest                                                     1200      12.34   4907    -12.34
 * 31 Dec  Depreciation                                                 8000     440.00   0031   -440.00
 */
export const secondHalf = async (books: ImportersBooks, servicesId: string) => {
  const { alder, birch, dock, eagle, fjord, document, payment } = books;
  const invoice = await document("2025-07-10", birch, [
    ["Lamp shades", "10", "99.99", "STANDARD"],
    ["Books", "3", "41.50", "REDUCED"],
  ]);
  expect(invoice).toMatchObject({
    tax: "215.54",
    total: "1339.94",
    instalments: [{ amount: "669.97" }, { dueOn: "2025-09-08", amount: "669.97" }],
  });
  const bounced = await payment("2025-08-05", {
    partyId: birch,
    amount: "669.97",
    allocations: [{ invoiceId: invoice.id, amount: "669.97" }],
  });
  resultOf(await bouncePayment(books.on("2025-08-12"), { id: bounced.id, reason: "No funds", fee: { amount: "15.00", charge: true } }));
  const left = await books.leftBy(bounced.id);
  const again = await payment("2025-09-01", {
    ...{ partyId: birch, amount: "1352.00" },
    allocations: [
      { invoiceId: invoice.id, amount: "1337.00", writeOff: { amount: "2.94", reason: "Short paid" } },
      { invoiceId: left.invoiceId, amount: "15.00" },
    ],
  });
  const autumn = await document("2025-09-15", alder, [["Desk lamps", "20", "150.00", "STANDARD"]]);
  const lineId = autumn.lines[0]?.id ?? "";
  resultOf(await creditInvoice(books.on("2025-09-22"), { id: autumn.id, reason: "Returned", lines: [{ lineId, quantity: "5" }] }));
  const goods = await document("2025-10-01", dock, [["Timber", "1", "2000.00", "P-STANDARD"]], { kind: "bill", reference: "D-2" });
  const early = await payment("2025-10-08", {
    ...{ direction: "out", partyId: dock, amount: "2352.00" },
    allocations: [{ invoiceId: goods.id, amount: "2352.00", discount: "take" }],
  });
  const open = await document("2025-10-15", eagle, [["Lamps", "60", "50.00", "P-IMPORT"]], {
    kind: "bill",
    reference: "E-2",
    dueOn: "2026-01-14",
  });
  await document("2025-10-20", dock, [["Car", "1", "300.00", "P-CAR-LEASE", "7401"]], { kind: "bill", reference: "D-3" });
  await document("2025-11-20", birch, [["Lamps", "1", "1000.00", "STANDARD"]]);
  const late = await payment("2025-12-30", {
    ...{ direction: "out", partyId: fjord, amount: "1200.00" },
    allocations: [{ invoiceId: servicesId, amount: "1200.00" }],
  });
  await books.entry("2025-12-31", "Depreciation", [
    ["8000", "440.00"],
    ["0031", null, "440.00"],
  ]);
  const statementId = await bankOfSecondHalf(books, {
    ...{ G4: { entry: bounced.entryId }, G5: { entry: left.reversalId }, G6: { entry: left.feeEntryId }, G7: { entry: again.entryId } },
    ...{
      G8: { entry: early.entryId },
      G9: { kind: "payment", partyId: alder, allocations: [{ invoiceId: autumn.id, amount: "2700.00" }] },
    },
  });
  return { open, late, statementId };
};

const bankOfSecondHalf = async (books: ImportersBooks, meanings: Parameters<Importer["explain"]>[1]) => {
  const { statements } = await books.statement("GBP", {
    ...{ id: "GBP-2", on: "2025-12-31", opening: "23279.16", closing: "19836.50" },
    entries: [
      { on: "2025-08-05", amount: "669.97", ref: "G4", name: "Birch" },
      { on: "2025-08-12", amount: "-669.97", ref: "G5", name: "Birch" },
      { on: "2025-08-12", amount: "-15.00", ref: "G6", text: "Return fee" },
      { on: "2025-09-01", amount: "1352.00", ref: "G7", name: "Birch" },
      { on: "2025-10-08", amount: "-2352.00", ref: "G8", name: "Dock" },
      { on: "2025-10-10", amount: "2700.00", ref: "G9", name: "Alder" },
      { on: "2025-11-05", amount: "-3000.00", ref: "G10", text: "Wages" },
      { on: "2025-11-06", amount: "-1440.00", ref: "G11", text: "Rent" },
      { on: "2025-11-07", amount: "-700.00", ref: "G12", text: "HMRC" },
      { on: "2025-12-31", amount: "12.34", ref: "G13", text: "Interest" },
    ],
  });
  await books.explain("GBP", {
    ...meanings,
    ...{
      G10: { account: "7000" },
      G11: { account: "7100", tax: await books.tax("P-STANDARD") },
      G12: { account: "2200" },
      G13: { account: "4907" },
    },
  });
  return statements[0]?.id ?? "";
};
