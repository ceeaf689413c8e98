import * as z from "zod";
import type { Outcome } from "#core/kernel/fault.ts";
import { declareApproval } from "#core/platform/approvals/approval-action.ts";
import { UndoInput as UndoConfirmationInput } from "./bank-matching/confirmation.ts";
import { undoConfirmation } from "./bank-matching/undo-confirmation.ts";
import { EntryInput, ReversalInput } from "./entries/entry.ts";
import { postManualEntry } from "./entries/post-manual-entry.ts";
import { reverseEntry } from "./entries/reverse-entry.ts";
import { postDraft } from "./entry-drafts/post-draft.ts";
import { UndoInput, undoAllocation } from "./open-items/undo-allocation.ts";
import { WriteOffInput, writeOff } from "./open-items/write-off.ts";
import { storePayeeAccount } from "./payee-accounts/enter-payee-account.ts";
import { SealedPayeeAccount } from "./payee-accounts/payee-account.ts";
import { BounceInput, bouncePayment } from "./payments/bounce-payment.ts";
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
  action: "finance.payment.refund",
  title: "Pay money back to a customer",
  measured: true,
  approve: "finance.payment.approve",
  read: "finance.payment.read",
  acts: ["finance.payment.write"],
  result: "payment",
  request: PaymentInput,
  run: recordPayment,
});

declareApproval({
  action: "finance.payment.reverse",
  title: "Take a payment back",
  measured: true,
  approve: "finance.payment.approve",
  read: "finance.payment.read",
  acts: ["finance.invoice.issue", "finance.bank.reconcile"],
  result: "payment",
  resultOf: (request) => ("confirmation" in request ? "bank_confirmation" : "payment"),
  request: z.union([
    z.strictObject({ confirmation: z.strictObject({ id: z.uuid(), input: UndoConfirmationInput }) }),
    BounceInput.extend({ id: z.uuid() }),
  ]),
  run: (tx, request): Promise<Outcome<object>> =>
    "confirmation" in request ? undoConfirmation(tx, request.confirmation) : bouncePayment(tx, request),
});

declareApproval({
  action: "finance.allocation.undo",
  title: "Take back what was settled",
  measured: true,
  approve: "finance.payment.approve",
  read: "finance.payment.read",
  result: "allocation",
  request: UndoInput.extend({ id: z.uuid() }),
  run: undoAllocation,
});

declareApproval({
  action: "finance.write_off.write",
  title: "Write off what is open",
  measured: true,
  approve: "finance.write_off.approve",
  read: "finance.invoice.read",
  acts: ["finance.write_off.unlimited"],
  result: "entry",
  request: WriteOffInput.extend({ id: z.uuid() }),
  run: writeOff,
});

declareApproval({
  action: "finance.payee_account.write",
  title: "Change where a supplier is paid",
  measured: false,
  approve: "finance.payee_account.approve",
  read: "finance.payee_account.read",
  result: "payee_account",
  request: SealedPayeeAccount,
  run: storePayeeAccount,
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
