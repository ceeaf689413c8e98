import { createRoute } from "@hono/zod-openapi";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import * as z from "zod";
import type { Ctx } from "#core/kernel/context.ts";
import { type Followed, followEvents } from "#core/platform/outbox/follow-events.ts";
import { problem, problems } from "#functions/problem.ts";
import { router } from "#functions/router.ts";

const POLL_MS = 1000;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 3000;

const follow = createRoute({
  operationId: "followEvents",
  method: "get",
  path: "/",
  tags: ["Events"],
  summary: "Follow the company's events as they happen (server-sent events)",
  description:
    "Each message has the event's `type`, `subject` and `time`; read the rest where you may. Go on after a break with `Last-Event-ID`: nothing is missed.",
  request: { headers: z.object({ "last-event-id": z.string().max(50).optional() }) },
  responses: {
    200: { description: "The stream. A comment comes as a heartbeat.", content: { "text/event-stream": { schema: z.string() } } },
    ...problems(401, 403, 404, 409, 412, 422, 429),
  },
});

/** One poll of a company's events serves everyone of it who is up to date: they ask for the same place. */
const shared = new Map<string, Promise<Followed | undefined>>();
const readBehind = (ctx: Ctx, place: string): Promise<Followed | undefined> => {
  const key = `${ctx.actor.companyId} ${place}`;
  const known = shared.get(key);
  if (known) return known;
  const reading = followEvents(ctx, { after: place })
    .then((outcome) => (outcome.ok ? outcome.value : undefined))
    .finally(() => setTimeout(() => shared.delete(key), POLL_MS / 2).unref());
  shared.set(key, reading);
  return reading;
};

const sendAll = async (stream: SSEStreamingApi, { events }: Followed) => {
  for (const { place, id, type, subject, at } of events) {
    await stream.writeSSE({ id: place, event: "event", data: JSON.stringify({ id, type, subject, time: at }) });
  }
};

const streamFrom = (ctx: Ctx, first: Followed) => async (stream: SSEStreamingApi) => {
  let { place } = first;
  let quietMs = 0;
  await stream.writeSSE({ event: "ready", data: "{}", id: place, retry: RETRY_MS });
  await sendAll(stream, first);
  while (!stream.aborted && !stream.closed) {
    const found = await readBehind(ctx, place);
    if (!found) return;
    await sendAll(stream, found);
    quietMs = found.events.length > 0 ? 0 : quietMs + POLL_MS;
    if (quietMs >= HEARTBEAT_MS) {
      quietMs = 0;
      await stream.write(": here\n\n");
    }
    if (found.place === place) await stream.sleep(POLL_MS);
    place = found.place;
  }
};

export const events = router();
events.openapi(follow, async (c) => {
  const first = await followEvents(c.var.ctx, { after: c.req.valid("header")["last-event-id"] });
  if (!first.ok) return problem(c, first.fault);
  c.header("Cache-Control", "no-store");
  c.header("X-Accel-Buffering", "no");
  return streamSSE(c, streamFrom(c.var.ctx, first.value)) as never;
});
