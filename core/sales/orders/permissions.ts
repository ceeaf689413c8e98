import { declarePermissions } from "#core/kernel/permissions.ts";

declarePermissions({
  "sales.order.read": "See orders.",
  "sales.order.write": "Take, amend, cancel and close orders.",
  "sales.order.confirm": "Confirm orders: promise goods and use up credit.",
  "sales.delivery.read": "See deliveries and returns.",
  "sales.delivery.write": "Deliver orders and take goods back.",
});
