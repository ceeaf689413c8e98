import { declarePermissions } from "#core/kernel/permissions.ts";

declarePermissions({
  "finance.invoice.read": "See invoices, bills and credit notes.",
  "finance.invoice.write": "Draft invoices; with finance.bill.write bills too.",
  "finance.invoice.issue": "Issue invoices; with finance.bill.issue bills too.",
  "finance.bill.write": "Draft bills of suppliers.",
  "finance.bill.issue": "Issue bills of suppliers: say that they are owed.",
  "finance.invoice.credit": "Issue credit notes.",
  "finance.invoice.attach": "Attach files to invoices, bills and credit notes.",
  "finance.payment.read": "See payments.",
  "finance.payment.write": "Record money received, allocate payments and take allocations back.",
  "finance.payment.pay": "Record money paid out.",
  "finance.payment.approve": "Approve money paid out that somebody else asked for.",
  "finance.payment.reverse": "Take back a payment that bounced.",
  "finance.payment_term.read": "See payment terms.",
  "finance.payment_term.write": "Change payment terms.",
  "finance.write_off.write": "Write off small amounts, up to the company's limit.",
  "finance.write_off.unlimited": "Write off more than the company's limit.",
  "finance.settlement_rule.write": "Set the limit of write-offs and the ages of open items.",
  "finance.payment.attach": "Attach files to payments.",
});
