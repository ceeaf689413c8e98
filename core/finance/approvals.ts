import * as z from "zod";
import { declareApproval } from "#core/platform/approvals/approval-action.ts";
import { EntryInput, ReversalInput } from "./entries/entry.ts";
import { postManualEntry } from "./entries/post-manual-entry.ts";
import { reverseEntry } from "./entries/reverse-entry.ts";
import { postDraft } from "./entry-drafts/post-draft.ts";
import { PaymentInput } from "./payments/payment.ts";
import { recordPayment } from "./payments/record-payment.ts";
import { reopenPeriod } from "./periods/change-period.ts";
import { ReopenInput } from "./periods/period.ts";
import { reopenYear } from "./year-end/reopen-year.ts";
import { ReopenYearInput } from "./year-end/year-end.ts";

/** What a company may want two people for in finance. */
declareApproval({
  action: "finance.entry.post",
  title: "Post an entry by hand",
  measured: true,
  approve: "finance.entry.approve",
  read: "finance.entry.read",
  result: "entry",
  request: z.union([z.strictObject({ draft: z.strictObject({ id: z.uuid(), expectedVersion: z.number().int() }) }), EntryInput]),
  run: (tx, request) => ("draft" in request ? postDraft(tx, request.draft) : postManualEntry(tx, request)),
});

declareApproval({
  action: "finance.entry.reverse",
  title: "Reverse an entry",
  measured: true,
  approve: "finance.entry.approve",
  read: "finance.entry.read",
  result: "entry",
  request: z.strictObject({ id: z.uuid(), input: ReversalInput }),
  run: reverseEntry,
});

declareApproval({
  action: "finance.payment.pay",
  title: "Pay money out",
  measured: true,
  approve: "finance.payment.approve",
  read: "finance.payment.read",
  acts: ["finance.payment.write"],
  result: "payment",
  request: PaymentInput,
  run: recordPayment,
});

declareApproval({
  action: "finance.period.reopen",
  title: "Reopen a period",
  measured: false,
  approve: "finance.period.approve",
  read: "finance.period.read",
  result: "period",
  request: z.strictObject({ id: z.uuid(), input: ReopenInput }),
  run: reopenPeriod,
});

declareApproval({
  action: "finance.fiscal_year.reopen",
  title: "Take the closing of a fiscal year back",
  measured: false,
  approve: "finance.period.approve",
  read: "finance.period.read",
  result: "fiscal_year",
  request: z.strictObject({ id: z.uuid(), input: ReopenYearInput }),
  run: reopenYear,
});
