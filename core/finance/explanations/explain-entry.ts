import { readEntry, type StoredEntry } from "#core/finance/entries/get-entry.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { done, type Fault, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import { conversionOf } from "./conversions.ts";
import { type DatedRule, determinationsOf, rulesAt } from "./determinations.ts";
import type { EntryExplanation } from "./explanation.ts";
import {
  commandsAround,
  type PostingFacts,
  postingFacts,
  type StoredRate,
  storedRates,
  type TaxResultRow,
  taxResultsOf,
} from "./posting-facts.ts";

type Facts = Readonly<{
  entry: StoredEntry;
  posting: PostingFacts;
  commands: EntryExplanation["commands"];
  rules: readonly DatedRule[];
  rates: readonly StoredRate[];
  taxes: readonly TaxResultRow[];
}>;

const taxBody = (tax: TaxResultRow, baseCurrency: string): EntryExplanation["lines"][number]["taxes"][number] => ({
  taxCodeId: tax.taxCodeId,
  code: tax.code,
  name: tax.name,
  part: tax.part,
  rateId: tax.rateId,
  rate: tax.rate,
  validFrom: tax.validFrom,
  validTo: tax.validTo,
  currency: tax.currency,
  base: formatMinor(tax.base, tax.currency),
  tax: formatMinor(tax.tax, tax.currency),
  companyBase: formatMinor(tax.companyBase, baseCurrency),
  companyTax: formatMinor(tax.companyTax, baseCurrency),
});

const linesOf = (ctx: ReadCtx, { entry, posting, rules, rates, taxes }: Facts): EntryExplanation["lines"] => {
  const { baseCurrency } = ctx.company;
  const parties = [...new Set(entry.lines.flatMap(({ partyId }) => partyId ?? []))];
  const keys = { parties, taxes: [...new Set(taxes.map(({ taxCodeId }) => taxCodeId))], paymentMethod: posting.paymentMethod };
  return entry.lines.map((line) => ({
    position: line.position,
    account: { id: line.accountId, code: line.code, name: line.name },
    companyAmount: formatMinor(line.companyAmount, baseCurrency),
    conversion: line.currency === baseCurrency ? null : conversionOf(line, baseCurrency, rates),
    determinedBy: entry.head.sourceType === null ? [] : determinationsOf(line.accountId, rules, keys),
    taxes: taxes.filter(({ accountId }) => accountId === line.accountId).map((tax) => taxBody(tax, baseCurrency)),
  }));
};

/** Reads and tells how an entry came about; used by documents too. */
export const explanationOf = async (ctx: ReadCtx, id: string): Promise<Outcome<EntryExplanation, Fault<"missing">>> => {
  const { db, actor, company } = ctx;
  const [entry, posting] = await Promise.all([readEntry(db, actor.companyId, id), postingFacts(db, actor.companyId, id)]);
  if (!entry || !posting) return refuse(missing("entry", id));
  const { head } = entry;
  const foreign = [...new Set(entry.lines.map(({ currency }) => currency))].filter((currency) => currency !== company.baseCurrency);
  const [commands, rules, rates, taxes] = await Promise.all([
    commandsAround(db, actor.companyId, [
      { type: "entry", id },
      ...(head.sourceType && head.sourceId ? [{ type: head.sourceType, id: head.sourceId }] : []),
    ]),
    head.sourceType === null ? [] : rulesAt(db, actor.companyId, posting.postedAt),
    foreign.length === 0 ? [] : storedRates(db, actor.companyId, foreign, head.effectiveOn, posting.postedAt),
    taxResultsOf(db, actor.companyId, id),
  ]);
  return done({
    id,
    number: posting.number === null ? null : Number(posting.number),
    kind: head.kind,
    effectiveOn: head.effectiveOn,
    description: head.description,
    journal: posting.journal,
    posted: { at: posting.postedAt, byId: head.postedBy, byName: posting.postedByName },
    sealed: posting.sealedAt === null || posting.hash === null ? null : { at: posting.sealedAt, hash: posting.hash },
    source: head.sourceType && head.sourceId ? { type: head.sourceType, id: head.sourceId } : null,
    reverses: head.reversesEntryId,
    reversedBy: head.reversedByEntryId,
    commands,
    lines: linesOf(ctx, { entry, posting, commands, rules, rates, taxes }),
  });
};

/** The derivation of an entry from stored facts: who posted it by which command, which rules, tax versions and rates it rests on. */
export const explainEntry = query("finance.entry.read", (ctx, { id }: { id: string }) => explanationOf(ctx, id));
