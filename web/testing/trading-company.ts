import { aBank } from "./bank.ts";
import type { Program } from "./installation.ts";

interface Made {
  readonly id: string;
}
interface Invoiced extends Made {
  readonly invoice: { readonly id: string; readonly total: string; readonly entryId: string };
}

const goods = ["Chai, 10 boxes", "Gorgonzola Telino", "Tofu", "Raclette Courdavault"];
const buyers = ["Alfreds Futterkiste", "Blauer See Delikatessen", "Ernst Handel", "Lehmanns Marktstand", "QUICK-Stop"];

/** Goods with prices, and whom they are sold to. */
export async function aShop({ api }: Program) {
  const products: Made[] = [];
  for (const [index, name] of goods.entries()) {
    products.push(await api.post<Made>("/sales/products", { sku: `NW-${index + 1}`, name, allowNegative: true }));
  }
  const { items: lists } = await api.get<{ items: Made[] }>("/sales/price-lists");
  const prices = products.map(({ id }, index) => ({ priceListId: lists[0]?.id, productId: id, unitPrice: `${12 + 7 * index}.50` }));
  await api.post("/sales/prices/bulk", { prices });
  const customers: Made[] = [];
  for (const name of buyers) customers.push(await api.post<Made>("/sales/customers", customerNamed(name)));
  return { products, customers };
}

/** A bill with tax in another currency, the rate for it, and its revaluation: what the screens of taxes and rates show. */
async function foreignTrade({ api }: Program, partyId: string | undefined): Promise<Readonly<Record<string, string>>> {
  const { currency } = await api.get<{ currency: string }>("/finance/reports/trial-balance");
  const foreign = currency === "USD" ? "EUR" : "USD";
  const today = new Date().toISOString().slice(0, 10);
  await api.post("/finance/rates", { currency: foreign, rate: "0.9123", validOn: "2020-01-01" });
  const { items: taxes } = await api.get<{ items: (Made & { code: string; treatment: string; usage: string })[] }>(
    "/finance/taxes?limit=200",
  );
  const taxCodes = [taxes.find(({ usage, treatment }) => usage === "purchase" && treatment === "reverse_charge")?.code];
  const bill = await api.post<Made>("/finance/invoices", {
    ...{ kind: "bill", partyId, currency: foreign },
    lines: [{ description: "Consulting", quantity: "2", unitPrice: "350.00", taxCodes }],
  });
  await api.post(`/finance/invoices/${bill.id}/issue`);
  await api.post("/finance/rates", { currency: foreign, rate: "0.9321", validOn: today });
  const revaluation = await api.post<Made>("/finance/revaluations", { on: today });
  const { returns } = await api.get<{ returns: { boxes: (Made & { amount: string })[] }[] }>("/finance/reports/tax");
  return {
    taxes: "/app/finance/taxes",
    tax: `/app/finance/taxes/${taxes[0]?.id}`,
    "new tax": "/app/finance/taxes/new",
    "boxes of returns": "/app/finance/tax-boxes",
    "tax report": "/app/finance/tax-report",
    "lines of a box": `/app/finance/tax-report/lines?boxId=${returns[0]?.boxes.find(({ amount }) => amount !== "0.00")?.id}`,
    "balance sheet in another currency": `/app/finance/balance-sheet?currency=${foreign}&compare=previous_year`,
    rates: "/app/finance/rates",
    revaluations: "/app/finance/revaluations",
    revaluation: `/app/finance/revaluations/${revaluation.id}`,
    "new revaluation": `/app/finance/revaluations/new?on=${today}`,
  };
}

/** A request that waits for a second person, and a period: a limit so high that nothing else here meets it. */
async function duties({ api }: Program): Promise<Readonly<Record<string, string>>> {
  const { items: periods } = await api.get<{ items: Made[] }>("/finance/periods?limit=1");
  const { items: accounts } = await api.get<{ items: (Made & { type: string; isGroup: boolean; manualPosting: boolean })[] }>(
    "/finance/accounts?limit=200",
  );
  await api.put("/platform/approval-rules/finance.entry.post", { demanded: true, above: "1000000.00" });
  const accountId = accounts.find(({ type, isGroup, manualPosting }) => type === "expense" && !isGroup && manualPosting)?.id;
  const { approval } = await api.post<{ approval: Made }>("/finance/entries", {
    description: "A very large accrual",
    lines: [
      { accountId, debit: "2000000.00" },
      { accountId, credit: "2000000.00" },
    ],
  });
  return {
    periods: "/app/finance/periods",
    "close-checklist": "/app/finance/close-checklist",
    period: `/app/finance/periods/${periods[0]?.id}`,
    "closes of a period": `/app/finance/periods/${periods[0]?.id}/closes`,
    approvals: "/app/approvals",
    approval: `/app/approvals/${approval.id}`,
    "approval rules": "/app/approvals/rules",
  };
}

/** Terms with a discount, and a bill in instalments that offers it: what the screens of settling show. */
async function settling({ api }: Program, customerId: string | undefined): Promise<Readonly<Record<string, string>>> {
  const { id: paymentTermId } = await api.post<Made>("/finance/payment-terms", {
    code: "2-30-60",
    name: "Half in 30 days, half in 60; 2 % within 10 days",
    parts: [
      { share: "percent", value: "50", days: 30 },
      { share: "remainder", days: 60 },
    ],
    discounts: [{ days: 10, percent: "2" }],
  });
  const { id: partyId } = await api.post<Made>("/finance/parties", { name: "Grandma Kelly's Homestead", currency: "EUR", paymentTermId });
  await api.post(`/finance/parties/${partyId}/payee-accounts`, { iban: "DE02120300000000202051", bankName: "DKB" });
  const lines = [{ description: "Dried pears", quantity: "40", unitPrice: "30.00" }];
  const bill = (more: object) => api.post<Made>("/finance/invoices", { kind: "bill", partyId, currency: "EUR", lines, ...more });
  const draft = await bill({ reference: "GK-0041" });
  const issued = await bill({ reference: "GK-0042" });
  await api.post(`/finance/invoices/${issued.id}/issue`);
  return {
    suppliers: "/app/finance/suppliers",
    supplier: `/app/finance/suppliers/${partyId}`,
    "new supplier": "/app/finance/suppliers/new",
    "edit supplier": `/app/finance/suppliers/${partyId}/edit`,
    "how a company settles": "/app/finance/settlement-rule",
    bills: "/app/finance/bills",
    "new bill": "/app/finance/bills/new",
    "new invoice": "/app/finance/invoices/new",
    "draft bill": `/app/finance/invoices/${draft.id}`,
    "changed draft": `/app/finance/invoices/${draft.id}/edit`,
    bill: `/app/finance/invoices/${issued.id}`,
    "pay a bill": `/app/finance/payments/new?invoiceId=${issued.id}`,
    "payment terms": "/app/finance/payment-terms",
    "new payment terms": "/app/finance/payment-terms/new",
    "aged receivables": "/app/finance/aged-receivables",
    "aged payables": "/app/finance/aged-payables",
    "statement of a supplier": `/app/finance/parties/${partyId}`,
    "statement of a customer": `/app/finance/parties/${customerId}`,
  };
}

/** A little of everything a screen can show, and the address of a screen for each. */
export async function aTradingCompany(program: Program): Promise<Readonly<Record<string, string>>> {
  const { api } = program;
  const { products, customers } = await aShop(program);
  const line = (index: number) => ({ productId: products[index % products.length]?.id, quantity: `${3 + index}` });
  const order = (index: number, more: object = {}) =>
    api.post<Made>("/sales/orders", {
      customerId: customers[index % customers.length]?.id,
      customerReference: `PO-${4400 + index}`,
      lines: [line(index), { ...line(index + 1), discountPercent: "10" }],
      ...more,
    });

  const draft = await order(0);
  const confirmed = await order(1, { confirm: true });
  const delivered = await order(2, { confirm: true });
  await api.post(`/sales/orders/${delivered.id}/deliveries`);
  const { invoice } = await api.post<Invoiced>(`/sales/orders/${delivered.id}/invoices`);
  const open = await order(3, { invoice: true });
  const payment = await api.post<Made>("/finance/payments", {
    partyId: customers[2]?.id,
    amount: invoice.total,
    allocations: [{ invoiceId: invoice.id, amount: invoice.total }],
  });
  const onAccount = await api.post<Made>("/finance/payments", { partyId: customers[3]?.id, amount: "75.00", reference: "Deposit" });
  const { items: openInvoices } = await api.get<{ items: Made[] }>("/finance/invoices?open=true");
  const { id: costCentres } = await api.post<Made>("/finance/dimensions", { code: "cost-centre", name: "Cost centre" });
  await api.post(`/finance/dimensions/${costCentres}/values`, { code: "210", name: "Marketing" });
  const entryDraft = await api.post<Made>("/finance/entry-drafts", { description: "Rent for April", lines: [{ debit: "1250.00" }] });
  const { rows } = await api.get<{ rows: { account: Made }[] }>("/finance/reports/trial-balance");
  const bank = await aBank(program, buyers[3] ?? "");
  return {
    dashboard: "/app/",
    customers: "/app/sales/customers",
    "no customers": "/app/sales/customers?q=nobody",
    customer: `/app/sales/customers/${customers[2]?.id}`,
    "new customer": "/app/sales/customers/new",
    "edit customer": `/app/sales/customers/${customers[0]?.id}/edit`,
    products: "/app/sales/products",
    product: `/app/sales/products/${products[0]?.id}`,
    "new product": "/app/sales/products/new",
    "edit product": `/app/sales/products/${products[0]?.id}/edit`,
    orders: "/app/sales/orders",
    "draft order": `/app/sales/orders/${draft.id}`,
    "confirmed order": `/app/sales/orders/${confirmed.id}`,
    "invoiced order": `/app/sales/orders/${delivered.id}`,
    "open order": `/app/sales/orders/${open.id}`,
    "amended order": `/app/sales/orders/${confirmed.id}/edit`,
    "new order": `/app/sales/orders/new?customerId=${customers[1]?.id}`,
    invoices: "/app/finance/invoices",
    "open invoice": `/app/finance/invoices/${openInvoices[0]?.id}`,
    "paid invoice": `/app/finance/invoices/${invoice.id}`,
    payments: "/app/finance/payments",
    payment: `/app/finance/payments/${payment.id}`,
    "payment on account": `/app/finance/payments/${onAccount.id}`,
    "new payment": `/app/finance/payments/new?invoiceId=${openInvoices[0]?.id}`,
    "bank accounts": "/app/finance/bank",
    "new bank account": "/app/finance/bank/new",
    "bank import": "/app/finance/bank/import",
    "bank rules": "/app/finance/bank/rules",
    reconciling: `/app/finance/bank/${bank.id}`,
    "bank statements": `/app/finance/bank/${bank.id}/statements`,
    "bank reconciliation": `/app/finance/bank/${bank.id}/reconciliation`,
    "audit package": "/app/finance/audit-package",
    "chart of accounts": "/app/finance/accounts",
    "new account": "/app/finance/accounts/new",
    "edit account": `/app/finance/accounts/${rows[0]?.account.id}/edit`,
    "import of accounts": "/app/finance/accounts/import",
    ...(await duties(program)),
    "trial balance": "/app/finance/trial-balance",
    "profit and loss": "/app/finance/profit-and-loss?by=month",
    "profit and loss by cost centre": `/app/finance/profit-and-loss?byDimension=${costCentres}`,
    "cash flow": "/app/finance/cash-flow",
    "cash flow by the direct method": "/app/finance/cash-flow?method=direct",
    "companies side by side": "/app/finance/companies",
    "general ledger": `/app/finance/general-ledger/${rows[0]?.account.id}`,
    entry: `/app/finance/entries/${invoice.entryId}`,
    "why an entry is so": `/app/finance/entries/${invoice.entryId}/why?line=1`,
    "why an invoice is so": `/app/finance/invoices/${invoice.id}/why`,
    "why a sum is so": "/app/finance/why-sum/profit-and-loss?item=result",
    "why an aged figure is so": "/app/finance/aged-receivables/why",
    "why a group is so": "/app/finance/why-sum/cash-flow?item=operating&group=working_capital",
    "why a flow is so": `/app/finance/why-flow?account=${rows[0]?.account.id}`,
    "why a figure is so": `/app/finance/why/cash-flow?account=${rows[0]?.account.id}`,
    ...(await foreignTrade(program, customers[0]?.id)),
    ...(await settling(program, customers[3]?.id)),
    entries: "/app/finance/entries",
    "draft entries": "/app/finance/entries?state=draft",
    "draft entry": `/app/finance/entry-drafts/${entryDraft.id}`,
    "new entry": "/app/finance/entries/new",
    journals: "/app/finance/journals",
    dimensions: "/app/finance/dimensions",
    dimension: `/app/finance/dimensions/${costCentres}`,
    password: "/app/password",
    nowhere: "/app/nowhere",
  };
}

const customerNamed = (name: string) => ({
  name,
  email: "orders@example.com",
  creditLimit: "50000.00",
  addresses: [{ kind: "billing", isDefault: true, street: "Obere Str. 57", city: "Berlin", postalCode: "12209", country: "DE" }],
  contacts: [{ name: "Maria Anders", role: "Sales representative", email: "maria@example.com" }],
});
