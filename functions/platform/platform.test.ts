import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { aCaller, anApi, TEST_ENCRYPTION_KEYS, type TestCaller } from "#core/testing/api.ts";
import { aCompany, contextOf, reading, type TestCompany } from "#core/testing/company.ts";
import { connectionFromUrl } from "#functions/adapters/connection.ts";
import { createMetrics } from "#functions/adapters/metrics.ts";
import { webhookVault } from "#functions/adapters/webhook-vault.ts";
import { createLogger } from "#functions/logging.ts";
import { readSettings } from "#functions/settings.ts";
import { type BackgroundWorker, startWorker } from "#functions/worker.ts";

let company: TestCompany;
let admin: TestCaller;
let worker: BackgroundWorker | undefined;
beforeEach(async () => {
  company = await aCompany();
  admin = await aCaller(company);
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});

const { database, newId } = contextOf("00000000-0000-0000-0000-000000000001");
const work = async () => {
  const at = (role: "app" | "owner") => connectionFromUrl(inject("databases")[role], "DATABASE_URL");
  worker = await startWorker({
    settings: readSettings({}),
    logger: createLogger("silent"),
    metrics: createMetrics(),
    place: { embedded: false, app: at("app"), owner: at("owner"), replica: undefined, close: async () => undefined },
    database,
    clock: { now: () => new Date(), today: () => "2026-03-31" },
    newId,
    encryptionKeys: TEST_ENCRYPTION_KEYS,
  });
};

test("a webhook's secret is shown when it is made and when it is rotated, and is stored sealed", async () => {
  const made = await admin.post(
    "/platform/webhooks",
    { url: "https://example.com/hook", events: ["invoice.*"] },
    { headers: { "idempotency-key": "k" } },
  );
  expect(made).toMatchObject({ status: 201, body: { state: "active", secret: expect.stringMatching(/^whsec_/) } });
  const { id, secret } = made.body;
  const shown = await admin.get(`/platform/webhooks/${id}`);
  expect(shown.body.secret).toBeUndefined();
  expect(shown.headers.get("etag")).toBe('"v1"');
  const rotated = await admin.post(`/platform/webhooks/${id}/rotate-secret`, { overlapHours: 1 });
  expect(rotated.body.secret).not.toBe(secret);
  const rows = await reading(company.as(), ({ db }) =>
    db.selectFrom("shared.webhookSecret").select(["sealed", "expiresAt"]).orderBy("id").execute(),
  );
  expect(rows.map(({ sealed }) => webhookVault(TEST_ENCRYPTION_KEYS).unseal(sealed))).toEqual([secret, rotated.body.secret]);
  expect(rows.map(({ expiresAt }) => expiresAt !== null)).toEqual([true, false]);
  const everything = JSON.stringify(
    await reading(company.as(), ({ db }) =>
      Promise.all([db.selectFrom("shared.audit").selectAll().execute(), db.selectFrom("shared.idempotencyKey").selectAll().execute()]),
    ),
    (_, value) => (typeof value === "bigint" ? String(value) : value),
  );
  expect(everything).not.toContain("whsec_");
  expect(await admin.patch(`/platform/webhooks/${id}`, { events: ["*"] }, { headers: { "if-match": '"v1"' } })).toMatchObject({
    status: 200,
    body: { version: 2 },
  });
  expect(await admin.patch(`/platform/webhooks/${id}`, { events: ["*"] }, { headers: { "if-match": '"v1"' } })).toMatchObject({
    status: 412,
  });
  expect(await admin.post(`/platform/webhooks/${id}/disable`)).toMatchObject({ status: 200, body: { state: "disabled" } });
  expect(await admin.post(`/platform/webhooks/${id}/replay`, { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" })).toMatchObject({
    status: 409,
  });
  expect(await admin.post(`/platform/webhooks/${id}/enable`)).toMatchObject({ status: 200 });
  expect(await admin.get(`/platform/webhooks/${id}/deliveries`)).toMatchObject({ status: 200, body: { items: [] } });
  expect(await admin.delete(`/platform/webhooks/${id}`)).toMatchObject({ status: 200 });
  expect(await admin.get(`/platform/webhooks/${id}`)).toMatchObject({ status: 404 });
});

test("the audit trail is read by subject, actor, action and time, page by page", async () => {
  for (const name of ["One", "Two", "Three"]) await admin.post("/sales/customers", { name });
  const { body } = await admin.get("/platform/audit?action=customer.*&limit=2");
  expect(body.items).toHaveLength(2);
  const rest = await admin.get(`/platform/audit?action=customer.*&limit=2&after=${body.next}`);
  expect(rest.body.items.map((item: { after: { name: string } }) => item.after.name)).toEqual(["One"]);
  const [first] = body.items;
  expect(first).toMatchObject({ actorId: admin.user.id, actorKind: "user", subjectType: "customer" });
  const found = async (query: string) => (await admin.get(`/platform/audit?${query}`)).body.items.length;
  expect(await found(`subjectType=customer&subjectId=${first.subjectId}`)).toBe(1);
  expect(await found(`actorId=${newId()}`)).toBe(0);
  expect(await found("action=customer.create&from=2026-03-31T00:00:00Z&to=2026-04-01T00:00:00Z")).toBe(3);
  expect(await found("from=2027-03-31T00:00:00Z")).toBe(0);
  expect((await admin.get("/platform/audit?after=abc")).status).toBe(422);
});

const follow = async (lastEventId?: string) => {
  const headers = { authorization: `Bearer ${admin.token}`, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) };
  const response = await admin.api.request("/platform/events", { headers });
  const reader = response.body?.getReader();
  let text = "";
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    read: async (until: (text: string) => boolean) => {
      while (!until(text)) {
        const part = await reader?.read();
        if (!part || part.done) break;
        text += new TextDecoder().decode(part.value);
      }
      return text;
    },
    close: () => reader?.cancel(),
  };
};
const placesIn = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? "");

test("events are followed as they happen, and after a break from where one was", async () => {
  const stream = await follow();
  expect(stream).toMatchObject({ status: 200, type: expect.stringContaining("text/event-stream") });
  await stream.read((text) => text.includes("event: ready"));
  await admin.post("/sales/customers", { name: "First" });
  const heard = await stream.read((text) => text.includes("customer.created"));
  expect(heard).not.toContain("First");
  await stream.close();
  await admin.post("/sales/customers", { name: "Second" });
  await admin.post("/sales/customers", { name: "Third" });
  const again = await follow(placesIn(heard).at(-1));
  const missed = await again.read((text) => text.split("customer.created").length > 2);
  expect(missed.match(/customer\.created/g)).toHaveLength(2);
  await again.close();
  expect((await follow("made-up")).status).toBe(422);
});

const sendFile = (text: string, query: string, headers: Record<string, string> = {}) =>
  admin.api.request(`/platform/imports?${query}`, {
    method: "POST",
    body: text,
    headers: { authorization: `Bearer ${admin.token}`, "content-type": "text/csv", ...headers },
  });
const finished = async (id: string) => {
  await vi.waitFor(async () => expect(["succeeded", "failed"]).toContain((await admin.get(`/platform/imports/${id}`)).body.state), {
    timeout: 20_000,
    interval: 100,
  });
  return (await admin.get(`/platform/imports/${id}`)).body;
};

test("a file is imported by a job; its refused rows are corrected and imported again", async () => {
  await work();
  const file = "Company;Kredit\nGood;10,00\nBad;x\n";
  const map = encodeURIComponent('{"credit_limit":"Kredit"}');
  const sent = await sendFile(file, `kind=customers&mode=each&fileName=clients.csv&map=${map}`, { "idempotency-key": "once" });
  expect(sent.status).toBe(202);
  const { id, jobId } = (await sent.json()) as { id: string; jobId: string };
  const repeated = await sendFile(file, `kind=customers&mode=each&fileName=clients.csv&map=${map}`, { "idempotency-key": "once" });
  expect(await repeated.json()).toMatchObject({ id });
  expect(await finished(id)).toMatchObject({
    state: "succeeded",
    done: 2,
    total: 2,
    refusedRows: 1,
    report: { rows: 2, created: 1, refused: 1, stored: true },
  });
  expect((await admin.get(`/platform/jobs/${jobId}`)).body).toMatchObject({
    kind: "import",
    state: "succeeded",
    title: "Customers: clients.csv",
  });
  const refused = await admin.get(`/platform/imports/${id}/refused`);
  expect(refused.headers.get("content-disposition")).toContain("clients.refused.csv");
  expect(refused.body).toBe('Company,Kredit,reason\nBad,x,"creditLimit: Write an amount like ""1234.50"", not negative."\n');
  expect((await admin.get("/sales/customers")).body.items.map(({ name }: { name: string }) => name)).toEqual(["Good"]);
  expect((await admin.get("/platform/imports?kind=customers")).body.items).toHaveLength(1);
  const trail = await admin.get("/platform/audit?action=customer.create");
  expect(trail.body.items[0]).toMatchObject({ actorId: admin.user.id });
});

test("a form works too; all or nothing leaves nothing; a dry run says what would be", async () => {
  await work();
  const form = new FormData();
  form.set("file", new File(["sku,name\nA,Apple\nB,\n"], "goods.csv", { type: "text/csv" }));
  form.set("kind", "products");
  const send = (body: FormData) =>
    admin.api.request("/platform/imports", { method: "POST", body, headers: { authorization: `Bearer ${admin.token}` } });
  const all = (await (await send(form)).json()) as { id: string };
  expect(await finished(all.id)).toMatchObject({
    state: "failed",
    fileName: "goods.csv",
    report: { stored: false, refused: 1 },
    error: expect.stringContaining("Nothing was stored"),
  });
  form.set("file", new File(["sku,name\nA,Apple\n"], "goods.csv"));
  form.set("dryRun", "true");
  const dry = (await (await send(form)).json()) as { id: string };
  expect(await finished(dry.id)).toMatchObject({ state: "succeeded", dryRun: true, report: { created: 1, stored: false } });
  expect((await admin.get("/sales/products")).body.items).toEqual([]);
});

test("what cannot be imported is refused at once", async () => {
  expect((await sendFile("a,b\n1,2\n", "kind=products")).status).toBe(422);
  expect((await sendFile("", "kind=products")).status).toBe(422);
  expect((await sendFile("sku,name\n", "kind=nothing")).status).toBe(404);
  expect((await sendFile("sku,name\n", "kind=products&mode=some")).status).toBe(422);
  expect((await sendFile("sku,name\n", "kind=products&map=no")).status).toBe(422);
  expect((await sendFile("x".repeat(11 * 1024 * 1024), "kind=products")).status).toBe(413);
  const clerk = await aCaller(company, { grants: ["platform.import.run"] }, anApi());
  const refused = await clerk.api.request("/platform/imports?kind=products", {
    method: "POST",
    body: "sku,name\nA,B\n",
    headers: { authorization: `Bearer ${clerk.token}`, "content-type": "text/csv" },
  });
  expect(refused.status).toBe(403);
  const { body } = await admin.get("/platform/imports/kinds");
  expect(body.items.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(["customers", "orders", "open-items", "payments", "accounts"]),
  );
});
