import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, afterEach, expect, inject, test, vi } from "vitest";
import { relayEvents } from "#core/platform/outbox/relay-events.ts";
import { aCompany, contextOf, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { databaseOver, openPool } from "#functions/adapters/postgres.ts";
import { webhookSender } from "#functions/adapters/webhook-sender.ts";
import { webhookVault } from "#functions/adapters/webhook-vault.ts";
import { startDispatcher } from "#functions/background/dispatcher.ts";
import { createLogger } from "#functions/logging.ts";
import { createWebhook } from "./create-webhook.ts";
import type { DeliveryServices } from "./deliver-lane.ts";
import { getDelivery, getWebhook, listDeliveries } from "./list-webhooks.ts";
import { replayDelivery, replayRange } from "./replay.ts";
import { newSecret } from "./secrets.ts";
import { enableWebhook, rotateSecret } from "./update-webhook.ts";

const ownerPool = openPool({ connectionString: inject("databases").owner, max: 12, idleTimeoutMillis: 500, allowExitOnIdle: true });
const owner = databaseOver(ownerPool);
const vault = webhookVault([{ id: "k1", key: new Uint8Array(32).fill(7) }]);
const logger = createLogger("silent");

type Received = Readonly<{
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  event: { id: string; subject: string; type: string; data: { n?: number } };
}>;
const received: Received[] = [];
/** What the receiver answers at a path; 200 where nothing is said. */
const answers = new Map<string, (message: Received) => number>();
const receiver = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    const message: Received = { path: request.url ?? "", headers: request.headers, body, event: JSON.parse(body) };
    received.push(message);
    const status = answers.get(message.path)?.(message) ?? 200;
    if (status > 0) response.writeHead(status, { location: "/elsewhere" }).end(`answer ${status}`);
  });
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const at = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
const sentTo = (path: string) => received.filter((message) => message.path === path);

const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});
afterAll(() => receiver.close());

const services = (more: Partial<DeliveryServices> = {}): DeliveryServices => {
  const { database, newId } = contextOf("00000000-0000-0000-0000-000000000001");
  return {
    database,
    newId,
    clock: { now: () => new Date(), today: () => "2026-03-31" },
    metrics: { count: () => undefined },
    owner,
    vault,
    send: webhookSender({ privateNetworks: true, timeoutMs: 500 }),
    retryDelays: [0.05, 0.05, 0.05, 0.05],
    ...more,
  };
};
const dispatching = (more: Partial<DeliveryServices> = {}) => {
  const dispatcher = startDispatcher({ ...services(more), logger });
  running.push(dispatcher);
  return dispatcher;
};
const anEndpoint = async (company: TestCompany, path: string, events = ["thing.*"]) => {
  const { plain, sealed } = newSecret(vault);
  const webhook = resultOf(await createWebhook(company.as(), { url: at(path), events, description: "", sealedSecret: sealed }));
  return { ...webhook, secret: plain };
};
const happen = (company: TestCompany, subject: string, n: number, type = "thing.happened") =>
  writing(company.as(), async (tx) => tx.event({ type, subject, data: { n } }));
const path = () => `/${crypto.randomUUID()}`;
const numbersAt = (where: string) => sentTo(where).map(({ event }) => event.data.n);

test("an event goes to the endpoints that asked for it, signed, once, as a CloudEvent", async () => {
  const company = await aCompany();
  const [all, some] = [path(), path()];
  const endpoint = await anEndpoint(company, all, ["*"]);
  await anEndpoint(company, some, ["thing.else"]);
  await happen(company, "a", 1);
  dispatching();
  await relayEvents(owner);
  await vi.waitFor(() => expect(sentTo(all).some(({ event }) => event.type === "thing.happened")).toBe(true), 20_000);
  const message = sentTo(all).find(({ event }) => event.type === "thing.happened");
  expect(message?.event).toMatchObject({ specversion: "1.0", source: `/companies/${company.id}`, subject: "a", data: { n: 1 } });
  expect(message?.headers["webhook-id"]).toBe(message?.event.id);
  const verified = new Verifier(endpoint.secret).verify(message?.body ?? "", message?.headers as Record<string, string>);
  expect(verified).toEqual(message?.event);
  expect(sentTo(some)).toEqual([]);
});

test("ten relays at once make one delivery of each event for each endpoint, in the order they were committed", async () => {
  const company = await aCompany();
  const where = path();
  const endpoint = await anEndpoint(company, where);
  for (let n = 1; n <= 40; n++) await happen(company, `s${n % 4}`, n);
  await Promise.all(Array.from({ length: 10 }, () => relayEvents(owner, 7)));
  while ((await relayEvents(owner, 7)) > 0);
  const { items } = resultOf(await listDeliveries(company.as(), { webhookId: endpoint.id, limit: 200 }));
  expect(items).toHaveLength(40);
  const [one, two] = [dispatching(), dispatching()];
  await vi.waitFor(() => expect(sentTo(where)).toHaveLength(40), 20_000);
  for (const subject of ["s0", "s1", "s2", "s3"]) {
    const numbers = sentTo(where).flatMap(({ event }) => (event.subject === subject ? [event.data.n ?? 0] : []));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
  await Promise.all([one.stop(), two.stop()]);
  expect(new Set(sentTo(where).map(({ headers }) => headers["webhook-id"])).size).toBe(40);
});

test("an event of a transaction that began earlier and commits later is not passed over", async () => {
  const company = await aCompany();
  const where = path();
  await anEndpoint(company, where);
  let commit: () => void = () => undefined;
  const late = writing(company.as(), async (tx) => {
    tx.event({ type: "thing.late", subject: "late", data: { n: 1 } });
    await tx.db.updateTable("shared.company").set({ version: 2 }).where("id", "=", company.id).execute();
    await new Promise<void>((resolve) => {
      commit = resolve;
    });
  });
  await vi.waitFor(() => expect(commit.name).not.toBe("commit"), 20_000);
  await happen(company, "early", 2);
  dispatching();
  await relayEvents(owner);
  commit();
  await late;
  await vi.waitFor(async () => {
    await relayEvents(owner);
    expect(numbersAt(where).toSorted()).toEqual([1, 2]);
  }, 20_000);
});

test("a failing subject waits in order and holds up neither other subjects nor other endpoints", async () => {
  const company = await aCompany();
  const [flaky, fine] = [path(), path()];
  let refusals = 2;
  answers.set(flaky, ({ event }) => (event.subject === "bad" && refusals-- > 0 ? 500 : 200));
  const endpoint = await anEndpoint(company, flaky);
  await anEndpoint(company, fine);
  for (const n of [1, 2, 3]) await happen(company, "bad", n);
  for (const n of [4, 5]) await happen(company, "good", n);
  dispatching({ retryDelays: [0.3, 0.3, 0.3] });
  await relayEvents(owner);
  await vi.waitFor(() => expect(numbersAt(flaky)).toHaveLength(7), 20_000);
  expect(numbersAt(fine).toSorted()).toEqual([1, 2, 3, 4, 5]);
  const bad = numbersAt(flaky).filter((n) => (n ?? 9) <= 3);
  expect(bad).toEqual([1, 1, 1, 2, 3]);
  expect(numbersAt(flaky).indexOf(5)).toBeLessThan(numbersAt(flaky).lastIndexOf(1));
  await vi.waitFor(async () => {
    const { items } = resultOf(await listDeliveries(company.as(), { webhookId: endpoint.id, limit: 50, state: "delivered" }));
    expect(items.map(({ attempts }) => attempts).toSorted()).toEqual([1, 1, 1, 1, 3]);
  }, 20_000);
  expect(resultOf(await getWebhook(company.as(), { id: endpoint.id }))).toMatchObject({ failingSince: null, pending: 0 });
});

test("a worker that dies while sending loses nothing: the message comes again under the same id", async () => {
  const company = await aCompany();
  const where = path();
  await anEndpoint(company, where);
  await happen(company, "a", 1);
  await happen(company, "a", 2);
  await relayEvents(owner);
  // It sent, but died before it could record the answer.
  let died = false;
  const dying = dispatching({
    send: async (message) => {
      const answer = await webhookSender({ privateNetworks: true })(message);
      if (!died) {
        died = true;
        throw new Error("killed");
      }
      return answer;
    },
  });
  await vi.waitFor(() => expect(died).toBe(true), 20_000);
  await dying.stop();
  expect(numbersAt(where)).toEqual([1]);
  await ownerPool.query("update shared.webhook_lane set due_at = now() where company_id = $1", [company.id]); // its lease ran out
  dispatching();
  await vi.waitFor(() => expect(numbersAt(where)).toEqual([1, 1, 2]), 20_000);
  expect(new Set(sentTo(where).map(({ headers }) => headers["webhook-id"])).size).toBe(2);
});

test("an endpoint that never succeeds is disabled with an event and audit; enabled by hand it hears what was pending", async () => {
  const company = await aCompany();
  const where = path();
  answers.set(where, () => 503);
  const endpoint = await anEndpoint(company, where);
  await happen(company, "a", 1);
  await relayEvents(owner);
  await happen(company, "a", 2);
  await relayEvents(owner);
  const dispatcher = dispatching();
  const disabled = () => getWebhook(company.as(), { id: endpoint.id }).then(resultOf);
  await vi.waitFor(async () => expect(await disabled()).toMatchObject({ state: "disabled" }), 20_000);
  await dispatcher.stop();
  expect(numbersAt(where)).toEqual([1, 1, 1, 1, 1]);
  const told = await reading(company.as(), async ({ db }) => ({
    events: await db.selectFrom("shared.outbox").select("type").where("type", "=", "webhook.disabled").execute(),
    audit: await db.selectFrom("shared.audit").select(["action", "actorKind"]).where("action", "=", "webhook.disabled").execute(),
  }));
  expect(told).toEqual({ events: [{ type: "webhook.disabled" }], audit: [{ action: "webhook.disabled", actorKind: "system" }] });
  answers.delete(where);
  resultOf(await enableWebhook(company.as(), { id: endpoint.id }));
  dispatching();
  await vi.waitFor(() => expect(numbersAt(where).at(-1)).toBe(2), 20_000);
});

test("one delivery and a range are replayed under their own ids, with the log of every attempt", async () => {
  const company = await aCompany({ today: "2026-03-31" });
  const where = path();
  const endpoint = await anEndpoint(company, where);
  for (const n of [1, 2, 3]) await happen(company, `s${n}`, n);
  dispatching();
  await relayEvents(owner);
  await vi.waitFor(() => expect(sentTo(where)).toHaveLength(3), 20_000);
  const { items } = resultOf(await listDeliveries(company.as(), { webhookId: endpoint.id, limit: 50 }));
  const [last] = items;
  await vi.waitFor(
    async () => expect(resultOf(await replayDelivery(company.as(), { webhookId: endpoint.id, id: last?.id ?? "" })).replayed).toBe(1),
    20_000,
  );
  await vi.waitFor(() => expect(numbersAt(where)).toEqual([...numbersAt(where).slice(0, 3), 3]), 20_000);
  const range = { from: "2026-03-31T00:00:00Z", to: "2026-04-01T00:00:00Z", onlyFailed: false };
  await vi.waitFor(async () => expect(resultOf(await getWebhook(company.as(), { id: endpoint.id })).pending).toBe(0), 20_000);
  expect(resultOf(await replayRange(company.as(), { webhookId: endpoint.id, range }))).toEqual({ replayed: 3 });
  await vi.waitFor(() => expect(sentTo(where)).toHaveLength(7), 20_000);
  expect(new Set(sentTo(where).map(({ headers }) => headers["webhook-id"])).size).toBe(3);
  await vi.waitFor(async () => {
    const detail = resultOf(await getDelivery(company.as(), { webhookId: endpoint.id, id: last?.id ?? "" }));
    expect(detail).toMatchObject({ replays: 2, state: "delivered", payload: { data: { n: 3 } } });
    expect(detail.log.map(({ status, response }) => [status, response])).toEqual(Array.from({ length: 3 }, () => [200, "answer 200"]));
  }, 20_000);
});

test("after a rotation both secrets sign until the overlap ends", async () => {
  const company = await aCompany();
  const where = path();
  const endpoint = await anEndpoint(company, where);
  const next = newSecret(vault);
  resultOf(await rotateSecret(company.as(), { id: endpoint.id, overlapHours: 1, sealedSecret: next.sealed }));
  await happen(company, "a", 1);
  dispatching();
  await relayEvents(owner);
  await vi.waitFor(() => expect(sentTo(where)).toHaveLength(1), 20_000);
  const [message] = sentTo(where);
  for (const secret of [endpoint.secret, next.plain]) {
    expect(() => new Verifier(secret).verify(message?.body ?? "", message?.headers as Record<string, string>)).not.toThrow();
  }
});
