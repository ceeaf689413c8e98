import { Client } from "pg";
import { expect, inject, test } from "vitest";
import { createWebhook } from "#core/platform/webhooks/create-webhook.ts";
import { listDeliveries } from "#core/platform/webhooks/list-webhooks.ts";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { databaseOver, openPool } from "#functions/adapters/postgres.ts";
import { outboxLagSeconds } from "./outbox-lag.ts";
import { relayEvents } from "./relay-events.ts";

const APPLICATION = "relay-under-fire";
const pool = openPool({
  connectionString: inject("databases").owner,
  max: 6,
  idleTimeoutMillis: 500,
  allowExitOnIdle: true,
  application_name: APPLICATION,
});
const owner = databaseOver(pool);

const anEndpoint = async (company: TestCompany) =>
  resultOf(await createWebhook(company.as(), { url: "https://example.com", events: ["thing.*"], description: "", sealedSecret: "sealed" }));
const happen = (company: TestCompany, subject: string) =>
  writing(company.as(), async (tx) => tx.event({ type: "thing.happened", subject, data: {} }));
const asked = async <T>(role: "owner" | "superuser", work: (client: Client) => Promise<T>) => {
  const client = new Client({ connectionString: inject("databases")[role] });
  await client.connect();
  return work(client).finally(() => client.end());
};

test("relays that are killed again and again lose no event and double none", async () => {
  const company = await aCompany();
  const endpoint = await anEndpoint(company);
  let going = true;
  const relays = Array.from({ length: 3 }, async () => {
    while (going) await relayEvents(owner, 3).catch(() => undefined);
  });
  await asked("superuser", async (superuser) => {
    for (let n = 0; n < 60; n++) {
      await happen(company, `s${n % 5}`);
      if (n % 6 === 0)
        await superuser.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [APPLICATION]);
    }
  });
  going = false;
  await Promise.all(relays);
  while ((await relayEvents(owner)) > 0);
  const { items } = resultOf(await listDeliveries(company.as(), { webhookId: endpoint.id, limit: 200 }));
  const events = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.outbox").select("id").where("type", "=", "thing.happened").orderBy("xid").orderBy("position").execute(),
  );
  expect(events).toHaveLength(60);
  expect(items.map(({ eventId }) => eventId).toReversed()).toEqual(events.map(({ id }) => id));
});

test("events that another server wrote count as committed, whatever their transaction ids", async () => {
  const company = await aCompany();
  const endpoint = await anEndpoint(company);
  await asked("owner", async (client) => {
    const { rows } = await client.query(
      "insert into shared.cluster (system_id, current) values ((random() * 1e15)::bigint, false) returning id",
    );
    await client.query(
      "insert into shared.outbox_cursor (company_id, consumer, cluster_id, xid, position) values ($1, 'webhooks', $2, '0', 0)",
      [company.id, rows[0].id],
    );
    await client.query(
      "insert into shared.outbox (id, company_id, type, subject, data, at, xid, cluster_id) values (gen_random_uuid(), $1, 'thing.restored', 'old', '{}', now(), '9000000000000', $2)",
      [company.id, rows[0].id],
    );
  });
  await happen(company, "new");
  while ((await relayEvents(owner)) > 0);
  const { items } = resultOf(await listDeliveries(company.as(), { webhookId: endpoint.id, limit: 50 }));
  expect(items.map(({ subject }) => subject).toSorted()).toEqual(["new", "old"]);
});

test("the lag is the age of what was not even tried", async () => {
  const company = await aCompany();
  await anEndpoint(company);
  await asked("owner", (client) =>
    client.query(
      "insert into shared.outbox (id, company_id, type, subject, data, at) values (gen_random_uuid(), $1, 'thing.old', 'a', '{}', now() - interval '2 hours')",
      [company.id],
    ),
  );
  expect(await outboxLagSeconds(owner)).toBeGreaterThan(7000);
  while ((await relayEvents(owner)) > 0);
  expect(await outboxLagSeconds(owner)).toBeGreaterThan(7000);
  await asked("owner", (client) =>
    client.query("update shared.webhook_delivery set state = 'delivered' where company_id = $1", [company.id]),
  );
});
