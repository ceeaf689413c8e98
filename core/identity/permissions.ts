import { declarePermissions } from "#core/kernel/permissions.ts";

declarePermissions({
  "platform.company.read": "See the company's own facts.",
  "platform.company.write": "Rename the company and change its facts.",
  "platform.company.create": "Set up another company.",
  "platform.user.read": "See who may sign in, and with which roles.",
  "platform.user.write": "Invite people, change their roles, deactivate them, reset their passwords.",
  "platform.role.read": "See roles and what they allow.",
  "platform.role.write": "Make and change the company's own roles.",
  "platform.api_key.read": "See API keys (never the keys themselves).",
  "platform.api_key.write": "Make and revoke API keys.",
});
