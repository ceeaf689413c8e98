/** The only place where the app's addresses are spelled. The router mounts them under `/app`. */
export const paths = {
  dashboard: () => "/",
  signIn: (next?: string) => (next && next !== "/" ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in"),
  password: () => "/password",
  sales: {
    customers: () => "/sales/customers",
    newCustomer: () => "/sales/customers/new",
    customer: (id: string) => `/sales/customers/${id}`,
    editCustomer: (id: string) => `/sales/customers/${id}/edit`,
    products: () => "/sales/products",
    newProduct: () => "/sales/products/new",
    product: (id: string) => `/sales/products/${id}`,
    editProduct: (id: string) => `/sales/products/${id}/edit`,
    orders: (filter?: { customerId?: string; status?: string }) => withQuery("/sales/orders", filter),
    newOrder: (filter?: { customerId?: string }) => withQuery("/sales/orders/new", filter),
    order: (id: string) => `/sales/orders/${id}`,
    editOrder: (id: string) => `/sales/orders/${id}/edit`,
  },
  finance: {
    invoices: (filter?: { state?: string; partyId?: string }) => withQuery("/finance/invoices", filter),
    newInvoice: () => "/finance/invoices/new",
    invoice: (id: string) => `/finance/invoices/${id}`,
    editInvoice: (id: string) => `/finance/invoices/${id}/edit`,
    bills: () => "/finance/bills",
    newBill: () => "/finance/bills/new",
    party: (id: string, filter?: { ledger?: string; to?: string }) => withQuery(`/finance/parties/${id}`, filter),
    suppliers: () => "/finance/suppliers",
    newSupplier: () => "/finance/suppliers/new",
    supplier: (id: string) => `/finance/suppliers/${id}`,
    editSupplier: (id: string) => `/finance/suppliers/${id}/edit`,
    settlementRule: () => "/finance/settlement-rule",
    paymentTerms: () => "/finance/payment-terms",
    newPaymentTerm: () => "/finance/payment-terms/new",
    agedReceivables: (filter?: AgedFilter) => withQuery("/finance/aged-receivables", filter),
    agedPayables: (filter?: AgedFilter) => withQuery("/finance/aged-payables", filter),
    agedWhy: (ledger: "receivables" | "payables", filter?: AgedFilter & { partyId?: string; column?: string | undefined }) =>
      withQuery(`/finance/aged-${ledger}/why`, filter),
    payments: () => "/finance/payments",
    newPayment: (filter?: { invoiceId?: string; partyId?: string; direction?: "in" | "out" }) => withQuery("/finance/payments/new", filter),
    payment: (id: string) => `/finance/payments/${id}`,
    trialBalance: (filter?: { asOf?: string | undefined; knownAt?: string | undefined }) => withQuery("/finance/trial-balance", filter),
    profitAndLoss: () => "/finance/profit-and-loss",
    balanceSheet: () => "/finance/balance-sheet",
    cashFlow: (filter?: { method?: string | undefined }) => withQuery("/finance/cash-flow", filter),
    journal: () => "/finance/journal",
    differences: () => "/finance/differences",
    companies: () => "/finance/companies",
    generalLedger: (accountId: string, filter?: LedgerFilter) => withQuery(`/finance/general-ledger/${accountId}`, filter),
    bankAccounts: () => "/finance/bank",
    newBankAccount: () => "/finance/bank/new",
    bankImport: (filter?: { bankAccountId?: string }) => withQuery("/finance/bank/import", filter),
    bankRules: () => "/finance/bank/rules",
    bankAccount: (id: string) => `/finance/bank/${id}`,
    bankStatements: (id: string) => `/finance/bank/${id}/statements`,
    bankReconciliation: (id: string, filter?: { asOf?: string }) => withQuery(`/finance/bank/${id}/reconciliation`, filter),
    auditPackage: () => "/finance/audit-package",
    accounts: () => "/finance/accounts",
    newAccount: () => "/finance/accounts/new",
    editAccount: (id: string) => `/finance/accounts/${id}/edit`,
    importAccounts: () => "/finance/accounts/import",
    taxes: () => "/finance/taxes",
    newTax: () => "/finance/taxes/new",
    tax: (id: string) => `/finance/taxes/${id}`,
    taxBoxes: () => "/finance/tax-boxes",
    taxReport: (filter?: { from?: string | undefined; to?: string | undefined }) => withQuery("/finance/tax-report", filter),
    taxLines: (filter: Readonly<Record<string, string | undefined>>) => withQuery("/finance/tax-report/lines", filter),
    rates: () => "/finance/rates",
    revaluations: () => "/finance/revaluations",
    newRevaluation: () => "/finance/revaluations/new",
    revaluation: (id: string) => `/finance/revaluations/${id}`,
    entries: (filter?: { state?: string; accountId?: string }) => withQuery("/finance/entries", filter),
    newEntry: () => "/finance/entries/new",
    periods: () => "/finance/periods",
    closeRules: () => "/finance/close-checklist",
    period: (id: string) => `/finance/periods/${id}`,
    closes: (id: string, filter?: { close?: string }) => withQuery(`/finance/periods/${id}/closes`, filter),
    entry: (id: string) => `/finance/entries/${id}`,
    entryWhy: (id: string, filter?: { line?: string }) => withQuery(`/finance/entries/${id}/why`, filter),
    invoiceWhy: (id: string) => `/finance/invoices/${id}/why`,
    sumWhy: (report: string, filter: Readonly<Record<string, string | undefined>>) => withQuery(`/finance/why-sum/${report}`, filter),
    figureWhy: (report: string, filter: Readonly<Record<string, string | undefined>>) => withQuery(`/finance/why/${report}`, filter),
    flowWhy: (filter: Readonly<Record<string, string | undefined>>) => withQuery("/finance/why-flow", filter),
    entryDraft: (id: string) => `/finance/entry-drafts/${id}`,
    journals: () => "/finance/journals",
    dimensions: () => "/finance/dimensions",
    dimension: (id: string) => `/finance/dimensions/${id}`,
  },
  /** Where something that is open is shown. */
  openDocument: (kind: string, id: string) => {
    if (kind === "payment") return paths.finance.payment(id);
    return kind === "entry" ? paths.finance.entry(id) : paths.finance.invoice(id);
  },
  platform: {
    approvals: () => "/approvals",
    approval: (id: string) => `/approvals/${id}`,
    approvalRules: () => "/approvals/rules",
  },
} as const;

type AgedFilter = { asOf?: string | undefined; days?: string | undefined };
type LedgerFilter = { readonly [Name in "from" | "to" | "knownAt" | "dimension" | "withoutDimension"]?: string | undefined };

/** Where this app shows what the API explains at an address. */
export function whyAt(address: string): string {
  const [path = "", query] = address.split("?");
  const { report = "", ...asked } = Object.fromEntries(new URLSearchParams(query));
  if (path === "/finance/reports/explain-sum") return paths.finance.sumWhy(report, asked);
  if (path === "/finance/reports/cash-flow/entries") return paths.finance.flowWhy(asked);
  return paths.finance.figureWhy(path.split("/").at(-2) ?? "", asked);
}

/** A path with those filters that are set. */
export function withQuery(path: string, filter: Readonly<Record<string, string | undefined>> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Where to go after signing in: a path of this app, never another site. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : paths.dashboard();
}
