import { sql } from "kysely";
import { allocate } from "#core/kernel/allocate.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { divideRounded } from "#core/kernel/rounding.ts";
import type { OfferedDiscount } from "../payment-terms/schedule.ts";
import type { AdjustmentPart } from "./adjustments.ts";

/** What a document was posted to besides its control account; a debit is positive. Taxes that wait for the payment stand on the account they will move to. */
type PostedLine = Readonly<{ accountId: string; amount: string; taxCodeId: string | null; taxBase: string | null }>;
export type DiscountFacts = Readonly<{ id: string; discounts: readonly OfferedDiscount[] | null; lines: readonly PostedLine[] }>;

/** Discounts offered on documents, and how the documents are made up, in one statement. */
export const discountFacts = async (tx: TxCtx, documentIds: readonly string[]): Promise<ReadonlyMap<string, DiscountFacts>> => {
  if (documentIds.length === 0) return new Map();
  const company = tx.actor.companyId;
  const { rows } = await sql<DiscountFacts>`
    select i.id, i.discounts,
           (select jsonb_agg(jsonb_build_object('accountId', case when l.account_id = t.pending_account_id then t.account_id else l.account_id end, 'amount', l.amount::text,
                                                'taxCodeId', l.tax_code_id, 'taxBase', l.tax_base::text) order by l.position)
              from finance.journal_line l left join finance.tax_code t on t.company_id = l.company_id and t.id = l.tax_code_id
             where l.company_id = i.company_id and l.entry_id = i.entry_id and l.party_id is null and l.amount <> 0) as lines
      from finance.invoice i where i.company_id = ${company} and i.id = any (${[...documentIds]}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row]));
};

/** The best discount that money of this day may take. */
export const discountOn = ({ discounts }: Pick<DiscountFacts, "discounts">, paidOn: string): OfferedDiscount | undefined =>
  (discounts ?? []).find(({ until }) => paidOn <= until);

/**
 * Where a discount goes: in proportion to the document, its taxes to their own accounts with their part of the base, the rest to the account for
 * discounts; without tax when the terms say so. By largest remainder, so the parts add up to it.
 */
export const discountParts = (
  { lines }: Pick<DiscountFacts, "lines">,
  discountMinor: bigint,
  accountId: string,
  reducesTax: boolean,
): AdjustmentPart[] => {
  const total = lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const taxes = reducesTax ? lines.filter(({ taxCodeId }) => taxCodeId !== null) : [];
  if (total === 0n || taxes.length === 0) return [{ accountId, minor: discountMinor }];
  const taxed = taxes.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const [net = 0n, ...parts] = allocate(discountMinor, [total - taxed, ...taxes.map(({ amount }) => BigInt(amount))]);
  const share = (minor: bigint) =>
    total > 0n ? divideRounded(minor * discountMinor, total) : divideRounded(-minor * discountMinor, -total);
  return [
    { accountId, minor: net },
    ...taxes.map((tax, index) => ({
      accountId: tax.accountId,
      minor: parts[index] ?? 0n,
      taxCodeId: tax.taxCodeId ?? undefined,
      taxBase: share(BigInt(tax.taxBase ?? "0")),
    })),
  ].filter(({ minor }) => minor !== 0n);
};
