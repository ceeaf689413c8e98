import { declarePermissions } from "#core/kernel/permissions.ts";

declarePermissions({
  "finance.bank.read": "See bank accounts, their statements and how they are reconciled.",
  "finance.bank.write": "Enter and change bank accounts, the forms of their files and the rules for their lines.",
  "finance.bank.import": "Import bank statements, and discard them while nothing is matched.",
  "finance.bank.reconcile": "Match lines of bank statements with the books, take that back, and close statements as reconciled.",
  "finance.bank.reopen": "Reopen statements that are reconciled.",
});
