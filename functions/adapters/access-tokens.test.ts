import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import { expect, test } from "vitest";
import type { AccessClaims } from "#core/identity/ports.ts";
import { clockOf } from "#core/kernel/clock.ts";
import { aFreshDatabase } from "#core/testing/fresh-database.ts";
import { eddsaTokens } from "./access-tokens.ts";
import { encryptionWith } from "./encryption.ts";
import { databaseOver, openPool } from "./postgres.ts";

const DAY = 24 * 60 * 60 * 1000;
const claims: AccessClaims = { user: "u", company: "c", session: "s", roles: "1" };
const testKeys = [{ id: "a", key: new Uint8Array(32).fill(3) }];

/** A database of its own: keys are the cluster's, and other tests sign with theirs. */
const ownDatabase = async () => {
  const at = await aFreshDatabase();
  const pool = openPool({ ...at("app"), max: 4, idleTimeoutMillis: 200, allowExitOnIdle: true });
  let ahead = 0;
  return {
    pods: (encryptionKeys = testKeys) =>
      eddsaTokens({ database: databaseOver(pool), clock: clockOf(() => new Date(Date.now() + ahead)), encryptionKeys }),
    pass: (milliseconds: number) => {
      ahead += milliseconds;
    },
    stored: async () => (await pool.query("select * from shared.signing_keys(now())")).rows,
  };
};
const kidsOf = async (tokens: ReturnType<typeof eddsaTokens>) => (await tokens.publicKeys()).keys.map(({ kid }) => kid);

test("anybody can verify a token by the published keys, which hold nothing private", async () => {
  const { pods, stored } = await ownDatabase();
  const tokens = pods();
  const { token, expiresIn } = await tokens.sign(claims);
  const published = await tokens.publicKeys();
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(published as unknown as JSONWebKeySet));

  expect(expiresIn).toBe(900);
  expect(payload).toMatchObject({ sub: "u", company: "c", session: "s", roles: "1", iss: "enterprise-system" });
  expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: published.keys[0]?.kid });
  expect(published.keys.map((key) => Object.keys(key).sort())).toEqual([["alg", "crv", "kid", "kty", "use", "x"]]);
  expect(JSON.stringify(await stored())).not.toMatch(/"d"/);
});

test("pods that start together agree on one key", async () => {
  const { pods } = await ownDatabase();
  const several = Array.from({ length: 5 }, () => pods());
  const signed = await Promise.all(several.map((tokens) => tokens.sign(claims)));

  expect(new Set((await Promise.all(several.map(kidsOf))).flat()).size).toBe(1);
  for (const { token } of signed) for (const tokens of several) expect(await tokens.verify(token)).toMatchObject(claims);
});

test("after thirty days a new key signs; the old one verifies what it signed, then goes", async () => {
  const { pods, pass } = await ownDatabase();
  const [one, other] = [pods(), pods()];
  const [before] = await kidsOf(one);
  await kidsOf(other);
  pass(30 * DAY - 60_000);
  const old = (await one.sign(claims)).token;

  pass(120_000);
  const fresh = (await one.sign(claims)).token;
  const [now, then] = await kidsOf(one);
  expect([now === before, then]).toEqual([false, before]);
  expect(await one.verify(old)).toMatchObject(claims);
  // The other pod has not read keys for a while; a token that names one it lacks makes it read again.
  expect(await other.verify(fresh)).toMatchObject(claims);
  pass(2 * DAY);
  expect(await kidsOf(one)).toEqual([now]);
});

test("a token of another kind or issuer is none, though our own key signed it", async () => {
  const { pods, stored } = await ownDatabase();
  const tokens = pods();
  const { token } = await tokens.sign(claims);
  const [kept] = await stored();
  const opened = encryptionWith(testKeys, "signing keys").decrypt(kept.private_key) ?? "";
  const key = await importJWK(JSON.parse(opened), "EdDSA");
  const [header, payload] = [decodeProtectedHeader(token), decodeJwt(token)];
  const signed = (more: object, typ = `${header.typ}`) =>
    new SignJWT({ ...payload, ...more }).setProtectedHeader({ ...header, alg: "EdDSA", typ }).sign(key);

  expect(await tokens.verify(await signed({}))).toMatchObject(claims);
  expect(await tokens.verify(await signed({ iss: "another-system" }))).toBeUndefined();
  expect(await tokens.verify(await signed({}, "JWT"))).toBeUndefined();
});

test("a key that cannot be opened any more still verifies, and another one signs", async () => {
  const { pods } = await ownDatabase();
  const old = (await pods().sign(claims)).token;
  const rekeyed = pods([{ id: "b", key: new Uint8Array(32).fill(4) }]);

  expect(await rekeyed.verify(old)).toMatchObject(claims);
  const fresh = (await rekeyed.sign(claims)).token;
  expect(await kidsOf(rekeyed)).toHaveLength(2);
  expect(await rekeyed.verify(fresh)).toMatchObject(claims);
});

test("a database that does not answer is no wrong token", async () => {
  const down = () => Promise.reject(new Error("down"));
  const tokens = eddsaTokens({ database: { transaction: down, read: down }, clock: clockOf(() => new Date()), encryptionKeys: testKeys });
  const { pods } = await ownDatabase();
  const { token } = await pods().sign(claims);
  await expect(tokens.verify(token)).rejects.toThrow("down");
  expect(await tokens.verify("no token")).toBeUndefined();
});
