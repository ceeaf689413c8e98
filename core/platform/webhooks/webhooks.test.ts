import { expect, test } from "vitest";
import { aCompany, reading, resultOf } from "#core/testing/company.ts";
import { webhookVault } from "#functions/adapters/webhook-vault.ts";
import { createWebhook } from "./create-webhook.ts";
import { getWebhook, listDeliveries, listWebhooks } from "./list-webhooks.ts";
import { replayDelivery, replayRange } from "./replay.ts";
import { newSecret } from "./secrets.ts";
import { disableWebhook, enableWebhook, removeWebhook, rotateSecret, updateWebhook } from "./update-webhook.ts";
import { NewWebhook } from "./webhook.ts";

const vault = webhookVault([{ id: "k1", key: new Uint8Array(32).fill(1) }]);
const input = async (more: Partial<NewWebhook> = {}) => ({
  url: "https://example.com/hook",
  events: ["invoice.*"],
  description: "",
  ...more,
  sealedSecret: newSecret(vault).sealed,
});

test("an endpoint is added, listed, changed, disabled, enabled and removed, each with audit", async () => {
  const company = await aCompany();
  const created = resultOf(await createWebhook(company.as(), await input()));
  expect(created).toMatchObject({ state: "active", pending: 0, failingSince: null, version: 1 });
  await createWebhook(company.as(), await input({ description: "second" }));
  const first = resultOf(await listWebhooks(company.as(), { limit: 1 }));
  expect(first.items.map(({ description }) => description)).toEqual(["second"]);
  const second = resultOf(await listWebhooks(company.as(), { limit: 1, after: first.next }));
  expect(second.items.map(({ id }) => id)).toEqual([created.id]);

  const { id } = created;
  expect(resultOf(await updateWebhook(company.as(), { id, expectedVersion: 1, change: { events: ["*"] } }))).toMatchObject({
    events: ["*"],
    version: 2,
  });
  expect(await updateWebhook(company.as(), { id, expectedVersion: 1, change: { events: ["*"] } })).toMatchObject({
    fault: { kind: "stale" },
  });
  expect(resultOf(await disableWebhook(company.as(), { id, reason: "by hand" }))).toMatchObject({
    state: "disabled",
    disabledReason: "by hand",
  });
  expect(resultOf(await enableWebhook(company.as(), { id }))).toMatchObject({ state: "active", disabledReason: null });
  expect(await enableWebhook(company.as(), { id })).toMatchObject({ fault: { code: "webhook.not_disabled" } });
  resultOf(await removeWebhook(company.as(), { id }));
  expect(await getWebhook(company.as(), { id })).toMatchObject({ fault: { kind: "missing" } });
  const rows = await reading(company.as(), async ({ db }) => ({
    audit: await db.selectFrom("shared.audit").select("action").where("subjectId", "=", id).orderBy("id").execute(),
    secrets: await db.selectFrom("shared.webhookSecret").select("id").where("webhookId", "=", id).execute(),
  }));
  expect(rows.audit.map(({ action }) => action)).toEqual(
    ["created", "updated", "disabled", "enabled", "removed"].map((verb) => `webhook.${verb}`),
  );
  expect(rows.secrets).toEqual([]);
});

test("the wrong role may not, and the rival company finds nothing", async () => {
  const [company, rival] = [await aCompany(), await aCompany()];
  const { id } = resultOf(await createWebhook(company.as(), await input()));
  const reader = company.as({ grants: ["platform.webhook.read"] });
  for (const refused of [
    createWebhook(reader, await input()),
    updateWebhook(reader, { id, change: {} }),
    removeWebhook(reader, { id }),
    getWebhook(company.as({ grants: [] }), { id }),
  ]) {
    expect(await refused).toMatchObject({ fault: { kind: "refused" } });
  }
  const range = { from: "2026-03-31T00:00:00Z", to: "2026-04-01T00:00:00Z", onlyFailed: false };
  for (const lost of [
    updateWebhook(rival.as(), { id, change: {} }),
    rotateSecret(rival.as(), { id, overlapHours: 0, sealedSecret: "x" }),
    removeWebhook(rival.as(), { id }),
    getWebhook(rival.as(), { id }),
    listDeliveries(rival.as(), { webhookId: id, limit: 1 }),
    replayRange(rival.as(), { webhookId: id, range }),
    replayDelivery(rival.as(), { webhookId: id, id }),
  ]) {
    expect(await lost).toMatchObject({ fault: { code: "webhook.missing" } });
  }
  expect(resultOf(await listWebhooks(rival.as(), { limit: 50 })).items).toEqual([]);
});

test("the same call twice adds one endpoint, also at once", async () => {
  const company = await aCompany();
  const once = { idempotencyKey: "k", hash: "h", actorId: crypto.randomUUID() };
  const values = await input();
  const [one, two] = await Promise.all([createWebhook(company.as(once), values), createWebhook(company.as(once), values)]);
  expect(resultOf(one).id).toBe(resultOf(two).id);
  expect(resultOf(await listWebhooks(company.as(), { limit: 50 })).items).toHaveLength(1);
});

test.each([
  ["ftp://example.com", ["*"]],
  ["javascript:alert(1)", ["*"]],
  ["https://user:secret@example.com", ["*"]],
  ["https://example.com", []],
  ["https://example.com", ["invoice*"]],
  ["https://example.com", ["*.issued"]],
])("%s with %j is no endpoint", (url, events) => {
  expect(NewWebhook.safeParse({ url, events }).success).toBe(false);
});

test("a sealed secret opens with its key alone, also after another became the current one", () => {
  const { plain, sealed } = newSecret(vault);
  expect(plain).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect(sealed).not.toContain(plain.slice(6));
  const rotated = webhookVault([
    { id: "k2", key: new Uint8Array(32).fill(2) },
    { id: "k1", key: new Uint8Array(32).fill(1) },
  ]);
  expect(rotated.unseal(sealed)).toBe(plain);
  expect(() => webhookVault([{ id: "k1", key: new Uint8Array(32).fill(3) }]).unseal(sealed)).toThrow("does not open");
});
