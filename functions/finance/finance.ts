import type { OpenAPIHono } from "@hono/zod-openapi";
import { entryAttachments, invoiceAttachments, paymentAttachments } from "#core/finance/attachment-subjects.ts";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import type { PackageSigner } from "#functions/adapters/package-signer.ts";
import { attachmentRoutes } from "#functions/attachments.ts";
import type { Env } from "#functions/env.ts";
import "#core/finance/bank-accounts/permissions.ts";
import "#core/finance/approvals.ts";
import "#core/finance/invoices/permissions.ts";
import "#core/finance/permissions.ts";
import { auditPackages, packageKeys } from "./audit-package.ts";
import { mountBank } from "./bank.ts";
import { mountBooks } from "./books.ts";
import { invoices } from "./invoices.ts";
import { openItems } from "./open-items.ts";
import { parties } from "./parties.ts";
import { payeeAccounts } from "./payee-accounts.ts";
import { paymentTerms } from "./payment-terms.ts";
import { payments } from "./payments.ts";
import { allocations, settlementRule } from "./settlement.ts";

/** Mounts the routers of finance under /finance. */
export const mountFinance = (
  api: OpenAPIHono<Env>,
  { numbers, signer }: Readonly<{ numbers: BankNumbers; signer: PackageSigner }>,
): void => {
  mountBooks(api);
  mountBank(api, numbers);
  api.route("/finance/audit-package", auditPackages(signer));
  api.route("/", packageKeys(signer));
  api.route("/finance/invoices", invoices);
  api.route("/finance/parties", parties);
  api.route("/finance/parties", payeeAccounts(numbers));
  api.route("/finance/payments", payments);
  api.route("/finance/entries", attachmentRoutes(entryAttachments, { noun: "Entry", tag: "Entries" }));
  api.route("/finance/invoices", attachmentRoutes(invoiceAttachments, { noun: "Invoice", tag: "Invoices" }));
  api.route("/finance/payments", attachmentRoutes(paymentAttachments, { noun: "Payment", tag: "Payments" }));
  api.route("/finance/payment-terms", paymentTerms);
  api.route("/finance/allocations", allocations);
  api.route("/finance/open-items", openItems);
  api.route("/finance/settlement-rule", settlementRule);
};
