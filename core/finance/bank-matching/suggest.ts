import { sql } from "kysely";
import type { ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { done, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import type { BankNumbers } from "../bank-statements/bank-numbers.ts";
import { type BankLineRow, findBankLine, readBankLines } from "../bank-statements/list-bank-lines.ts";
import { type Candidates, readCandidates } from "./candidates.ts";
import type { SuggestionBody } from "./confirmation.ts";
import { type BankRule, readRules, ruleSuggestions } from "./rules.ts";
import { batchSuggestion, byScore, scoredDocuments, severalSuggestion, shownOf, singleSuggestions } from "./score-documents.ts";
import {
  currencySuggestions,
  onAccountSuggestion,
  postingSuggestions,
  returnSuggestions,
  togetherSuggestions,
  transferSuggestions,
} from "./score-others.ts";

const MOST_SUGGESTIONS = 8;
const MOST_LINES = 50;

/** Everything a line may be, best first; the same input always gives the same suggestions in the same order. */
export const suggestionsFor = (
  line: BankLineRow,
  lines: readonly BankLineRow[],
  candidates: Candidates,
  rules: readonly BankRule[],
): SuggestionBody[] => {
  if (line.leftMinor === 0n) return [];
  const all = [
    ...ruleSuggestions(line, rules),
    ...postingSuggestions(line, candidates),
    ...returnSuggestions(line, candidates),
    ...transferSuggestions(line, candidates),
    ...batchSuggestion(line, candidates),
    ...severalSuggestion(line, candidates),
    ...singleSuggestions(line, scoredDocuments(shownOf(line), candidates)),
    ...currencySuggestions(line, candidates),
    ...togetherSuggestions(line, lines, candidates),
    ...onAccountSuggestion(line, candidates),
  ];
  return all.sort(byScore(({ title, lines: parts }) => `${title} ${JSON.stringify(parts)}`)).slice(0, MOST_SUGGESTIONS);
};

type Reader = Pick<ReadCtx, "actor"> & Readonly<{ db: ReadCtx["db"] | TxCtx["db"] }>;

/** The lines of an account that are left and can be matched, the oldest first. */
export const readOpenLines = (reader: Reader, bankAccountId: string, limit = MOST_LINES): Promise<BankLineRow[]> =>
  readBankLines(reader.db, reader.actor.companyId, {
    conditions: sql`w.left_minor <> 0 and w.bank_account_id = ${bankAccountId}`,
    order: sql`w.booked_on, w.line_id`,
    limit,
  });

/** What one line of a bank may be, scored and explained. */
export const suggestForLine = query(
  "finance.bank.read",
  async (ctx, { id, numbers }: Readonly<{ id: string; numbers: BankNumbers }>): Promise<Outcome<{ items: SuggestionBody[] }>> => {
    const line = await findBankLine(ctx.db, ctx.actor.companyId, id);
    if (!line) return refuse(missing("bank line", id));
    const [open, rules] = await Promise.all([readOpenLines(ctx, line.bankAccountId), readRules(ctx, line.bankAccountId, numbers)]);
    const candidates = await readCandidates(ctx, [line], line.bankAccountId, numbers);
    return done({ items: suggestionsFor(line, open, candidates, rules) });
  },
);
