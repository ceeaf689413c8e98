/** Who bills the sample company, for what, on which account of the British chart, with which tax, and how much each time. */
export type Supplier = Readonly<{
  code: string;
  name: string;
  currency: string;
  country: string;
  terms: number;
  account: string;
  tax: string;
  text: string;
  /** Days of the month it bills on. */
  days: readonly number[];
  /** Net, in whole units of its currency: the least and the most. */
  net: readonly [number, number];
  /** Grows with what is sold; the others bill the same however trade goes. */
  grows: boolean;
}>;

const supplier = (
  [code, name, terms]: readonly [string, string, number],
  [account, tax, text]: readonly [string, string, string],
  days: readonly number[],
  net: readonly [number, number],
  rest: Partial<Supplier> = {},
): Supplier => ({ code, name, terms, account, tax, text, days, net, currency: "GBP", country: "GB", grows: false, ...rest });

export const suppliers: readonly Supplier[] = [
  supplier(["S01", "Severn Coffee Roasters", 30], ["5000", "P-ZERO", "Coffee, roasted"], [4, 18], [9_000, 14_000], { grows: true }),
  supplier(["S02", "Assam & Ceylon Tea Importers", 30], ["5000", "P-ZERO", "Tea"], [9], [8_000, 12_000], { grows: true }),
  supplier(["S03", "Cocoa Works Bath", 14], ["5000", "P-STANDARD", "Chocolate"], [7, 21], [7_000, 11_000], { grows: true }),
  supplier(["S04", "Stoke Stoneware", 45], ["5000", "P-STANDARD", "Tableware"], [12], [9_000, 15_000], { grows: true }),
  supplier(["S05", "Kontor Hanse Kaffee GmbH", 30], ["5000", "P-ZERO", "Green coffee"], [15], [8_000, 13_000], {
    ...{ currency: "EUR", country: "DE", grows: true },
  }),
  supplier(["S06", "Brightwater Packaging", 30], ["5003", "P-STANDARD", "Boxes and labels"], [11], [2_100, 3_400], { grows: true }),
  supplier(["S07", "Northway Couriers", 14], ["7501", "P-STANDARD", "Carriage of the month"], [28], [3_200, 4_900], { grows: true }),
  supplier(["S08", "Quayside Estates", 7], ["7100", "P-STANDARD", "Rent of warehouse and shop"], [1], [6_500, 6_500]),
  supplier(["S09", "Western Power & Gas", 14], ["7200", "P-STANDARD", "Electricity"], [20], [1_150, 1_900]),
  supplier(["S10", "Harcourt Accountants", 30], ["7601", "P-STANDARD", "Bookkeeping and payroll bureau"], [27], [900, 900]),
  supplier(["S11", "Tide Telecom", 14], ["7502", "P-STANDARD", "Telephone and internet"], [16], [310, 360]),
  supplier(["S12", "Larkspur Advertising", 30], ["6201", "P-STANDARD", "Campaign of the month"], [24], [1_600, 3_100]),
];
