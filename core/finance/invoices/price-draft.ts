import { CompiledQuery } from "kysely";
import { attempt } from "#core/kernel/amount-faults.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { calculateDocument } from "#core/kernel/pricing.ts";
import { chargedTaxes, type TaxDefinition } from "../taxes/charged-tax.ts";
import type { InvoiceInput } from "./invoice.ts";
import { issueSettings } from "./issue-settings.ts";
import { dimensionsOf } from "./line-dimensions.ts";
import type { IssuedLine } from "./write-invoices.ts";

const belowZero = invalid(
  "invoice.below_zero",
  "The allowances are more than what is charged; what you owe the party is a credit note.",
  "/lines",
);

const partySubject = (input: InvoiceInput, on: string) => ({
  on,
  sql: "select p.id as party_id, coalesce($4, p.currency) as currency, $5::text as kind from finance.party p where p.company_id = $1 and p.id = $3",
  parameters: [input.partyId, input.currency ?? null, input.kind],
});

const readContext = async (tx: TxCtx, input: InvoiceInput, on: string) => {
  const company = tx.actor.companyId;
  const codes = [...new Set(input.lines.flatMap(({ taxCodes }) => taxCodes ?? []))];
  const accountIds = [...new Set(input.lines.flatMap(({ accountId }) => accountId ?? []))];
  const [party, settings, taxes, accounts] = await Promise.all([
    tx.db
      .selectFrom("finance.party")
      .select(["name", "currency", "active"])
      .where("companyId", "=", company)
      .where("id", "=", input.partyId)
      .executeTakeFirst(),
    issueSettings(tx, partySubject(input, on)),
    tx.db.executeQuery<{ tax: TaxDefinition }>(
      CompiledQuery.raw(
        `select finance.tax_definition(t, r) as tax
           from finance.tax_code t join finance.tax_rate r on r.company_id = t.company_id and r.tax_code_id = t.id and r.valid @> $3::date
          where t.company_id = $1 and t.code = any ($2::text[]) and t.active`,
        [company, codes, on],
      ),
    ),
    tx.db
      .selectFrom("finance.account")
      .select("id")
      .where("companyId", "=", company)
      .where("id", "in", [...accountIds, company])
      .where("active", "=", true)
      .execute(),
  ]);
  return { party, settings, taxes: taxes.rows.map(({ tax }) => tax), accounts };
};

/** What pricing needs to know beside what was written. */
export type DraftContext = Awaited<ReturnType<typeof readContext>>;

/** Reads it as of the tax point, or of today: taxes have the rates of that day. */
export const draftContext = (tx: TxCtx, input: InvoiceInput) => readContext(tx, input, input.taxedOn ?? todayOf(tx));

const checkReferences = (input: InvoiceInput, context: DraftContext): Outcome<undefined> => {
  if (!context.party) return refuse(invalid("invoice.party_missing", `There is no party ${input.partyId}.`, "/partyId"));
  const known = new Set(context.taxes.map(({ code }) => code));
  for (const [index, line] of input.lines.entries()) {
    if (line.accountId && !context.accounts.some(({ id }) => id === line.accountId))
      return refuse(invalid("invoice.account_missing", "There is no such active account.", `/lines/${index}/accountId`));
    const unknown = (line.taxCodes ?? []).findIndex((code) => !known.has(code));
    if (unknown >= 0)
      return refuse(invalid("invoice.tax_missing", "There is no such tax with a rate on this day.", `/lines/${index}/taxCodes/${unknown}`));
  }
  return done(undefined);
};

/** Prices the lines with the taxes of the day. */
const pricedLines = (tx: TxCtx, input: InvoiceInput, currency: string, context: DraftContext): Outcome<IssuedLine[]> => {
  const definitions = input.lines.map((line) =>
    (line.taxCodes ?? [])
      .flatMap((code) => context.taxes.filter((tax) => tax.code === code))
      .map((tax) => ({ ...tax, included: tax.included || input.pricesIncludeTax })),
  );
  const priced = attempt(() =>
    calculateDocument({
      currency,
      rounding: tx.company.rounding,
      lines: input.lines.map(({ quantity, unitPrice, discountPercent }, index) => ({
        quantity,
        unitPrice,
        discountPercents: discountPercent ? [discountPercent] : [],
        taxes: definitions[index] ?? [],
      })),
    }),
  );
  if (!priced.ok) return priced;
  return done(
    priced.value.lines.map((line, index): IssuedLine => {
      const {
        taxCodes: _taxes,
        dimensions: _values,
        shares: _shares,
        splitId: _split,
        accountId = context.settings.defaultAccountId,
        discountPercent = "0",
        ...facts
      } = input.lines[index] as InvoiceInput["lines"][number];
      return {
        ...facts,
        id: tx.newId(),
        accountId,
        discountPercent,
        discountMinor: line.discountMinor,
        netMinor: line.netMinor,
        taxMinor: line.taxMinor,
        taxes: chargedTaxes(definitions[index] ?? [], line),
      };
    }),
  );
};

export type PricedDraft = Readonly<{ currency: string; lines: readonly IssuedLine[] }>;

/** Prices what was written, in the party's currency unless another is given. Refuses an unknown party, account, tax or dimension, and allowances beyond what is charged. */
export const priceDraft = async (tx: TxCtx, input: InvoiceInput, context: DraftContext): Promise<Outcome<PricedDraft>> => {
  const references = checkReferences(input, context);
  if (!references.ok) return references;
  const currency = input.currency ?? context.party?.currency ?? tx.company.baseCurrency;
  const lines = pricedLines(tx, input, currency, context);
  if (!lines.ok) return lines;
  if (lines.value.reduce((sum, { netMinor }) => sum + netMinor, 0n) < 0n) return refuse(belowZero);
  const on = input.taxedOn ?? todayOf(tx);
  const dimensions = await dimensionsOf(tx, input.lines, { on, accountId: context.settings.defaultAccountId });
  if (!dimensions.ok) return dimensions;
  return done({ currency, lines: lines.value.map((line, index) => ({ ...line, ...dimensions.value[index] })) });
};
