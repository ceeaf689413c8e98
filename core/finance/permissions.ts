import { declarePermissions } from "#core/kernel/permissions.ts";

declarePermissions({
  "finance.party.read": "See customers and suppliers as finance knows them.",
  "finance.party.write": "Enter and change suppliers and other parties.",
});
