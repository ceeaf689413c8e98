import { declarePermissions } from "#core/kernel/permissions.ts";

declarePermissions({
  "sales.customer.read": "See customers.",
  "sales.customer.write": "Enter, change and deactivate customers.",
  "sales.product.read": "See categories, products and their images.",
  "sales.product.write": "Enter, change, publish and archive products, and arrange categories.",
  "sales.price.read": "See price lists and prices.",
  "sales.price.write": "Set prices and change price lists.",
  "sales.analytics.read": "See revenue, open receivables and orders to deliver at a glance.",
  "sales.stock.read": "See warehouses, stock and its moves.",
  "sales.stock.write": "Receive, count and adjust stock.",
});
