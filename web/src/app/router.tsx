import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";
import { RouteError } from "./RouteError.tsx";
import { SignedIn, SignedOut } from "./SessionGate.tsx";

/** While the first screen is fetched the page stays as it is. */
const Nothing = () => null;

/** A route whose screen is fetched when it is first opened. */
const screen = (path: string, load: () => Promise<ComponentType>): RouteObject => ({
  path,
  lazy: async () => ({ Component: await load() }),
  ErrorBoundary: RouteError,
  HydrateFallback: Nothing,
});

const sales: RouteObject[] = [
  screen("/sales/customers", async () => (await import("../features/sales/customers/CustomersPage.tsx")).CustomersPage),
  screen("/sales/customers/new", async () => (await import("../features/sales/customers/NewCustomerPage.tsx")).NewCustomerPage),
  screen("/sales/customers/:id", async () => (await import("../features/sales/customers/CustomerPage.tsx")).CustomerPage),
  screen("/sales/customers/:id/edit", async () => (await import("../features/sales/customers/EditCustomerPage.tsx")).EditCustomerPage),
  screen("/sales/products", async () => (await import("../features/sales/catalogue/ProductsPage.tsx")).ProductsPage),
  screen("/sales/products/new", async () => (await import("../features/sales/catalogue/NewProductPage.tsx")).NewProductPage),
  screen("/sales/products/:id", async () => (await import("../features/sales/catalogue/ProductPage.tsx")).ProductPage),
  screen("/sales/products/:id/edit", async () => (await import("../features/sales/catalogue/EditProductPage.tsx")).EditProductPage),
  screen("/sales/orders", async () => (await import("../features/sales/orders/OrdersPage.tsx")).OrdersPage),
  screen("/sales/orders/new", async () => (await import("../features/sales/orders/NewOrderPage.tsx")).NewOrderPage),
  screen("/sales/orders/:id/edit", async () => (await import("../features/sales/orders/EditOrderPage.tsx")).EditOrderPage),
  screen("/sales/orders/:id", async () => (await import("../features/sales/orders/OrderPage.tsx")).OrderPage),
];

const finance: RouteObject[] = [
  screen("/finance/invoices", async () => (await import("../features/finance/invoices/InvoicesPage.tsx")).InvoicesPage),
  screen("/finance/invoices/new", async () => (await import("../features/finance/invoices/DocumentFormPage.tsx")).NewInvoicePage),
  screen("/finance/invoices/:id/edit", async () => (await import("../features/finance/invoices/DocumentFormPage.tsx")).EditDraftPage),
  screen("/finance/invoices/:id", async () => (await import("../features/finance/invoices/InvoicePage.tsx")).InvoicePage),
  screen("/finance/bills", async () => (await import("../features/finance/invoices/BillsPage.tsx")).BillsPage),
  screen("/finance/bills/new", async () => (await import("../features/finance/invoices/DocumentFormPage.tsx")).NewBillPage),
  screen("/finance/parties/:id", async () => (await import("../features/finance/parties/StatementPage.tsx")).StatementPage),
  screen("/finance/suppliers", async () => (await import("../features/finance/suppliers/SuppliersPage.tsx")).SuppliersPage),
  screen("/finance/suppliers/new", async () => (await import("../features/finance/suppliers/SupplierFormPages.tsx")).NewSupplierPage),
  screen("/finance/suppliers/:id", async () => (await import("../features/finance/suppliers/SupplierPage.tsx")).SupplierPage),
  screen("/finance/suppliers/:id/edit", async () => (await import("../features/finance/suppliers/SupplierFormPages.tsx")).EditSupplierPage),
  screen(
    "/finance/settlement-rule",
    async () => (await import("../features/finance/settlement/SettlementRulePage.tsx")).SettlementRulePage,
  ),
  screen("/finance/payment-terms", async () => (await import("../features/finance/terms/PaymentTermsPage.tsx")).PaymentTermsPage),
  screen("/finance/payment-terms/new", async () => (await import("../features/finance/terms/NewPaymentTermPage.tsx")).NewPaymentTermPage),
  screen("/finance/aged-receivables", async () => (await import("../features/finance/reports/AgedPage.tsx")).AgedReceivablesPage),
  screen("/finance/aged-payables", async () => (await import("../features/finance/reports/AgedPage.tsx")).AgedPayablesPage),
  screen("/finance/aged-receivables/why", async () => (await import("../features/finance/reports/AgedWhyPage.tsx")).AgedReceivablesWhyPage),
  screen("/finance/aged-payables/why", async () => (await import("../features/finance/reports/AgedWhyPage.tsx")).AgedPayablesWhyPage),
  screen("/finance/payments", async () => (await import("../features/finance/payments/PaymentsPage.tsx")).PaymentsPage),
  screen("/finance/payments/new", async () => (await import("../features/finance/payments/NewPaymentPage.tsx")).NewPaymentPage),
  screen("/finance/payments/:id", async () => (await import("../features/finance/payments/PaymentPage.tsx")).PaymentPage),
  screen("/finance/bank", async () => (await import("../features/finance/bank/BankAccountsPage.tsx")).BankAccountsPage),
  screen("/finance/bank/new", async () => (await import("../features/finance/bank/NewBankAccountPage.tsx")).NewBankAccountPage),
  screen("/finance/bank/import", async () => (await import("../features/finance/bank/ImportPage.tsx")).ImportPage),
  screen("/finance/bank/rules", async () => (await import("../features/finance/bank/RulesPage.tsx")).RulesPage),
  screen("/finance/bank/:id", async () => (await import("../features/finance/bank/ReconcilePage.tsx")).ReconcilePage),
  screen("/finance/bank/:id/statements", async () => (await import("../features/finance/bank/StatementsPage.tsx")).StatementsPage),
  screen(
    "/finance/bank/:id/reconciliation",
    async () => (await import("../features/finance/bank/ReconciliationPage.tsx")).ReconciliationPage,
  ),
  screen("/finance/trial-balance", async () => (await import("../features/finance/reports/TrialBalancePage.tsx")).TrialBalancePage),
  screen("/finance/profit-and-loss", async () => (await import("../features/finance/reports/ProfitAndLossPage.tsx")).ProfitAndLossPage),
  screen("/finance/balance-sheet", async () => (await import("../features/finance/reports/BalanceSheetPage.tsx")).BalanceSheetPage),
  screen("/finance/cash-flow", async () => (await import("../features/finance/reports/CashFlowPage.tsx")).CashFlowPage),
  screen("/finance/journal", async () => (await import("../features/finance/reports/JournalPage.tsx")).JournalPage),
  screen("/finance/companies", async () => (await import("../features/finance/reports/CompaniesPage.tsx")).CompaniesPage),
  screen("/finance/differences", async () => (await import("../features/finance/reports/DifferencePage.tsx")).DifferencePage),
  screen(
    "/finance/general-ledger/:accountId",
    async () => (await import("../features/finance/reports/GeneralLedgerPage.tsx")).GeneralLedgerPage,
  ),
  screen("/finance/audit-package", async () => (await import("../features/finance/audit/AuditPackagePage.tsx")).AuditPackagePage),
  screen("/finance/accounts", async () => (await import("../features/finance/accounts/AccountsPage.tsx")).AccountsPage),
  screen("/finance/accounts/new", async () => (await import("../features/finance/accounts/NewAccountPage.tsx")).NewAccountPage),
  screen("/finance/accounts/import", async () => (await import("../features/finance/accounts/ImportAccountsPage.tsx")).ImportAccountsPage),
  screen("/finance/accounts/:id/edit", async () => (await import("../features/finance/accounts/EditAccountPage.tsx")).EditAccountPage),
  screen("/finance/taxes", async () => (await import("../features/finance/taxes/TaxesPage.tsx")).TaxesPage),
  screen("/finance/taxes/new", async () => (await import("../features/finance/taxes/NewTaxPage.tsx")).NewTaxPage),
  screen("/finance/taxes/:id", async () => (await import("../features/finance/taxes/TaxPage.tsx")).TaxPage),
  screen("/finance/tax-boxes", async () => (await import("../features/finance/taxes/TaxBoxesPage.tsx")).TaxBoxesPage),
  screen("/finance/tax-report", async () => (await import("../features/finance/taxes/TaxReportPage.tsx")).TaxReportPage),
  screen("/finance/tax-report/lines", async () => (await import("../features/finance/taxes/TaxLinesPage.tsx")).TaxLinesPage),
  screen("/finance/rates", async () => (await import("../features/finance/rates/RatesPage.tsx")).RatesPage),
  screen("/finance/revaluations", async () => (await import("../features/finance/revaluations/RevaluationsPage.tsx")).RevaluationsPage),
  screen(
    "/finance/revaluations/new",
    async () => (await import("../features/finance/revaluations/NewRevaluationPage.tsx")).NewRevaluationPage,
  ),
  screen("/finance/revaluations/:id", async () => (await import("../features/finance/revaluations/RevaluationPage.tsx")).RevaluationPage),
  screen("/finance/entries", async () => (await import("../features/finance/entries/EntriesPage.tsx")).EntriesPage),
  screen("/finance/entries/new", async () => (await import("../features/finance/entries/EntryFormPage.tsx")).NewEntryPage),
  screen("/finance/entry-drafts/:id", async () => (await import("../features/finance/entries/EntryFormPage.tsx")).DraftPage),
  screen("/finance/journals", async () => (await import("../features/finance/journals/JournalsPage.tsx")).JournalsPage),
  screen("/finance/dimensions", async () => (await import("../features/finance/dimensions/DimensionsPage.tsx")).DimensionsPage),
  screen("/finance/dimensions/:id", async () => (await import("../features/finance/dimensions/DimensionPage.tsx")).DimensionPage),
  screen("/finance/periods", async () => (await import("../features/finance/periods/PeriodsPage.tsx")).PeriodsPage),
  screen("/finance/close-checklist", async () => (await import("../features/finance/periods/CloseRulesPage.tsx")).CloseRulesPage),
  screen("/finance/periods/:id/closes", async () => (await import("../features/finance/periods/ClosesPage.tsx")).ClosesPage),
  screen("/finance/periods/:id", async () => (await import("../features/finance/periods/PeriodPage.tsx")).PeriodPage),
  screen("/finance/entries/:id/why", async () => (await import("../features/finance/explanations/EntryWhyPage.tsx")).EntryWhyPage),
  screen("/finance/invoices/:id/why", async () => (await import("../features/finance/explanations/InvoiceWhyPage.tsx")).InvoiceWhyPage),
  screen("/finance/why-sum/:report", async () => (await import("../features/finance/explanations/SumWhyPage.tsx")).SumWhyPage),
  screen("/finance/why-flow", async () => (await import("../features/finance/explanations/FlowWhyPage.tsx")).FlowWhyPage),
  screen("/finance/why/:report", async () => (await import("../features/finance/explanations/FigureWhyPage.tsx")).FigureWhyPage),
  screen("/finance/entries/:id", async () => (await import("../features/finance/entries/EntryPage.tsx")).EntryPage),
];

export const router = createBrowserRouter(
  [
    {
      Component: SignedOut,
      ErrorBoundary: RouteError,
      HydrateFallback: Nothing,
      children: [screen("/sign-in", async () => (await import("../features/identity/session/SignInPage.tsx")).SignInPage)],
    },
    {
      Component: SignedIn,
      ErrorBoundary: RouteError,
      HydrateFallback: Nothing,
      children: [
        screen("/password", async () => (await import("../features/identity/session/PasswordPage.tsx")).PasswordPage),
        {
          lazy: async () => ({ Component: (await import("./Shell.tsx")).Shell }),
          HydrateFallback: Nothing,
          children: [
            screen("/", async () => (await import("../features/sales/analytics/DashboardPage.tsx")).DashboardPage),
            ...sales,
            ...finance,
            screen("/approvals", async () => (await import("../features/platform/approvals/ApprovalsPage.tsx")).ApprovalsPage),
            screen(
              "/approvals/rules",
              async () => (await import("../features/platform/approvals/ApprovalRulesPage.tsx")).ApprovalRulesPage,
            ),
            screen("/approvals/:id", async () => (await import("../features/platform/approvals/ApprovalPage.tsx")).ApprovalPage),
            screen("*", async () => (await import("./NotFoundPage.tsx")).NotFoundPage),
          ],
        },
      ],
    },
  ],
  { basename: "/app" },
);
