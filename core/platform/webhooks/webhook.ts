import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";

const EVENT_FILTER = /^(\*|[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?)$/;

const url = z
  .url({ protocol: /^https?$/, error: "This is not an http or https URL." })
  .max(2000)
  .refine((text) => !URL.canParse(text) || new URL(text).username === "", "A URL must not hold a user name or password.");
const events = z
  .array(z.string().max(100).regex(EVENT_FILTER, "An event type such as invoice.issued, a family such as invoice.*, or *."))
  .min(1)
  .max(50);
const description = z.string().trim().max(500);

export const NewWebhook = z.strictObject({ url, events, description: description.default("") });
export type NewWebhook = z.infer<typeof NewWebhook>;

export const WebhookChange = z.strictObject({ url: url.optional(), events: events.optional(), description: description.optional() });
export type WebhookChange = z.infer<typeof WebhookChange>;

export const SecretRotation = z.strictObject({
  /** How long the old secret still signs beside the new one. */
  overlapHours: z.number().int().min(0).max(168).default(24),
});
export type SecretRotation = z.infer<typeof SecretRotation>;

export const Webhook = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string(),
    events: z.array(z.string()),
    state: z.enum(["active", "disabled"]),
    disabledReason: z.string().nullable(),
    /** Since when every attempt failed; null while deliveries succeed. */
    failingSince: z.string().nullable(),
    pending: z.number().int(),
    version: z.number().int(),
    createdAt: z.string(),
  })
  .meta({ id: "Webhook" });
export type Webhook = z.infer<typeof Webhook>;

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;
export const DeliveryFilter = PageQuery.omit({ q: true }).extend({
  state: z.enum(DELIVERY_STATES).optional(),
  type: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
});
export type DeliveryFilter = z.infer<typeof DeliveryFilter>;

export const Delivery = z
  .object({
    id: z.uuid(),
    eventId: z.uuid(),
    type: z.string(),
    subject: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: z.number().int(),
    replays: z.number().int(),
    lastStatus: z.number().int().nullable(),
    lastAttemptAt: z.string().nullable(),
    nextAttemptAt: z.string().nullable(),
    deliveredAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: "WebhookDelivery" });
export type Delivery = z.infer<typeof Delivery>;

export const Attempt = z.object({
  at: z.string(),
  durationMs: z.number().int(),
  status: z.number().int().nullable(),
  response: z.string(),
  error: z.string().nullable(),
});
export const DeliveryDetail = Delivery.extend({ payload: z.unknown(), log: z.array(Attempt) }).meta({
  id: "WebhookDeliveryDetail",
});
export type DeliveryDetail = z.infer<typeof DeliveryDetail>;

export const ReplayRange = z
  .strictObject({ from: z.iso.datetime(), to: z.iso.datetime(), onlyFailed: z.boolean().default(false) })
  .refine(({ from, to }) => from < to, { path: ["to"], error: "The end must be after the beginning." })
  .meta({ example: { from: "2026-03-31T00:00:00Z", to: "2026-04-01T00:00:00Z", onlyFailed: true } });
export type ReplayRange = z.infer<typeof ReplayRange>;

/** CloudEvents 1.0 in structured mode. */
export const cloudEvent = (
  event: Readonly<{ id: string; companyId: string; type: string; subject: string; at: string; data: unknown }>,
) => ({
  specversion: "1.0" as const,
  id: event.id,
  source: `/companies/${event.companyId}`,
  type: event.type,
  subject: event.subject,
  time: event.at,
  datacontenttype: "application/json" as const,
  data: event.data,
});
