import { ID } from "./vocabulary.ts";

const OTHER_ID = "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f709";
const LINE = { lineId: ID, quantity: "10" };
const PRODUCT = {
  sku: "CHAI-10",
  name: "Chai, 10 boxes of 20 bags",
  names: { de: "Chai, 10 Schachteln zu 20 Beuteln" },
  unit: "box",
  taxClass: "standard",
  attributes: { origin: "Assam", organic: true },
};
const PRICE = { priceListId: ID, productId: OTHER_ID, unitPrice: "18.00", validFrom: "2026-04-01" };
const ADDRESS = { kind: "billing", isDefault: true, street: "Mönckebergstraße 7", city: "Hamburg", postalCode: "20095", country: "DE" };
const CUSTOMER = {
  code: "C-1001",
  name: "Northwind Traders",
  email: "anna.becker@northwind.example",
  country: "DE",
  currency: "EUR",
  taxNumber: "DE136695976",
  paymentTermsDays: 30,
  creditLimit: "10000.00",
  addresses: [ADDRESS],
  contacts: [{ name: "Anna Becker", role: "Purchasing", email: "anna.becker@northwind.example" }],
};

/** What people try first, as one would really send it: required fields and the usual others. The rest is made from the schemas. */
export const REQUESTS: Readonly<Record<string, unknown>> = {
  signIn: { email: "ada@example.com", password: "correct horse battery staple" },
  refreshSession: {},
  createCustomer: CUSTOMER,
  createCustomers: { mode: "each", customers: [CUSTOMER, { name: "Alfreds Futterkiste", country: "DE", currency: "EUR" }] },
  updateCustomer: { creditLimit: "15000.00", paymentTermsDays: 14 },
  createCategory: { code: "TEA", name: "Tea", names: { de: "Tee" }, parentId: ID },
  updateCategory: { name: "Tea and infusions" },
  createProduct: PRODUCT,
  createProducts: { mode: "all", products: [PRODUCT, { sku: "CHANG-24", name: "Chang, 24 bottles", unit: "case", taxClass: "standard" }] },
  updateProduct: { description: "Black tea with spices." },
  createPriceList: { code: "RETAIL-EUR", name: "Retail", currency: "EUR", pricesIncludeTax: false },
  setPrice: PRICE,
  setPrices: { mode: "all", prices: [PRICE, { ...PRICE, minQuantity: "100", unitPrice: "16.50" }] },
  createWarehouse: { code: "HAM", name: "Hamburg" },
  receiveStock: { warehouseId: ID, lines: [{ productId: OTHER_ID, quantity: "120" }] },
  adjustStock: { warehouseId: ID, reason: "Broken in the aisle", lines: [{ productId: OTHER_ID, quantity: "-2" }] },
  countStock: { warehouseId: ID, lines: [{ productId: OTHER_ID, counted: "118" }] },
  placeOrder: {
    customerId: ID,
    customerReference: "PO-2026-0117",
    lines: [
      { kind: "product", productId: OTHER_ID, quantity: "10" },
      { kind: "freight", description: "Parcel to Hamburg", quantity: "1", unitPrice: "12.50" },
    ],
    confirm: true,
    invoice: true,
  },
  amendOrder: { requestedOn: "2026-04-15", notes: "Ring twice." },
  deliverOrder: { deliveredOn: "2026-04-02", tracking: "JD014600003828", lines: [LINE] },
  invoiceOrder: { only: "delivered" },
  returnGoods: { reason: "Damaged in transit", credit: true, lines: [{ ...LINE, quantity: "1" }] },
  draftInvoice: {
    kind: "invoice",
    partyId: ID,
    currency: "EUR",
    lines: [{ description: "Consulting, March", quantity: "3", unitPrice: "1200.00" }],
  },
  updateInvoiceDraft: {
    partyId: ID,
    currency: "EUR",
    lines: [{ description: "Consulting, March", quantity: "4", unitPrice: "1200.00" }],
  },
  issueInvoice: {},
  creditInvoice: { reason: "One box was broken", lines: [{ ...LINE, quantity: "1" }] },
  recordPayment: {
    direction: "in",
    partyId: ID,
    method: "bank",
    amount: "214.20",
    currency: "EUR",
    paidOn: "2026-04-20",
    reference: "INV-10042",
    allocations: [{ invoiceId: OTHER_ID, amount: "214.20" }],
  },
  allocatePayment: { allocations: [{ invoiceId: OTHER_ID, amount: "100.00" }] },
  allocateNote: { allocations: [{ invoiceId: OTHER_ID, amount: "100.00" }] },
  bouncePayment: { reason: "Account closed", fee: { amount: "4.50", charge: true } },
  writeOffInvoice: { amount: "0.30", reason: "Bank charges of the customer" },
  writeOffPayment: { reason: "Too little to send back" },
  undoAllocation: { reason: "Allocated to the wrong invoice" },
  createPaymentTerm: {
    code: "30-60",
    name: "Half in 30 days, half at the end of the next month; 2 % within 10 days",
    parts: [
      { share: "percent", value: "50", days: 30 },
      { share: "remainder", months: 1, endOfMonth: true },
    ],
    discounts: [{ days: 10, percent: "2" }],
  },
  updatePaymentTerm: { name: "Two instalments" },
  enterPayeeAccount: { iban: "DE02120300000000202051", bic: "BYLADEM1001", bankName: "Deutsche Kreditbank" },
  updateSettlementRule: { writeOffLimit: "5.00", agedDays: [30, 60, 90] },
  createUser: { name: "Ada Lovelace", email: "ada@example.com", roleIds: [ID] },
  createApiKey: { name: "Web shop", scopes: ["sales.order.*"] },
  createCompany: {
    name: "Northwind Europe",
    legalName: "Northwind Europe GmbH",
    country: "DE",
    baseCurrency: "EUR",
    timeZone: "Europe/Berlin",
    locale: "de",
    chart: "de-skr03",
  },
  createWebhook: { url: "https://shop.example/hooks/enterprise", events: ["order.confirmed", "invoice.issued"] },
};
