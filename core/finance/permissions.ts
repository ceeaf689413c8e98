import { declarePermissions } from "#core/kernel/permissions.ts";

/** What commands and queries of finance ask for. */
declarePermissions({
  "finance.account.read": "See the chart of accounts, the journals and the rules that find an account.",
  "finance.account.write": "Change the chart of accounts, the journals and the rules that find an account.",
  "finance.dimension.read": "See cost centres and the other dimensions.",
  "finance.dimension.write": "Change cost centres and the other dimensions.",
  "finance.entry.read": "See journal entries.",
  "finance.entry.draft": "Write drafts of journal entries, and copy entries to drafts.",
  "finance.entry.post": "Post journal entries by hand.",
  "finance.entry.attach": "Attach files to journal entries and their drafts.",
  "finance.entry.reverse": "Reverse journal entries.",
  "finance.party.read": "See customers and suppliers as finance knows them.",
  "finance.party.write": "Enter and change suppliers and other parties.",
  "finance.period.read": "See fiscal years and their periods.",
  "finance.period.open": "Open fiscal years.",
  "finance.period.close": "Close periods, softly or so that nothing is posted to them any more.",
  "finance.period.reopen": "Reopen closed periods.",
  "finance.period.adjust": "Post to soft-closed periods.",
  "finance.tax.read": "See taxes and their rates.",
  "finance.tax.write": "Change taxes and their rates.",
  "finance.rate.read": "See exchange rates.",
  "finance.rate.write": "Change exchange rates.",
  "finance.revaluation.read": "See revaluations.",
  "finance.revaluation.run": "Revalue what is open in other currencies.",
  "finance.report.read": "See trial balance, general ledger, profit and loss and balance sheet.",
});
