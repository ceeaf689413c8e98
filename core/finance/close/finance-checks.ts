/** The checks of finance, in the order in which they are shown. */
import "./check-sub-ledgers.ts";
import "./check-bank.ts";
import "./check-taxes.ts";
import "./check-suspense.ts";
import "./check-revaluation.ts";
import "./check-postings.ts";
