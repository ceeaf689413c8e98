import { declarePermissions } from "#core/kernel/permissions.ts";

declarePermissions({
  "platform.webhook.read": "See webhook endpoints and their deliveries.",
  "platform.webhook.write": "Add, change, enable, replay and remove webhook endpoints.",
  "platform.audit.read": "Read the audit trail.",
  "platform.approval.read": "See what waits for a second person, and decide what another permission allows one to approve.",
  "platform.approval.write": "Say for which actions two people are needed.",
  "platform.event.read": "Follow the company's events as they happen.",
  "platform.job.read": "See background jobs and their progress.",
  "platform.import.read": "See imports and their refused rows.",
  "platform.import.run": "Import files.",
  "platform.export.read": "Download lists as files, of what one may see.",
});
