import type { Grant } from "#core/kernel/context.ts";

/** What one may do on the platform, with the meaning an administrator reads when composing a role. */
export const platformPermissions = {
  "platform.webhook.read": "See webhook endpoints and their deliveries",
  "platform.webhook.write": "Add, change, enable, replay and remove webhook endpoints",
  "platform.audit.read": "Read the audit trail",
  "platform.event.read": "Follow the company's events as they happen",
  "platform.job.read": "See background jobs and their progress",
  "platform.import.read": "See imports and their refused rows",
  "platform.import.run": "Import files",
} as const satisfies Partial<Record<Grant, string>>;
export type PlatformPermission = keyof typeof platformPermissions;
