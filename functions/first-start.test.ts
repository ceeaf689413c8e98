import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { clockOf } from "#core/kernel/clock.ts";
import { anApi, TEST_ENCRYPTION_KEYS } from "#core/testing/api.ts";
import { aFreshDatabase } from "#core/testing/fresh-database.ts";
import { databaseOver, openPool } from "./adapters/postgres.ts";
import { firstStart } from "./first-start.ts";
import { openIdentity } from "./identity.ts";

const emptyInstallation = async () => {
  const at = await aFreshDatabase();
  const pool = openPool({ ...at("app"), max: 8, idleTimeoutMillis: 200, allowExitOnIdle: true });
  const services = { database: databaseOver(pool), newId: () => uuidv7(), metrics: { count: () => undefined } };
  return () => openIdentity({ ...services, clock: clockOf(() => new Date()), encryptionKeys: TEST_ENCRYPTION_KEYS });
};
const nothingSet = { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined };

const post = async (identity: ReturnType<Awaited<ReturnType<typeof emptyInstallation>>>, path: string, input: unknown, token?: string) => {
  const api = anApi({ identity, database: identity.database });
  const response = await api.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(input),
  });
  return JSON.parse(await response.text());
};

test("an empty installation gets a company and its administrator, with a password that is told once and must be changed", async () => {
  const identity = (await emptyInstallation())();
  const installed = await firstStart(identity, nothingSet);
  expect(installed).toMatchObject({ email: "admin@example.com", oneTimePassword: expect.stringMatching(/^[\w-]{20}$/) });
  expect(await firstStart(identity, nothingSet)).toBeUndefined();

  const session = await post(identity, "/auth/login", { email: "admin@example.com", password: installed?.oneTimePassword });
  expect(session).toMatchObject({ mustChangePassword: true, company: { name: "My company", currency: "EUR" } });
  const input = { currentPassword: installed?.oneTimePassword, newPassword: "analytical engine" };
  const changed = await post(identity, "/auth/password", input, session.accessToken);
  expect(changed).toMatchObject({ mustChangePassword: false, roles: [{ system: "administrator" }] });
  const customer = await post(identity, "/sales/customers", { name: "Alfreds Futterkiste" }, changed.accessToken);
  expect(customer).toMatchObject({ name: "Alfreds Futterkiste" });
});

test("settings name the administrator, the caller the company", async () => {
  const identity = (await emptyInstallation())();
  const settings = { ADMIN_EMAIL: "ada@example.com", ADMIN_PASSWORD: "analytical engine" };
  const company = { name: "Northwind", country: "US", baseCurrency: "USD", chart: "us-gaap" as const };
  expect(await firstStart(identity, settings, company)).toEqual({ companyId: expect.any(String), email: "ada@example.com" });

  const session = await post(identity, "/auth/login", { email: "ada@example.com", password: "analytical engine" });
  expect(session).toMatchObject({ mustChangePassword: false, company: { name: "Northwind", currency: "USD", country: "US" } });
});

test("pods that start together make one administrator between them", async () => {
  const open = await emptyInstallation();
  const made = await Promise.all(Array.from({ length: 4 }, () => firstStart(open(), nothingSet)));
  expect(made.filter((installed) => installed !== undefined)).toHaveLength(1);
});
