import { formatMinor } from "#core/kernel/money.ts";
import type { BankLineRow } from "../bank-statements/list-bank-lines.ts";
import { type Candidates, isReturn, type OpenPosting } from "./candidates.ts";
import type { SuggestionBody } from "./confirmation.ts";
import { byScore, fitting, partyReasons, paymentPart, reason, type Shown, scoreDocument, shownOf, totalOf } from "./score-documents.ts";
import { namedBy, nameLikeness, nearness, subsetOf } from "./tokens.ts";

const MOST_OF_A_KIND = 3;

const postingReasons = (shown: Shown, posting: OpenPosting) => {
  const near = nearness(shown.bookedOn, posting.effectiveOn);
  return [
    ...(posting.leftMinor === shown.amountMinor ? [reason("amount", 45, "A posting of this amount is there already.")] : []),
    ...(near > 0 ? [reason("date", near * 2, `It was posted on ${posting.effectiveOn}.`)] : []),
    ...(shown.name !== null && posting.partyName !== null && nameLikeness(shown.name, posting.partyName) >= 0.5
      ? [reason("name", 15, `The name is that of ${posting.partyName}.`)]
      : []),
    ...(namedBy(shown.tokens, posting.reference, posting.description) ? [reason("reference", 20, "It has the same reference.")] : []),
  ];
};

/** Postings that are there: one of the amount, or several that come exactly to it. */
export const postingSuggestions = (line: BankLineRow, { postings }: Candidates): SuggestionBody[] => {
  const shown = shownOf(line);
  const sameSide = postings.filter(({ leftMinor }) => leftMinor > 0n === shown.amountMinor > 0n);
  const partOf = ({ entryId, position, leftMinor }: OpenPosting) => ({
    kind: "existing" as const,
    entryId,
    position,
    amount: formatMinor(leftMinor, line.currency),
  });
  const single = sameSide
    .filter(({ leftMinor }) => leftMinor === shown.amountMinor)
    .map((posting): SuggestionBody => {
      const reasons = postingReasons(shown, posting);
      const lines = [{ lineId: line.id, parts: [partOf(posting)] }];
      return { score: totalOf(reasons), reasons, title: posting.description, lines, ruleId: null };
    })
    .sort(byScore(({ lines }) => JSON.stringify(lines)))
    .slice(0, MOST_OF_A_KIND);
  if (single.length > 0) return single;
  const near = sameSide.filter(({ effectiveOn }) => nearness(shown.bookedOn, effectiveOn) >= 5);
  const size = (minor: bigint) => (minor < 0n ? -minor : minor);
  const several = subsetOf(near, ({ leftMinor }) => size(leftMinor), size(shown.amountMinor));
  if (!several) return [];
  const reasons = [reason("sum", 45, `${several.length} postings come exactly to the amount.`), reason("date", 8, "Their days are near.")];
  return [
    {
      score: totalOf(reasons),
      reasons,
      title: several.map(({ description }) => description).join(", "),
      lines: [{ lineId: line.id, parts: several.map(partOf) }],
      ruleId: null,
    },
  ];
};

/** Money between the company's own accounts: the other account's line of the same amount, or its number alone. */
export const transferSuggestions = (line: BankLineRow, { otherLines, ownAccounts }: Candidates): SuggestionBody[] => {
  const target = ownAccounts.find(({ hashes }) => line.partyHash !== null && hashes.includes(line.partyHash));
  const amount = formatMinor(line.leftMinor, line.currency);
  const own = (name: string) => reason("own_account", 40, `The other side is ${name}.`);
  const pairs = otherLines
    .filter((other) => other.leftMinor === -line.leftMinor && (target === undefined || other.bankAccountId === target.id))
    .map((other): SuggestionBody => {
      const near = nearness(line.bookedOn, other.bookedOn);
      const reasons = [
        reason("amount", 40, `${other.name} has a line of the same amount the other way.`),
        ...(near > 0 ? [reason("date", near, `That line is of ${other.bookedOn}.`)] : []),
        ...(target ? [own(target.name)] : []),
      ];
      const lines = [
        { lineId: line.id, parts: [{ kind: "transfer" as const, amount, bankAccountId: other.bankAccountId, lineId: other.id }] },
      ];
      return { score: totalOf(reasons), reasons, title: `Transfer: ${other.name}`, lines, ruleId: null };
    })
    .sort(byScore(({ lines }) => JSON.stringify(lines)))
    .slice(0, MOST_OF_A_KIND);
  if (pairs.length > 0 || !target) return pairs;
  const reasons = [{ ...own(target.name), points: 60 }];
  return [
    {
      score: 60,
      reasons,
      title: `Transfer: ${target.name}`,
      lines: [{ lineId: line.id, parts: [{ kind: "transfer", amount, bankAccountId: target.id }] }],
      ruleId: null,
    },
  ];
};

/** A payment that the line gives back. */
export const returnSuggestions = (line: BankLineRow, candidates: Candidates): SuggestionBody[] => {
  if (!isReturn(line)) return [];
  const shown = shownOf(line);
  return candidates.payments
    .filter(({ signedMinor, paidOn }) => signedMinor === -line.leftMinor && paidOn <= line.bookedOn)
    .map((payment): SuggestionBody => {
      const named = payment.settled.filter((number) => namedBy(shown.tokens, number, null));
      const reasons = [
        reason("return", 25, line.returnReason ? `The bank gives it back: ${line.returnReason}.` : "The bank gives it back."),
        reason("amount", 30, `${payment.number} was the same amount the other way.`),
        ...(named.length > 0 ? [reason("number", 20, `It names ${named.join(", ")}, which that payment settled.`)] : []),
        ...partyReasons(shown, payment, candidates),
        ...(nearness(line.bookedOn, payment.paidOn) > 0
          ? [reason("date", nearness(line.bookedOn, payment.paidOn), `It was paid on ${payment.paidOn}.`)]
          : []),
      ];
      const parts = [{ kind: "return" as const, amount: formatMinor(line.leftMinor, line.currency), paymentId: payment.id }];
      return {
        score: totalOf(reasons),
        reasons,
        title: `Return of ${payment.number}, ${payment.partyName}`,
        lines: [{ lineId: line.id, parts }],
        ruleId: null,
      };
    })
    .sort(byScore(({ lines }) => JSON.stringify(lines)))
    .slice(0, MOST_OF_A_KIND);
};

/** A document in another currency, paid with what the bank says was ordered in it. */
export const currencySuggestions = (line: BankLineRow, candidates: Candidates): SuggestionBody[] => {
  const { instructedCurrency: currency, instructedMinor: minor } = line;
  if (currency === null || minor === null || line.leftMinor !== line.amountMinor) return [];
  const shown = { ...shownOf(line), currency, amountMinor: minor };
  const paid = formatMinor(minor < 0n ? -minor : minor, currency);
  return fitting(candidates.documents, minor, currency)
    .flatMap((document) => scoreDocument(shown, document, candidates) ?? [])
    .sort(byScore(({ document }) => document.id))
    .slice(0, MOST_OF_A_KIND)
    .map(({ document, reasons, score }): SuggestionBody => {
      const { allocations } = paymentPart(document.partyId, minor, currency, [document]);
      const part = {
        kind: "payment" as const,
        partyId: document.partyId,
        amount: formatMinor(line.leftMinor, line.currency),
        allocations,
        paid: { currency, amount: paid },
      };
      const all = [
        reason("currency", 0, `${paid} ${currency} were paid${line.instructedRate ? ` at ${line.instructedRate}` : ""}.`),
        ...reasons,
      ];
      return {
        score,
        reasons: all,
        title: `${document.number}, ${document.partyName}`,
        lines: [{ lineId: line.id, parts: [part] }],
        ruleId: null,
      };
    });
};

/** Two lines of one party that together pay a document. */
export const togetherSuggestions = (line: BankLineRow, lines: readonly BankLineRow[], candidates: Candidates): SuggestionBody[] => {
  const shown = shownOf(line);
  const partners = lines.filter(
    (other) =>
      other.id !== line.id &&
      other.leftMinor > 0n === line.leftMinor > 0n &&
      ((other.partyHash !== null && other.partyHash === line.partyHash) ||
        (other.partyName !== null && other.partyName === line.partyName)),
  );
  const size = (minor: bigint) => (minor < 0n ? -minor : minor);
  return fitting(candidates.documents, line.leftMinor, line.currency).flatMap((document): SuggestionBody[] => {
    const party = partyReasons(shown, document, candidates);
    const partner =
      party.length === 0 ? undefined : partners.find((other) => size(other.leftMinor) + size(line.leftMinor) === document.openMinor);
    if (!partner) return [];
    const reasons = [
      reason("several", 40, `With the line of ${partner.bookedOn} it comes to what is open on ${document.number}.`),
      ...party,
    ];
    const parts = (one: BankLineRow) => [
      paymentPart(document.partyId, one.leftMinor, one.currency, [{ ...document, openMinor: size(one.leftMinor) }]),
    ];
    const together = [line, partner].map((one) => ({ lineId: one.id, parts: parts(one) }));
    return [{ score: totalOf(reasons), reasons, title: `${document.number}, ${document.partyName}`, lines: together, ruleId: null }];
  });
};

/** A party that is known, without a document: money on account. */
export const onAccountSuggestion = (line: BankLineRow, candidates: Candidates): SuggestionBody[] => {
  const shown = shownOf(line);
  const [party] = [
    ...(line.partyHash === null ? [] : (candidates.partiesByHash.get(line.partyHash) ?? [])),
    ...(line.partyName === null ? [] : (candidates.partiesByName.get(line.partyName) ?? [])),
  ];
  const reasons = party ? partyReasons(shown, party, candidates) : [];
  if (!party || reasons.length === 0) return [];
  const parts = [paymentPart(party.partyId, line.leftMinor, line.currency, [])];
  return [{ score: totalOf(reasons), reasons, title: `${party.partyName}, on account`, lines: [{ lineId: line.id, parts }], ruleId: null }];
};
