import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { call } from "#core/identity/call.ts";
import type { Clock, DatabasePort } from "#core/kernel/context.ts";
import type { EncryptionKey } from "#functions/settings.ts";
import { encryptionWith } from "./encryption.ts";

type Stored = Readonly<{ id: string; publicKey: JWK; privateKey: string }>;
type Services = Readonly<{ database: DatabasePort; clock: Clock; encryptionKeys: readonly EncryptionKey[] }>;

/** Signs packages of the ledger, and publishes every key that ever did. */
export type PackageSigner = Readonly<{
  sign: (bytes: Uint8Array) => Promise<Readonly<{ key: JWK; signature: string }>>;
  publicKeys: () => Promise<readonly JWK[]>;
}>;

const ALGORITHM = "Ed25519";

const stored = async (database: DatabasePort): Promise<Stored[]> =>
  (await call(database, 'select id, public_key as "publicKey", private_key as "privateKey" from shared.package_keys()', [])) as Stored[];

/** Ed25519 keys from the database; one is made when there is none whose private half can be opened here. */
export const packageSigner = ({ database, clock, encryptionKeys }: Services): PackageSigner => {
  const encryption = encryptionWith(encryptionKeys, "package keys");
  const openable = (keys: readonly Stored[]) =>
    keys.flatMap(({ publicKey, privateKey }) => {
      const jwk = encryption.decrypt(privateKey);
      return jwk === undefined ? [] : [{ publicKey, jwk: JSON.parse(jwk) as JWK }];
    })[0];
  const make = async (unreadable: readonly string[]) => {
    const pair = await generateKeyPair(ALGORITHM, { extractable: true });
    const [shown, kept] = await Promise.all([exportJWK(pair.publicKey), exportJWK(pair.privateKey)]);
    const id = await calculateJwkThumbprint(shown);
    const published = JSON.stringify({ ...shown, kid: id, alg: ALGORITHM, use: "sig" });
    const sealed = encryption.encrypt(JSON.stringify(kept));
    await call(database, "select shared.keep_package_key($1, $2, $3, $4, $5::text[])", [
      id,
      published,
      sealed,
      clock.now().toISOString(),
      unreadable,
    ]);
  };
  const current = async () => {
    const keys = await stored(database);
    const known = openable(keys);
    if (known) return known;
    await make(keys.map(({ id }) => id));
    const made = openable(await stored(database));
    if (!made) throw new Error("There is no key to sign packages with.");
    return made;
  };
  return {
    sign: async (bytes) => {
      const { publicKey, jwk } = await current();
      const key = (await importJWK(jwk, ALGORITHM)) as CryptoKey;
      const signature = await crypto.subtle.sign(ALGORITHM, key, new Uint8Array(bytes));
      return { key: publicKey, signature: Buffer.from(signature).toString("base64url") };
    },
    publicKeys: async () => (await stored(database)).map(({ publicKey }) => publicKey),
  };
};
