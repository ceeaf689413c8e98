import type { DatabasePort } from "#core/kernel/context.ts";
import { type SystemServices, systemContext } from "#core/platform/system.ts";
import { type Answer, type Lane, type NextDelivery, releaseLane, settleAttempt, viewLane } from "./lanes.ts";
import type { Vault } from "./secrets.ts";
import { disableWebhook } from "./update-webhook.ts";
import { cloudEvent } from "./webhook.ts";

/** Sends one signed message; never throws for what the receiver does. */
export type Send = (message: Readonly<{ url: string; id: string; body: string; secrets: readonly string[] }>) => Promise<Answer>;

export type DeliveryServices = SystemServices &
  Readonly<{
    owner: DatabasePort;
    vault: Vault;
    send: Send;
    /** Seconds from a failed attempt to the next; after the last the delivery has failed. */
    retryDelays?: readonly number[] | undefined;
  }>;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** About a day in all. */
export const RETRY_DELAYS: readonly number[] = [5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 9 * HOUR];
/** A lane that never ends would keep its slot from others of the same endpoint. */
const MOST_IN_A_ROW = 50;
const NOTHING_SETTLED = -1n;

const purged: Answer = { ok: false, status: null, response: "", error: "The event is no longer kept.", durationMs: 0 };
const GONE = 410;

const attempt = async ({ send, vault }: DeliveryServices, delivery: NextDelivery): Promise<Answer> => {
  if (!delivery.event) return purged;
  const secrets = delivery.sealedSecrets.map((sealed) => vault.unseal(sealed));
  return send({ url: delivery.url, id: delivery.event.id, body: JSON.stringify(cloudEvent(delivery.event)), secrets });
};

/** An endpoint that says it is gone, or that let a delivery run out of attempts without a single success meanwhile, hears nothing more. */
const disableFailing = async (services: DeliveryServices, lane: Lane, reason: string) => {
  const ctx = await systemContext(services, lane.companyId);
  await disableWebhook(ctx, { id: lane.webhookId, reason });
};

/** Whether the endpoint failed all the time that a delivery is tried for. Jitter may shorten each delay by a fifth. */
const failedThroughout = (failingSeconds: number, delays: readonly number[]) =>
  failingSeconds >= 0.75 * delays.reduce((sum, delay) => sum + delay, 0);

/** Sends what a lane has pending, in order, until it is empty, an attempt fails, or others have waited long enough. */
export const deliverLane = async (services: DeliveryServices, lane: Lane, stopping: () => boolean = () => false): Promise<void> => {
  const { owner, retryDelays: delays = RETRY_DELAYS } = services;
  for (let sent = 0; sent < MOST_IN_A_ROW && !stopping(); sent++) {
    const view = await viewLane(owner, lane);
    if (!view) return;
    const { next: delivery, tail } = view;
    if (!delivery) return releaseLane(owner, lane, tail);
    const answer = await attempt(services, delivery);
    const retryInSeconds = answer.ok || !delivery.event ? undefined : delays[delivery.attempts];
    const settled = await settleAttempt(owner, lane, delivery, { answer, retryInSeconds });
    if (answer.status === GONE) return disableFailing(services, lane, "The endpoint answered 410 Gone.");
    const givenUp = !answer.ok && retryInSeconds === undefined && delivery.event !== undefined;
    if (givenUp && failedThroughout(settled.failingSeconds, delays))
      return disableFailing(services, lane, "Every delivery failed for as long as we try.");
    if (!settled.held || retryInSeconds !== undefined) return;
  }
  await releaseLane(owner, lane, NOTHING_SETTLED);
};
