import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Env } from "#functions/env.ts";
import "#core/sales/close-checks.ts";
import "#core/sales/orders/permissions.ts";
import "#core/sales/permissions.ts";
import { analytics } from "./analytics.ts";
import { catalogueAddress } from "./catalogue-address.ts";
import { categories } from "./categories.ts";
import { customers } from "./customers.ts";
import { deliveries } from "./deliveries.ts";
import { orders } from "./orders.ts";
import { priceLists } from "./price-lists.ts";
import { prices } from "./prices.ts";
import { productImages } from "./product-images.ts";
import { products } from "./products.ts";
import { stock } from "./stock.ts";
import { warehouses } from "./warehouses.ts";

/** Mounts the routers of sales under /sales. */
export const mountSales = (api: OpenAPIHono<Env>): void => {
  api.route("/sales/analytics", analytics);
  api.route("/sales/catalogue-address", catalogueAddress);
  api.route("/sales/categories", categories);
  api.route("/sales/customers", customers);
  api.route("/sales/price-lists", priceLists);
  api.route("/sales/prices", prices);
  api.route("/sales/products", products);
  api.route("/sales/products", productImages);
  api.route("/sales/orders", orders);
  api.route("/sales", deliveries);
  api.route("/sales/stock", stock);
  api.route("/sales/warehouses", warehouses);
};
