import { CompiledQuery } from "kysely";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { convertLines, type Exchange } from "#core/kernel/exchange.ts";
import { callStatement, oneList } from "#core/kernel/join-calls.ts";
import { jsonWithIntegers, type Posting } from "../entries/post-entry.ts";
import { deductibleOf } from "./charged-tax.ts";
import type { TaxPart, TaxPartKind } from "./tax-parts.ts";

/** A tax of one line as the tax report sums it: `core/database/migrations/0075-taxes.ts` says what each amount is. */
export type TaxResult = Readonly<{
  taxCodeId: string;
  taxRateId?: string | undefined;
  part: TaxPartKind;
  pending: boolean;
  accountId: string;
  side: 1 | -1;
  lineId: string;
  currency: string;
  base: bigint;
  tax: bigint;
  deductible: bigint;
  companyBase: bigint;
  companyTax: bigint;
  companyDeductible: bigint;
}>;

export type PartOfLine = TaxPart & Readonly<{ lineId: string }>;

/** Shares that add up to a total known from elsewhere: what rounding leaves goes to the largest. */
const fitted = (shares: readonly bigint[], total: bigint | undefined): bigint[] => {
  const missing = total === undefined ? 0n : total - shares.reduce((sum, share) => sum + share, 0n);
  if (missing === 0n) return [...shares];
  const size = (value: bigint | undefined = 0n) => (value < 0n ? -value : value);
  const largest = shares.reduce((best, share, index) => (size(share) > size(shares[best]) ? index : best), 0);
  return shares.map((share, index) => (index === largest ? share + missing : share));
};

/**
 * The results of the parts that one line of the ledger holds. `sign` is 1 for invoices and bills, -1 for what takes them back. In company currency they
 * share what the ledger has there, so that the report ties to the account to the cent.
 */
export const resultsOf = (
  parts: readonly PartOfLine[],
  facts: Readonly<{ sign: 1n | -1n; currency: string; exchange: Exchange | undefined; ledgerMinor: bigint }>,
): TaxResult[] => {
  const inCompany = (minors: readonly bigint[], total?: bigint) =>
    facts.exchange ? fitted(convertLines(minors, facts.exchange).lineMinors, total) : [...minors];
  const amounts = parts.map(({ tax, part }) => {
    const full = facts.sign * BigInt(tax.taxMinor);
    return { base: facts.sign * BigInt(tax.baseMinor), tax: full, deductible: part === "input" ? facts.sign * deductibleOf(tax) : full };
  });
  const companyBases = inCompany(amounts.map(({ base }) => base));
  const side = BigInt(parts[0]?.side ?? 1);
  const companyDeductibles = inCompany(
    amounts.map(({ deductible }) => deductible),
    side * facts.ledgerMinor,
  );
  const companyTaxes = inCompany(amounts.map(({ tax }) => tax));
  return parts.flatMap(({ tax, part, pending, accountId, side: partSide, lineId }, index): TaxResult[] => {
    const amount = amounts[index];
    if (!amount || part === undefined) return [];
    const companyDeductible = companyDeductibles[index] ?? 0n;
    return [
      {
        ...{
          taxCodeId: tax.taxCodeId,
          taxRateId: tax.taxRateId,
          part,
          pending,
          accountId,
          side: partSide,
          lineId,
          currency: facts.currency,
        },
        ...{ ...amount, companyBase: companyBases[index] ?? 0n, companyDeductible },
        companyTax: amount.deductible === amount.tax ? companyDeductible : (companyTaxes[index] ?? 0n),
      },
    ];
  });
};

type Results = Readonly<{ posting: Posting; results: readonly TaxResult[] }>;

/** The statement that writes the results of documents: after their postings, in the same transaction. Postgres refuses results the ledger does not have. */
export const taxResultStatement = (entries: readonly Results[]): Statement =>
  callStatement(
    "finance.write_tax_results($1::jsonb)",
    [
      jsonWithIntegers(
        entries.map(({ posting: { id, effectiveOn, sourceType, sourceId }, results }) => ({
          entryId: id,
          effectiveOn,
          sourceType,
          sourceId,
          results,
        })),
      ),
    ],
    { turn: "tax results", merge: oneList },
  );

/** Writes them at once, for batches. */
export const writeTaxResults = async (tx: TxCtx, entries: readonly Results[]): Promise<void> => {
  const taxed = entries.filter(({ results }) => results.length > 0);
  if (taxed.length === 0) return;
  const { sql, parameters } = taxResultStatement(taxed);
  await tx.db.executeQuery(CompiledQuery.raw(sql, [...parameters]));
};
