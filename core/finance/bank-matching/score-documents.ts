import { formatMinor } from "#core/kernel/money.ts";
import type { BankLineRow } from "../bank-statements/list-bank-lines.ts";
import type { Candidates, OpenDocument } from "./candidates.ts";
import type { PaymentPart, Reason, SuggestionBody } from "./confirmation.ts";
import { namedBy, nameLikeness, nearness, subsetOf, tokensOf } from "./tokens.ts";

export const MOST_POINTS = 100;
export const totalOf = (reasons: readonly Reason[]): number =>
  Math.min(
    MOST_POINTS,
    reasons.reduce((sum, { points }) => sum + points, 0),
  );
export const reason = (code: Reason["code"], points: number, text: string): Reason => ({ code, points, text });

/** What a payment shows of itself, whether a line or one of a batch. */
export type Shown = Readonly<{
  amountMinor: bigint;
  currency: string;
  bookedOn: string;
  name: string | null;
  partyHash: string | null;
  tokens: ReadonlySet<string>;
}>;

export const shownOf = (line: BankLineRow): Shown => ({
  amountMinor: line.leftMinor,
  currency: line.currency,
  bookedOn: line.bookedOn,
  name: line.partyName,
  partyHash: line.partyHash,
  tokens: tokensOf([line.text, line.endToEndId, line.structuredReference]),
});

const absolute = (minor: bigint) => (minor < 0n ? -minor : minor);
const settles = (minor: bigint): readonly string[] => (minor > 0n ? ["invoice", "debit_note"] : ["bill", "credit_note"]);
export const fitting = (documents: readonly OpenDocument[], minor: bigint, currency: string): OpenDocument[] =>
  documents.filter((document) => document.currency === currency && settles(minor).includes(document.kind));

/** Whether it is this party: by a number learned from what was confirmed before, or by the name. */
export const partyReasons = (
  shown: Shown,
  party: Readonly<{ partyId: string; partyName: string }>,
  { partiesByHash }: Candidates,
): Reason[] => {
  const learned =
    shown.partyHash === null ? undefined : partiesByHash.get(shown.partyHash)?.find(({ partyId }) => partyId === party.partyId);
  const likeness = shown.name === null ? 0 : nameLikeness(shown.name, party.partyName);
  return [
    ...(learned ? [reason("account", 22, `Payments of ${party.partyName} came from this account before.`)] : []),
    ...(likeness >= 0.99
      ? [reason("name", 15, `The name is that of ${party.partyName}.`)]
      : likeness >= 0.5
        ? [reason("name", 8, `The name is like that of ${party.partyName}.`)]
        : []),
  ];
};

const numberReasons = (shown: Shown, document: OpenDocument): Reason[] => {
  const named = namedBy(shown.tokens, document.number, document.reference);
  if (named === "whole") return [reason("number", 40, `It names ${document.number}.`)];
  return named === "digits" ? [reason("number", 25, `It names the digits of ${document.number}.`)] : [];
};

const amountReasons = (shown: Shown, document: OpenDocument): Reason[] => {
  const [paid, open] = [absolute(shown.amountMinor), document.openMinor];
  const money = (minor: bigint) => `${formatMinor(minor, document.currency)} ${document.currency}`;
  if (paid === open) return [reason("amount", 35, `The amount is what is open on ${document.number}.`)];
  if (paid < open && (open - paid) * 20n <= open)
    return [reason("amount", 12, `The amount is ${money(open - paid)} less than what is open: a discount perhaps.`)];
  return paid < open
    ? [reason("amount", 4, `The amount is a part of the ${money(open)} that are open.`)]
    : [reason("amount", 2, `The amount is ${money(paid - open)} more than what is open; the rest stays on account.`)];
};

export type Scored = Readonly<{ document: OpenDocument; reasons: readonly Reason[]; score: number }>;

const LEAST = 35;

/** How well a document fits a payment. One that neither the number, nor amount and party speak for is left out. */
export const scoreDocument = (shown: Shown, document: OpenDocument, candidates: Candidates): Scored | undefined => {
  const number = numberReasons(shown, document);
  const party = partyReasons(shown, document, candidates);
  const exact = absolute(shown.amountMinor) === document.openMinor;
  if (number.length === 0 && !exact && party.length === 0) return undefined;
  const near = nearness(shown.bookedOn, document.dueOn ?? document.issuedOn);
  const reasons = [
    ...number,
    ...amountReasons(shown, document),
    ...party,
    ...(near > 0 ? [reason("date", near, "The day is near the one it is due.")] : []),
  ];
  const score = totalOf(reasons);
  return score < LEAST ? undefined : { document, reasons, score };
};

export const byScore =
  <T extends Readonly<{ score: number }>>(key: (item: T) => string) =>
  (one: T, other: T): number =>
    other.score - one.score || (key(one) < key(other) ? -1 : 1);

/** The documents that fit, best first, always in the same order. */
export const scoredDocuments = (shown: Shown, candidates: Candidates): Scored[] =>
  fitting(candidates.documents, shown.amountMinor, shown.currency)
    .flatMap((document) => scoreDocument(shown, document, candidates) ?? [])
    .sort(byScore(({ document }) => document.id));

const smaller = (one: bigint, other: bigint) => (one < other ? one : other);

/** The payment of a party that settles documents with as much as there is, in their order. */
export const paymentPart = (
  partyId: string,
  amountMinor: bigint,
  currency: string,
  documents: readonly OpenDocument[],
  detail?: number,
): PaymentPart => {
  let left = absolute(amountMinor);
  const allocations = documents.flatMap(({ id, openMinor }) => {
    const amount = smaller(left, openMinor);
    left -= amount;
    return amount > 0n ? [{ invoiceId: id, amount: formatMinor(amount, currency) }] : [];
  });
  return { kind: "payment", partyId, amount: formatMinor(amountMinor, currency), allocations, ...(detail === undefined ? {} : { detail }) };
};

const MOST_SINGLE = 5;

/** One document for the line. */
export const singleSuggestions = (line: BankLineRow, scored: readonly Scored[]): SuggestionBody[] =>
  scored.slice(0, MOST_SINGLE).map(({ document, reasons, score }) => ({
    score,
    reasons: [...reasons],
    title: `${document.number}, ${document.partyName}`,
    lines: [{ lineId: line.id, parts: [paymentPart(document.partyId, line.leftMinor, line.currency, [document])] }],
    ruleId: null,
  }));

/** Several documents of one party: those the line names, or those that come exactly to its amount. */
export const severalSuggestion = (line: BankLineRow, candidates: Candidates): SuggestionBody[] => {
  const shown = shownOf(line);
  const paid = absolute(shown.amountMinor);
  const byParty = Map.groupBy(fitting(candidates.documents, shown.amountMinor, shown.currency), ({ partyId }) => partyId);
  return [...byParty.values()].flatMap((documents): SuggestionBody[] => {
    const [first] = documents;
    if (!first || documents.length < 2) return [];
    const party = partyReasons(shown, first, candidates);
    const named = documents.filter((document) => numberReasons(shown, document).length > 0);
    const chosen = named.length > 1 ? named : party.length > 0 ? subsetOf(documents, ({ openMinor }) => openMinor, paid) : undefined;
    if (!chosen) return [];
    const sum = chosen.reduce((total, { openMinor }) => total + openMinor, 0n);
    const reasons = [
      ...(named.length > 1 ? [reason("number", 40, `It names ${named.map(({ number }) => number).join(", ")}.`)] : []),
      ...(sum === paid
        ? [reason("sum", 35, `${chosen.length} documents come exactly to the amount.`)]
        : [reason("several", 5, `${chosen.length} documents are named.`)]),
      ...party,
    ];
    return [
      {
        score: totalOf(reasons),
        reasons,
        title: `${chosen.map(({ number }) => number).join(", ")}, ${first.partyName}`,
        lines: [{ lineId: line.id, parts: [paymentPart(first.partyId, shown.amountMinor, shown.currency, chosen)] }],
        ruleId: null,
      },
    ];
  });
};

/** Each payment of a batch with the document that fits it best. Those that none fits leave their part of the line open. */
export const batchSuggestion = (line: BankLineRow, candidates: Candidates): SuggestionBody[] => {
  const amounts = line.details.map(({ amountMinor }) => BigInt(amountMinor ?? 0));
  if (
    line.details.length < 2 ||
    line.leftMinor !== line.amountMinor ||
    amounts.reduce((sum, amount) => sum + amount, 0n) !== line.amountMinor
  )
    return [];
  const taken = new Set<string>();
  const found = line.details.flatMap((detail, index) => {
    const shown: Shown = {
      ...shownOf(line),
      ...detail,
      amountMinor: amounts[index] ?? 0n,
      tokens: tokensOf([detail.text, detail.endToEndId, detail.structuredReference]),
    };
    const best = scoredDocuments(shown, candidates).find(({ document }) => !taken.has(document.id));
    if (!best) return [];
    taken.add(best.document.id);
    return [{ best, part: paymentPart(best.document.partyId, shown.amountMinor, line.currency, [best.document], index) }];
  });
  if (found.length === 0) return [];
  const whole = found.length === line.details.length;
  const least = Math.min(...found.map(({ best }) => best.score));
  return [
    {
      score: whole ? least : Math.round(least / 2),
      reasons: [
        reason(
          "batch",
          whole ? least : Math.round(least / 2),
          `${found.length} of the ${line.details.length} payments of the batch fit a document.`,
        ),
        ...found.map(({ best }) => reason("number", 0, `${best.document.number}: ${best.reasons.map(({ text }) => text).join(" ")}`)),
      ].slice(0, 20),
      title: found.map(({ best }) => best.document.number).join(", "),
      lines: [{ lineId: line.id, parts: found.map(({ part }) => part) }],
      ruleId: null,
    },
  ];
};
