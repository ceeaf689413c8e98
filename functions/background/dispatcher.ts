import { type DeliveryServices, deliverLane } from "#core/platform/webhooks/deliver-lane.ts";
import { claimLanes, type Lane } from "#core/platform/webhooks/lanes.ts";
import type { Logger } from "#functions/logging.ts";
import { type Loop, runLoop } from "./loop.ts";

const LANES = 32;
const FAILING_LANES = 8;
const PER_WEBHOOK = 8;
const IDLE_MS = 250;

type Dispatcher = DeliveryServices & Readonly<{ logger: Logger }>;

/**
 * Sends what is due, many lanes at once. Endpoints that fail have their own few places, and every endpoint a limit, so that none holds up the
 * others. Stopping waits for the attempts on their way.
 */
export const startDispatcher = (services: Dispatcher): Loop => {
  const { owner, logger } = services;
  const busy = new Map<Lane, Promise<void>>();
  const countOf = (failing: boolean) => [...busy.keys()].filter((lane) => lane.failing === failing).length;
  const perWebhook = () => {
    const counts = new Map<string, number>();
    for (const { webhookId } of busy.keys()) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
    return counts;
  };
  let stopping = () => false;
  const start = (lane: Lane) => {
    const delivering = deliverLane(services, lane, stopping)
      // The lease gives the lane back by itself.
      .catch((error: unknown) => logger.warn({ err: error }, "A webhook delivery was interrupted and will be tried again."))
      .finally(() => {
        busy.delete(lane);
        loop.wake();
      });
    busy.set(lane, delivering);
  };
  const loop: Loop = runLoop({
    name: "Sending webhooks",
    logger,
    idleMs: IDLE_MS,
    round: async (isStopping) => {
      stopping = isStopping;
      const room = {
        lanes: LANES - countOf(false),
        failingLanes: FAILING_LANES - countOf(true),
        perWebhook: PER_WEBHOOK,
        busy: perWebhook(),
      };
      const claimed = await claimLanes(owner, services.newId(), room);
      for (const lane of claimed) start(lane);
      return false;
    },
  });
  return {
    wake: loop.wake,
    stop: async () => {
      await loop.stop();
      await Promise.all(busy.values());
    },
  };
};
