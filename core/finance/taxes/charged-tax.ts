import type { TaxAmount, TaxTreatment } from "#core/kernel/taxes.ts";

/** The categories of EN 16931: standard, zero, exempt, reverse charge, within the EU, export, outside the scope of tax. */
export const TAX_CATEGORIES = ["S", "Z", "E", "AE", "K", "G", "O"] as const;
export type TaxCategory = (typeof TAX_CATEGORIES)[number];

/** A tax as it was on a day. What is usual is left out: a standard treatment, a tax that is deductible in full, accounts it has none of. */
export type TaxDefinition = Readonly<{
  taxCodeId: string;
  /** Absent on documents older than versions of rates. */
  taxRateId?: string | undefined;
  accountId: string;
  code: string;
  kind: "percent" | "fixed_per_unit";
  rate: string;
  included: boolean;
  compound: boolean;
  treatment?: TaxTreatment | undefined;
  category?: TaxCategory | undefined;
  exemptionCode?: string | undefined;
  deductiblePercent?: string | undefined;
  reverseAccountId?: string | undefined;
  nondeductibleAccountId?: string | undefined;
  /** Where the tax waits until the document is paid. */
  pendingAccountId?: string | undefined;
}>;

/** A tax as it was charged on a line: the definition and the result. Stored with the line, so that a document always explains itself. */
export type ChargedTax = TaxDefinition & Readonly<{ baseMinor: string; taxMinor: string; deductibleMinor?: string | undefined }>;

/** The charged taxes of a line: each definition with what the kernel worked out for its code. */
export const chargedTaxes = (
  definitions: readonly TaxDefinition[],
  priced: Readonly<{ taxes: readonly TaxAmount[] }> | undefined,
): ChargedTax[] =>
  definitions.map((definition) => {
    const amounts = priced?.taxes.find((tax) => tax.code === definition.code);
    return {
      ...definition,
      baseMinor: String(amounts?.baseMinor ?? 0n),
      taxMinor: String(amounts?.taxMinor ?? 0n),
      ...(definition.deductiblePercent !== undefined && { deductibleMinor: String(amounts?.deductibleMinor ?? 0n) }),
    };
  });

/** What is left of taxes when as much as other ones (of the same codes) is taken from them. */
export const lessTaxes = (taxes: readonly ChargedTax[], taken: readonly ChargedTax[]): ChargedTax[] =>
  taxes.map((tax) => {
    const other = taken.find(({ code }) => code === tax.code);
    const less = (field: "baseMinor" | "taxMinor" | "deductibleMinor") => String(BigInt(tax[field] ?? 0) - BigInt(other?.[field] ?? 0));
    return {
      ...tax,
      baseMinor: less("baseMinor"),
      taxMinor: less("taxMinor"),
      ...(tax.deductibleMinor !== undefined && { deductibleMinor: less("deductibleMinor") }),
    };
  });

/** What of the tax stands on its account: of an input tax what is deductible, of any other all of it. */
export const deductibleOf = (tax: ChargedTax): bigint => BigInt(tax.deductibleMinor ?? tax.taxMinor);
