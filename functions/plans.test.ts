import { beforeAll, describe, expect, test } from "vitest";
import { getChecklist } from "#core/finance/close/read-checklist.ts";
import { EntryQuery } from "#core/finance/entries/entry.ts";
import { listEntries } from "#core/finance/entries/list-entries.ts";
import { InvoiceFilter } from "#core/finance/invoices/invoice.ts";
import { getInvoice, listInvoices } from "#core/finance/invoices/list-invoices.ts";
import { listParties } from "#core/finance/parties/list-parties.ts";
import { PartyQuery } from "#core/finance/parties/party.ts";
import { getPayment, listPayments } from "#core/finance/payments/list-payments.ts";
import { PaymentFilter, PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import { listPeriods } from "#core/finance/periods/list-periods.ts";
import { PeriodQuery, periodModules } from "#core/finance/periods/period.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { AuditFilter } from "#core/platform/audit/audit-record.ts";
import { listAudit } from "#core/platform/audit/list-audit.ts";
import { listProducts } from "#core/sales/catalogue/list-products.ts";
import { ProductQuery } from "#core/sales/catalogue/product.ts";
import "#core/sales/close-checks.ts";
import { CustomerQuery } from "#core/sales/customers/customer.ts";
import { listCustomers } from "#core/sales/customers/list-customers.ts";
import { DeliveryFilter, listDeliveries } from "#core/sales/orders/list-deliveries.ts";
import { getOrder, listOrders } from "#core/sales/orders/list-orders.ts";
import { OrderFilter, OrderInput } from "#core/sales/orders/order.ts";
import { placeOrder } from "#core/sales/orders/place-order.ts";
import { listPrices } from "#core/sales/prices/list-prices.ts";
import { PriceQuery } from "#core/sales/prices/price.ts";
import { listStock, listStockMoves } from "#core/sales/stock/list-stock.ts";
import { MoveQuery, StockQuery } from "#core/sales/stock/stock.ts";
import { resultOf, type TestCompany } from "#core/testing/company.ts";
import { aLargeCompany } from "#core/testing/large-company.ts";
import { largeTablesScanned } from "#core/testing/plans.ts";

type List = (ctx: Ctx, filter: Record<string, string>) => Promise<unknown>;

/** Every list with the filters and sorts it takes. `$id` stands for the id of a row that is there. */
const lists: Readonly<Record<string, readonly [List, readonly Record<string, string>[]]>> = {
  customers: [
    (ctx, filter) => listCustomers(ctx, CustomerQuery.parse(filter)),
    [{}, { q: "Party 1f" }, { sort: "-name" }, { sort: "code" }, { sort: "-created" }, { active: "true" }],
  ],
  parties: [(ctx, filter) => listParties(ctx, PartyQuery.parse(filter)), [{}, { q: "L799" }]],
  products: [(ctx, filter) => listProducts(ctx, ProductQuery.parse(filter)), [{}, { q: "SKU799" }, { state: "published" }]],
  prices: [(ctx, filter) => listPrices(ctx, PriceQuery.parse(filter)), [{}, { productId: "$id" }]],
  stock: [(ctx, filter) => listStock(ctx, StockQuery.parse(filter)), [{}]],
  moves: [(ctx, filter) => listStockMoves(ctx, MoveQuery.parse(filter)), [{}, { productId: "$id" }]],
  orders: [
    (ctx, filter) => listOrders(ctx, OrderFilter.parse(filter)),
    [
      {},
      { q: "L-799" },
      { q: "Party 1f" },
      { status: "confirmed" },
      { status: "draft" },
      { customerId: "$id" },
      { sort: "orderedOn" },
      { sort: "-orderedOn", orderedFrom: "2026-01-01" },
      { sort: "number" },
      { sort: "-total" },
    ],
  ],
  deliveries: [
    (ctx, filter) => listDeliveries(ctx, DeliveryFilter.parse(filter)),
    [{}, { q: "LD-19" }, { orderId: "$id" }, { sort: "-deliveredOn" }, { sort: "number" }],
  ],
  invoices: [
    (ctx, filter) => listInvoices(ctx, InvoiceFilter.parse(filter)),
    [
      {},
      { q: "LI-799" },
      { open: "true", partyId: "$id" },
      { state: "issued" },
      { kind: "invoice" },
      { partyId: "$id" },
      { sort: "issuedOn" },
      { sort: "-issuedOn", issuedFrom: "2026-01-01" },
      { sort: "dueOn" },
      { sort: "-number" },
      { sort: "-total" },
    ],
  ],
  payments: [
    (ctx, filter) => listPayments(ctx, PaymentFilter.parse(filter)),
    [{}, { q: "LP-77" }, { partyId: "$id" }, { sort: "paidOn" }, { sort: "-number" }, { sort: "-amount" }, { unallocated: "false" }],
  ],
  entries: [(ctx, filter) => listEntries(ctx, EntryQuery.parse(filter)), [{}]],
  audit: [(ctx, filter) => listAudit(ctx, AuditFilter.parse(filter)), [{}, { subjectType: "order", subjectId: "$id" }]],
};

describe("on large tables no query reads a table from one end to the other", () => {
  let company: TestCompany;
  let id: string;
  beforeAll(async () => {
    company = await aLargeCompany();
    id = resultOf(await listOrders(company.as(), OrderFilter.parse({ limit: 1, q: "L-7345" }))).items[0]?.id ?? "";
    expect(id).not.toBe("");
  }, 120_000);

  for (const [name, [list, filters]] of Object.entries(lists)) {
    for (const filter of filters) {
      test(`${name} ${JSON.stringify(filter)}`, async () => {
        const asked = Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, value === "$id" ? id : value]));
        expect(await largeTablesScanned(company.as(), (ctx) => list(ctx, { limit: "50", ...asked }))).toEqual([]);
      });
    }
  }

  test("the checklist of a close, of the whole and of each module", async () => {
    const { items } = resultOf(await listPeriods(company.as(), PeriodQuery.parse({ limit: "200" })));
    const period = items.find(({ endsOn }) => endsOn === "2026-03-31")?.id ?? "";
    for (const module of [undefined, ...periodModules])
      expect(await largeTablesScanned(company.as(), (ctx) => getChecklist(ctx, { id: period, module })), `${module}`).toEqual([]);
  });

  test("documents, and what is read before an order is taken or a payment recorded", async () => {
    const order = OrderInput.parse({ customerId: id, lines: [{ productId: id, quantity: "1" }] });
    const payment = PaymentInput.parse({ partyId: id, amount: "1.00", allocations: "oldest" });
    for (const work of [
      (ctx: Ctx) => getOrder(ctx, { id }),
      (ctx: Ctx) => getInvoice(ctx, { id }),
      (ctx: Ctx) => getPayment(ctx, { id }),
      (ctx: Ctx) => placeOrder({ ...ctx, request: { ...ctx.request, dryRun: true } }, order),
      (ctx: Ctx) => recordPayment({ ...ctx, request: { ...ctx.request, dryRun: true } }, payment),
    ])
      expect(await largeTablesScanned(company.as(), work)).toEqual([]);
  });
});
