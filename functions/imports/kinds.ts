import { supplierImport } from "#core/finance/parties/import-suppliers.ts";
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
  userImport,
];

export const importKind = (name: string): AnyImportKind | undefined => IMPORT_KINDS.find((kind) => kind.name === name);
