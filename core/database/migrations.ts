import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import * as foundation from "./migrations/0001-foundation.ts";
import * as pipeline from "./migrations/0002-pipeline.ts";
import * as accounts from "./migrations/0003-accounts.ts";
import * as ledger from "./migrations/0004-ledger.ts";
import * as seals from "./migrations/0005-seals.ts";
import * as invoices from "./migrations/0006-invoices.ts";
import * as customers from "./migrations/0007-customers.ts";
import * as orders from "./migrations/0008-orders.ts";
import * as documents from "./migrations/0009-documents.ts";
import * as identity from "./migrations/0010-identity.ts";
import * as signIn from "./migrations/0011-sign-in.ts";
import * as customerLists from "./migrations/0020-customers.ts";
import * as catalogue from "./migrations/0021-catalogue.ts";
import * as prices from "./migrations/0022-prices.ts";
import * as stock from "./migrations/0023-stock.ts";
import * as publicCatalogue from "./migrations/0024-public-catalogue.ts";
import * as ledgerGuards from "./migrations/0030-ledger-guards.ts";
import * as rateOrder from "./migrations/0031-rate-order.ts";
import * as entryContext from "./migrations/0032-entry-context.ts";
import * as webhooks from "./migrations/0040-webhooks.ts";
import * as jobs from "./migrations/0041-jobs.ts";
import * as auditOrder from "./migrations/0042-audit-order.ts";
import * as imports from "./migrations/0043-imports.ts";
import * as documentSearch from "./migrations/0050-document-search.ts";
import * as creditExposure from "./migrations/0051-credit-exposure.ts";
import * as listOrders from "./migrations/0052-list-orders.ts";
import * as accountTree from "./migrations/0060-account-tree.ts";
import * as accountLimits from "./migrations/0061-account-limits.ts";
import * as packageKeys from "./migrations/0062-package-keys.ts";
import * as dimensions from "./migrations/0065-dimensions.ts";
import * as entryDrafts from "./migrations/0066-entry-drafts.ts";
import * as attachments from "./migrations/0067-attachments.ts";
import * as periodStates from "./migrations/0070-period-states.ts";
import * as approvals from "./migrations/0071-approvals.ts";
import * as yearEnd from "./migrations/0072-year-end.ts";
import * as taxes from "./migrations/0075-taxes.ts";
import * as currencies from "./migrations/0076-currencies.ts";
import * as openItems from "./migrations/0080-open-items.ts";
import * as paymentTerms from "./migrations/0081-payment-terms.ts";
import * as settlementAccounts from "./migrations/0082-settlement-accounts.ts";
import * as bankAccounts from "./migrations/0090-bank-accounts.ts";
import * as bankStatements from "./migrations/0091-bank-statements.ts";
import * as bankMatching from "./migrations/0092-bank-matching.ts";
import * as bankVersions from "./migrations/0093-bank-versions.ts";
import * as closingEntries from "./migrations/0095-closing-entries.ts";
import * as cashFlow from "./migrations/0096-cash-flow.ts";
import * as searchPlans from "./migrations/0098-search-plans.ts";
import * as keysByMonth from "./migrations/0099-keys-by-month.ts";
import * as controlAccounts from "./migrations/0100-control-accounts.ts";
import * as closeChecklist from "./migrations/0101-close-checklist.ts";
import * as duties from "./migrations/0110-duties.ts";
import * as usualTaxes from "./migrations/0111-usual-taxes.ts";
import * as taxPoint from "./migrations/0112-tax-point.ts";
import * as hotPath from "./migrations/0115-hot-path.ts";
import * as agedIndex from "./migrations/0116-aged-index.ts";
import * as documentSplits from "./migrations/0130-document-splits.ts";
import * as plansByKey from "./migrations/0150-plans-by-key.ts";
import * as edgesSince from "./migrations/0165-edges-since.ts";
import * as groupCommit from "./migrations/0180-group-commit.ts";
import * as groupedOrders from "./migrations/0181-grouped-orders.ts";
import * as historyByStatement from "./migrations/0182-history-by-statement.ts";
import * as orderLinesByKey from "./migrations/0195-order-lines-by-key.ts";
import * as roomForLineUpdates from "./migrations/0196-room-for-line-updates.ts";
import * as treeDepth from "./migrations/0200-tree-depth.ts";
import * as historyWithoutCounters from "./migrations/0201-history-without-counters.ts";
import * as tailByKey from "./migrations/0202-tail-by-key.ts";
import * as countInvoicedAtOnce from "./migrations/0203-count-invoiced-at-once.ts";
import * as ordersChangeAtOnce from "./migrations/0204-orders-change-at-once.ts";
import * as answersAsWritten from "./migrations/0205-answers-as-written.ts";

type Up = Readonly<{ up: (db: Kysely<unknown>) => Promise<unknown> }>;
const migration = ({ up }: Up): Migration => ({
  up: async (db) => {
    await up(db);
  },
});

/** Every migration by name, in order of name. A static list, so that a bundle holds them too. Applied ones never change. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-foundation": migration(foundation),
  "0002-pipeline": migration(pipeline),
  "0003-accounts": migration(accounts),
  "0004-ledger": migration(ledger),
  "0005-seals": migration(seals),
  "0006-invoices": migration(invoices),
  "0007-customers": migration(customers),
  "0008-orders": migration(orders),
  "0009-documents": migration(documents),
  "0010-identity": migration(identity),
  "0011-sign-in": migration(signIn),
  "0020-customers": migration(customerLists),
  "0021-catalogue": migration(catalogue),
  "0022-prices": migration(prices),
  "0023-stock": migration(stock),
  "0024-public-catalogue": migration(publicCatalogue),
  "0030-ledger-guards": migration(ledgerGuards),
  "0031-rate-order": migration(rateOrder),
  "0032-entry-context": migration(entryContext),
  "0040-webhooks": migration(webhooks),
  "0041-jobs": migration(jobs),
  "0042-audit-order": migration(auditOrder),
  "0043-imports": migration(imports),
  "0050-document-search": migration(documentSearch),
  "0051-credit-exposure": migration(creditExposure),
  "0052-list-orders": migration(listOrders),
  "0060-account-tree": migration(accountTree),
  "0061-account-limits": migration(accountLimits),
  "0062-package-keys": migration(packageKeys),
  "0065-dimensions": migration(dimensions),
  "0066-entry-drafts": migration(entryDrafts),
  "0067-attachments": migration(attachments),
  "0070-period-states": migration(periodStates),
  "0071-approvals": migration(approvals),
  "0072-year-end": migration(yearEnd),
  "0075-taxes": migration(taxes),
  "0076-currencies": migration(currencies),
  "0080-open-items": migration(openItems),
  "0081-payment-terms": migration(paymentTerms),
  "0082-settlement-accounts": migration(settlementAccounts),
  "0090-bank-accounts": migration(bankAccounts),
  "0091-bank-statements": migration(bankStatements),
  "0092-bank-matching": migration(bankMatching),
  "0093-bank-versions": migration(bankVersions),
  "0095-closing-entries": migration(closingEntries),
  "0096-cash-flow": migration(cashFlow),
  "0098-search-plans": migration(searchPlans),
  "0099-keys-by-month": migration(keysByMonth),
  "0100-control-accounts": migration(controlAccounts),
  "0101-close-checklist": migration(closeChecklist),
  "0110-duties": migration(duties),
  "0111-usual-taxes": migration(usualTaxes),
  "0112-tax-point": migration(taxPoint),
  "0115-hot-path": migration(hotPath),
  "0116-aged-index": migration(agedIndex),
  "0130-document-splits": migration(documentSplits),
  "0150-plans-by-key": migration(plansByKey),
  "0165-edges-since": migration(edgesSince),
  "0180-group-commit": migration(groupCommit),
  "0181-grouped-orders": migration(groupedOrders),
  "0182-history-by-statement": migration(historyByStatement),
  "0195-order-lines-by-key": migration(orderLinesByKey),
  "0196-room-for-line-updates": migration(roomForLineUpdates),
  "0200-tree-depth": migration(treeDepth),
  "0201-history-without-counters": migration(historyWithoutCounters),
  "0202-tail-by-key": migration(tailByKey),
  "0203-count-invoiced-at-once": migration(countInvoicedAtOnce),
  "0204-orders-change-at-once": migration(ordersChangeAtOnce),
  "0205-answers-as-written": migration(answersAsWritten),
};
