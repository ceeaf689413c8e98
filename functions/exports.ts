import { exportAccounts } from "#core/finance/accounts/export-accounts.ts";
import { EntryQuery } from "#core/finance/entries/entry.ts";
import { listEntries } from "#core/finance/entries/list-entries.ts";
import { InvoiceFilter } from "#core/finance/invoices/invoice.ts";
import { listInvoices } from "#core/finance/invoices/list-invoices.ts";
import { listParties } from "#core/finance/parties/list-parties.ts";
import { PartyQuery } from "#core/finance/parties/party.ts";
import { listPayments } from "#core/finance/payments/list-payments.ts";
import { PaymentFilter } from "#core/finance/payments/payment.ts";
import type { ExportKind } from "#core/platform/exports/export-rows.ts";
import { CategoryQuery } from "#core/sales/catalogue/category.ts";
import { listCategories } from "#core/sales/catalogue/list-categories.ts";
import { listProducts } from "#core/sales/catalogue/list-products.ts";
import { ProductQuery } from "#core/sales/catalogue/product.ts";
import { CustomerQuery } from "#core/sales/customers/customer.ts";
import { listCustomers } from "#core/sales/customers/list-customers.ts";
import { DeliveryFilter, listDeliveries } from "#core/sales/orders/list-deliveries.ts";
import { listOrders } from "#core/sales/orders/list-orders.ts";
import { OrderFilter } from "#core/sales/orders/order.ts";
import { listPrices } from "#core/sales/prices/list-prices.ts";
import { PriceQuery } from "#core/sales/prices/price.ts";
import { listStock } from "#core/sales/stock/list-stock.ts";
import { StockQuery } from "#core/sales/stock/stock.ts";

/** The lists that `npm run export` knows, by name. */
export const exportKinds: readonly ExportKind[] = [
  { name: "customers", title: "customers", page: (ctx, page) => listCustomers(ctx, CustomerQuery.parse(page)) },
  { name: "parties", title: "customers and suppliers", page: (ctx, page) => listParties(ctx, PartyQuery.parse(page)) },
  { name: "categories", title: "categories", page: (ctx, page) => listCategories(ctx, CategoryQuery.parse(page)) },
  { name: "products", title: "products", page: (ctx, page) => listProducts(ctx, ProductQuery.parse(page)) },
  { name: "prices", title: "prices", page: (ctx, page) => listPrices(ctx, PriceQuery.parse(page)) },
  { name: "stock", title: "stock levels", page: (ctx, page) => listStock(ctx, StockQuery.parse(page)) },
  { name: "orders", title: "orders", page: (ctx, page) => listOrders(ctx, OrderFilter.parse(page)) },
  { name: "deliveries", title: "deliveries", page: (ctx, page) => listDeliveries(ctx, DeliveryFilter.parse(page)) },
  { name: "accounts", title: "accounts", page: (ctx) => exportAccounts(ctx, undefined) },
  { name: "invoices", title: "invoices, bills and credit notes", page: (ctx, page) => listInvoices(ctx, InvoiceFilter.parse(page)) },
  { name: "payments", title: "payments", page: (ctx, page) => listPayments(ctx, PaymentFilter.parse(page)) },
  { name: "entries", title: "journal entries", page: (ctx, page) => listEntries(ctx, EntryQuery.parse(page)) },
];
