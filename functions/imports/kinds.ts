import { accountImport } from "#core/finance/accounts/import-accounts.ts";
import { ecbRateImport } from "#core/finance/currencies/import-ecb-rates.ts";
import { entryImport, openingBalanceImport } from "#core/finance/entries/import-entries.ts";
import { openItemImport } from "#core/finance/invoices/import-open-items.ts";
import { supplierImport } from "#core/finance/parties/import-suppliers.ts";
import { paymentImport } from "#core/finance/payments/import-payments.ts";
import type { AnyImportKind } from "#core/platform/imports/import-kind.ts";
import { categoryImport } from "#core/sales/catalogue/import-categories.ts";
import { productImport } from "#core/sales/catalogue/import-products.ts";
import { customerImport } from "#core/sales/customers/import-customers.ts";
import { orderImport } from "#core/sales/orders/import-orders.ts";
import { priceImport } from "#core/sales/prices/import-prices.ts";
import { stockCountImport } from "#core/sales/stock/import-counts.ts";
import { userImport } from "./import-users.ts";

/** Everything that can be imported, in the order in which a company would. */
export const IMPORT_KINDS: readonly AnyImportKind[] = [
  customerImport,
  supplierImport,
  categoryImport,
  productImport,
  priceImport,
  stockCountImport,
  orderImport,
  accountImport,
  ecbRateImport,
  openingBalanceImport,
  openItemImport,
  entryImport,
  paymentImport,
  userImport,
];

export const importKind = (name: string): AnyImportKind | undefined => IMPORT_KINDS.find((kind) => kind.name === name);
