import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { IconName } from "../ui/Icon.tsx";
import { paths } from "./paths.ts";

export interface Destination {
  readonly label: MessageDescriptor;
  readonly to: string;
  readonly icon: IconName;
  /** Words by which the palette finds it besides its label. */
  readonly keywords?: MessageDescriptor;
}

export interface Section {
  readonly id: string;
  readonly label?: MessageDescriptor;
  readonly destinations: readonly Destination[];
}

/** The left navigation, module by module. */
export const sections: readonly Section[] = [
  { id: "home", destinations: [{ label: msg`Dashboard`, to: paths.dashboard(), icon: "dashboard" }] },
  {
    id: "sales",
    label: msg`Sales`,
    destinations: [
      { label: msg`Orders`, to: paths.sales.orders(), icon: "orders", keywords: msg`sales order delivery` },
      { label: msg`Customers`, to: paths.sales.customers(), icon: "customers", keywords: msg`buyer account contact` },
      { label: msg`Products`, to: paths.sales.products(), icon: "products", keywords: msg`catalogue article stock price` },
    ],
  },
  {
    id: "finance",
    label: msg`Finance`,
    destinations: [
      { label: msg`Invoices`, to: paths.finance.invoices(), icon: "invoices", keywords: msg`bill receivable credit note` },
      { label: msg`Bills`, to: paths.finance.bills(), icon: "orders", keywords: msg`supplier payable purchase` },
      { label: msg`Suppliers`, to: paths.finance.suppliers(), icon: "customers", keywords: msg`vendor creditor bank details iban` },
      { label: msg`Payments`, to: paths.finance.payments(), icon: "payments", keywords: msg`receipt bank cash` },
      { label: msg`Bank`, to: paths.finance.bankAccounts(), icon: "bank", keywords: msg`statement reconcile import camt ofx` },
      { label: msg`Aged receivables`, to: paths.finance.agedReceivables(), icon: "customers", keywords: msg`open items overdue debtors` },
      { label: msg`Aged payables`, to: paths.finance.agedPayables(), icon: "truck", keywords: msg`open items overdue creditors` },
      { label: msg`Payment terms`, to: paths.finance.paymentTerms(), icon: "calendar", keywords: msg`due instalments discount` },
      { label: msg`Settling`, to: paths.finance.settlementRule(), icon: "check", keywords: msg`write-off limit ages settings` },
      { label: msg`Chart of accounts`, to: paths.finance.accounts(), icon: "accounts", keywords: msg`account heading nominal` },
      { label: msg`Entries`, to: paths.finance.entries(), icon: "edit", keywords: msg`journal posting draft voucher` },
      { label: msg`Trial balance`, to: paths.finance.trialBalance(), icon: "ledger", keywords: msg`ledger accounts journal report` },
      { label: msg`Profit and loss`, to: paths.finance.profitAndLoss(), icon: "ledger", keywords: msg`income expenses result report` },
      { label: msg`Balance sheet`, to: paths.finance.balanceSheet(), icon: "ledger", keywords: msg`assets liabilities equity report` },
      { label: msg`Cash flow`, to: paths.finance.cashFlow(), icon: "ledger", keywords: msg`cash liquidity report` },
      { label: msg`Journal`, to: paths.finance.journal(), icon: "ledger", keywords: msg`daybook entries report` },
      { label: msg`What changed since`, to: paths.finance.differences(), icon: "ledger", keywords: msg`known at difference audit report` },
      { label: msg`Companies side by side`, to: paths.finance.companies(), icon: "ledger", keywords: msg`group subsidiaries sum report` },
      { label: msg`Tax report`, to: paths.finance.taxReport(), icon: "check", keywords: msg`vat return boxes` },
      { label: msg`Taxes`, to: paths.finance.taxes(), icon: "products", keywords: msg`vat rate code withholding` },
      { label: msg`Exchange rates`, to: paths.finance.rates(), icon: "language", keywords: msg`currency ecb` },
      { label: msg`Revaluation`, to: paths.finance.revaluations(), icon: "chevronUpDown", keywords: msg`currency unrealised gain loss` },
      { label: msg`Audit package`, to: paths.finance.auditPackage(), icon: "key", keywords: msg`auditor export signed verify` },
      { label: msg`Journals`, to: paths.finance.journals(), icon: "orders", keywords: msg`book of entries settings` },
      { label: msg`Dimensions`, to: paths.finance.dimensions(), icon: "products", keywords: msg`cost centre project split settings` },
      { label: msg`Periods`, to: paths.finance.periods(), icon: "calendar", keywords: msg`fiscal year close month end year end` },
      { label: msg`Approvals`, to: paths.platform.approvals(), icon: "check", keywords: msg`approve second person four eyes` },
      {
        label: msg`Who needs a second person`,
        to: paths.platform.approvalRules(),
        icon: "key",
        keywords: msg`approval rules four eyes limit settings`,
      },
    ],
  },
];

/** What can be started from anywhere, through the palette. */
export const actions: readonly Destination[] = [
  { label: msg`New order`, to: paths.sales.newOrder(), icon: "plus" },
  { label: msg`New customer`, to: paths.sales.newCustomer(), icon: "plus" },
  { label: msg`New product`, to: paths.sales.newProduct(), icon: "plus" },
  { label: msg`Import bank statements`, to: paths.finance.bankImport(), icon: "plus" },
  { label: msg`Revalue currencies`, to: paths.finance.newRevaluation(), icon: "plus" },
  { label: msg`New entry`, to: paths.finance.newEntry(), icon: "plus" },
  { label: msg`New supplier`, to: paths.finance.newSupplier(), icon: "plus" },
  { label: msg`New invoice`, to: paths.finance.newInvoice(), icon: "plus" },
  { label: msg`New bill`, to: paths.finance.newBill(), icon: "plus" },
  { label: msg`Register payment`, to: paths.finance.newPayment(), icon: "plus" },
];
