import type { paths as landed } from "./generated/schema.ts";

type R<B, S extends 200 | 201 = 200> = { [K in S]: { headers: { [n: string]: unknown }; content: { "application/json": B } } } & {
  404: { headers: object; content: { "application/problem+json": { title: string } } };
};
type Get<B, Q = object> = { parameters: { query?: Q; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: R<B> };
type GetId<B, Q = object> = {
  parameters: { query?: Q; header?: never; path: { id: string }; cookie?: never };
  requestBody?: never;
  responses: R<B>;
};
type Post<I, B> = {
  parameters: { query?: never; header?: object; path?: never; cookie?: never };
  requestBody: { content: { "application/json": I } };
  responses: R<B, 201>;
};
type PostId<I, B> = {
  parameters: { query?: never; header?: object; path: { id: string }; cookie?: never };
  requestBody: { content: { "application/json": I } };
  responses: R<B>;
};
type PatchId<I, B> = {
  parameters: { query?: never; header?: object; path: { id: string }; cookie?: never };
  requestBody: { content: { "application/json": I } };
  responses: R<B>;
};
type Page<T> = { items: T[]; next?: string };
type PQ = { limit?: number; after?: string; q?: string; sort?: string };
interface Address {
  name?: string;
  street: string;
  city: string;
  region?: string;
  postalCode?: string;
  country: string;
}
interface Customer {
  id: string;
  code: string;
  name: string;
  email: string | null;
  taxNumber: string | null;
  currency: string;
  paymentTermsDays: number;
  creditLimit: string | null;
  active: boolean;
  notes: string | null;
  addresses: ({ id: string; kind: "billing" | "shipping"; isDefault: boolean } & Address)[];
  contacts: { id: string; name: string; role: string | null; email: string | null; phone: string | null }[];
  version: number;
}
interface Product {
  id: string;
  sku: string;
  name: string;
  description: string | null;
  categoryId: string | null;
  unit: string;
  taxClass: string;
  state: "draft" | "published" | "archived";
  stocked: boolean;
  version: number;
}
type OStatus = "draft" | "confirmed" | "part_delivered" | "delivered" | "invoiced" | "closed" | "cancelled";
interface OrderSummary {
  id: string;
  number: string;
  status: OStatus;
  deliveryState: "none" | "partial" | "full";
  invoiceState: "none" | "partial" | "full";
  customer: { id: string; name: string };
  orderedOn: string;
  requestedOn: string | null;
  currency: string;
  net: string;
  tax: string;
  total: string;
  customerReference: string | null;
  version: number;
}
interface OrderLine {
  id: string;
  position: number;
  kind: "product" | "freight" | "service";
  productId: string | null;
  description: string;
  quantity: string;
  delivered: string;
  returned: string;
  invoiced: string;
  unitPrice: string;
  discountPercent: string;
  net: string;
  tax: string;
  total: string;
}
interface Order extends OrderSummary {
  warehouseId: string | null;
  notes: string | null;
  shippingAddress: Address | null;
  lines: OrderLine[];
  deliveries: { id: string; number: string; kind: "delivery" | "return"; deliveredOn: string }[];
  invoices: { id: string; number: string; kind: string; state: string; total: string }[];
}
interface OrderLineInput {
  kind?: "product" | "freight" | "service";
  productId?: string;
  description?: string;
  quantity: string;
  unitPrice?: string;
  discountPercent?: string;
  taxClass?: string;
}
interface OrderInput {
  customerId: string;
  requestedOn?: string;
  customerReference?: string;
  notes?: string;
  lines: OrderLineInput[];
  confirm?: boolean;
}
type IState = "draft" | "issued" | "part_paid" | "paid" | "credited";
interface InvoiceSummary {
  id: string;
  kind: "invoice" | "credit_note" | "bill" | "debit_note";
  state: IState;
  number: string | null;
  party: { id: string; name: string };
  issuedOn: string | null;
  dueOn: string | null;
  currency: string;
  net: string;
  tax: string;
  total: string;
  open: string;
  reference: string | null;
  version: number;
}
interface TaxAmount {
  code: string;
  rate: string;
  base: string;
  tax: string;
}
interface Invoice extends InvoiceSummary {
  notes: string | null;
  source: { type: string; id: string } | null;
  originalInvoiceId: string | null;
  entryId: string | null;
  lines: {
    id: string;
    position: number;
    description: string;
    productId: string | null;
    quantity: string;
    unitPrice: string;
    discountPercent: string;
    net: string;
    tax: string;
    total: string;
    accountId: string;
    taxes: TaxAmount[];
  }[];
  taxes: TaxAmount[];
  allocations: { paymentId: string | null; creditNoteId: string | null; invoiceId: string; amount: string; allocatedOn: string }[];
}
interface PaymentSummary {
  id: string;
  direction: "in" | "out";
  state: "posted" | "reversed";
  number: string;
  party: { id: string; name: string };
  paidOn: string;
  currency: string;
  amount: string;
  unallocated: string;
  reference: string | null;
  version: number;
}
interface Account {
  id: string;
  code: string;
  name: string;
  type: string;
}
export interface pending {
  "/finance/payment-methods": { get: Get<Page<{ id: string; code: string; name: string }>> };
  "/sales/products": { get: Get<Page<Product>, PQ & { state?: string; categoryId?: string }>; post: Post<Partial<Product>, Product> };
  "/sales/products/{id}": { get: GetId<Product>; patch: PatchId<Partial<Product>, Product> };
  "/finance/invoices/{id}/issue": { post: PostId<object, Invoice> };
  "/finance/invoices/{id}/credit": { post: PostId<object, Invoice> };
  "/finance/payments": {
    get: Get<Page<PaymentSummary>, PQ & { partyId?: string }>;
    post: Post<
      {
        partyId: string;
        methodId?: string;
        paidOn?: string;
        currency?: string;
        amount: string;
        reference?: string;
        allocations?: { invoiceId: string; amount: string }[];
      },
      PaymentSummary
    >;
  };
  "/finance/payments/{id}": {
    get: GetId<PaymentSummary & { entryId: string; allocations: { invoiceId: string; amount: string; allocatedOn: string }[] }>;
  };
  "/finance/reports/trial-balance": {
    get: Get<
      {
        asOf: string;
        knownAt: string | null;
        currency: string;
        rows: { account: Account; debit: string; credit: string; balance: string }[];
        totals: { debit: string; credit: string };
      },
      { asOf?: string }
    >;
  };
  "/finance/reports/general-ledger": {
    get: Get<
      {
        currency: string;
        opening: string;
        rows: {
          entryId: string;
          date: string;
          number: string | null;
          description: string;
          debit: string;
          credit: string;
          balance: string;
        }[];
        totals: { debit: string; credit: string };
        account: Account;
      },
      { accountId: string; from?: string; to?: string }
    >;
  };
  "/finance/entries/{id}": {
    get: GetId<{
      id: string;
      number: string | null;
      date: string;
      description: string;
      journal: { code: string; name: string };
      lines: { id: string; account: Account; currency: string; amount: string; companyAmount: string; description: string | null }[];
    }>;
  };
}

export type paths = landed & pending;
