import { declarePermissions } from "#core/kernel/permissions.ts";

declarePermissions({
  "finance.invoice.read": "See invoices, bills and credit notes.",
  "finance.invoice.write": "Draft invoices and bills.",
  "finance.invoice.issue": "Issue invoices and bills.",
  "finance.invoice.credit": "Issue credit notes.",
  "finance.invoice.attach": "Attach files to invoices, bills and credit notes.",
  "finance.payment.read": "See payments.",
  "finance.payment.write": "Record payments and allocate them.",
  "finance.payment.attach": "Attach files to payments.",
});
