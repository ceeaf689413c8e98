import type { StatementDifference } from "../difference.ts";
import { headOf, type Printing } from "./print-head.ts";
import { printLines } from "./print-statement.ts";
import type { PrintedReport } from "./printed-report.ts";

const TITLE = { trial_balance: "trialBalance", profit_and_loss: "profitAndLoss", balance_sheet: "balanceSheet" } as const;

/** What a statement says in the later view beside what it said in the earlier one. */
export const printDifference = (printing: Printing, difference: StatementDifference): PrintedReport => {
  const { words } = printing;
  const { statement, from, to, knownAt, until, currency } = difference;
  return {
    ...headOf(printing, {
      name: "difference",
      title: `${words[TITLE[statement]]}: ${words.difference}`,
      from,
      asOf: to,
      knownAt: until,
      knownAtAsked: true,
      currency,
      further: [[words.earlierView, knownAt]],
    }),
    ...printLines(printing, [words.laterView, words.earlierView], difference.lines),
  };
};
