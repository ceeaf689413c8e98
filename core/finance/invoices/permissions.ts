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
  "finance.payment.write": "Record money received and allocate payments.",
  "finance.payment.pay": "Record money paid out.",
  "finance.payment.approve": "Approve money paid out that somebody else asked for.",
  "finance.payment.attach": "Attach files to payments.",
});
