import {
  type CryptoKey,
  calculateJwkThumbprint,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";
import { keepSigningKey, signingKeys, signsAt } from "#core/identity/keys/key-ring.ts";
import type { AccessClaims, AccessTokens, StoredKey } from "#core/identity/ports.ts";
import type { Clock, DatabasePort } from "#core/kernel/context.ts";
import type { EncryptionKey } from "#functions/settings.ts";
import { encryptionWith } from "./encryption.ts";

const ALGORITHM = "EdDSA";
const TYPE = "at+jwt";
const ISSUER = "enterprise-system";
const EXPIRES_IN_S = 15 * 60;
/** Another pod may have rotated: keys are read again this often, and when a token names one that is not known yet. */
const REREAD_MS = 10 * 60 * 1000;
const REREAD_UNKNOWN_MS = 2000;

type SigningKey = StoredKey & Readonly<{ verifies: CryptoKey; signs: CryptoKey | undefined }>;
type Services = Readonly<{ database: DatabasePort; clock: Clock; encryptionKeys: readonly EncryptionKey[] }>;

const makeKey = async () => {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const [shown, kept] = await Promise.all([exportJWK(publicKey), exportJWK(privateKey)]);
  const id = await calculateJwkThumbprint(shown);
  return { id, publicKey: { ...shown, kid: id, alg: ALGORITHM, use: "sig" }, kept };
};

/** The keys from the database, with a young one to sign that is made when there is none. */
const keyRing = ({ database, clock, encryptionKeys }: Services) => {
  const encryption = encryptionWith(encryptionKeys, "signing keys");
  const opened = async (stored: StoredKey): Promise<SigningKey> => {
    const jwk = encryption.decrypt(stored.privateKey);
    return {
      ...stored,
      verifies: (await importJWK(stored.publicKey as JWK, ALGORITHM)) as CryptoKey,
      signs: jwk === undefined ? undefined : ((await importJWK(JSON.parse(jwk) as JWK, ALGORITHM)) as CryptoKey),
    };
  };
  const read = async () => Promise.all((await signingKeys({ database, clock })).map(opened));
  const canSign = (key: SigningKey) => key.signs !== undefined && signsAt(key, clock.now());
  const load = async () => {
    const keys = await read();
    if (keys.some(canSign)) return keys;
    const { kept, ...fresh } = await makeKey();
    const unreadable = keys.filter(({ signs }) => signs === undefined).map(({ id }) => id);
    await keepSigningKey({ database, clock }, { ...fresh, privateKey: encryption.encrypt(JSON.stringify(kept)), unreadable });
    return read();
  };
  let current: Promise<readonly SigningKey[]> | undefined;
  let readAt = 0;
  return {
    /** Those read within `age` milliseconds. */
    keys: (age: number): Promise<readonly SigningKey[]> => {
      const now = clock.now().getTime();
      if (current === undefined || now - readAt >= age) {
        readAt = now;
        const loading = load();
        current = loading;
        loading.catch(() => {
          if (current === loading) current = undefined;
        });
      }
      return current;
    },
    canSign,
  };
};

const keyIdOf = (token: string) => {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
};

const verified = async (token: string, key: CryptoKey, now: Date) => {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: [ALGORITHM], issuer: ISSUER, typ: TYPE, currentDate: now });
    const { sub, company, session, roles, exp } = payload;
    const texts = { user: sub, company, session, roles };
    if (exp === undefined || Object.values(texts).some((text) => typeof text !== "string")) return undefined;
    return { ...(texts as AccessClaims), expiresAt: exp * 1000 };
  } catch {
    return undefined; // altered, expired, or another kind of token
  }
};

/** EdDSA tokens under keys that rotate: a new key signs, older ones verify until they expire. */
export const eddsaTokens = (services: Services): AccessTokens => {
  const { clock } = services;
  const ring = keyRing(services);
  const signer = async () => {
    const young = (await ring.keys(REREAD_MS)).find(ring.canSign) ?? (await ring.keys(0)).find(ring.canSign);
    if (!young?.signs) throw new Error("There is no key to sign with.");
    return { id: young.id, key: young.signs };
  };
  const verifier = async (kid: string | undefined) =>
    kid && ((await ring.keys(REREAD_MS)).find(({ id }) => id === kid) ?? (await ring.keys(REREAD_UNKNOWN_MS)).find(({ id }) => id === kid));

  return {
    sign: async ({ user, company, session, roles }) => {
      const { id, key } = await signer();
      const issued = Math.floor(clock.now().getTime() / 1000);
      const token = await new SignJWT({ company, session, roles })
        .setProtectedHeader({ alg: ALGORITHM, kid: id, typ: TYPE })
        .setIssuer(ISSUER)
        .setSubject(user)
        .setIssuedAt(issued)
        .setExpirationTime(issued + EXPIRES_IN_S)
        .sign(key);
      return { token, expiresIn: EXPIRES_IN_S };
    },
    verify: async (token) => {
      const key = await verifier(keyIdOf(token));
      return key ? verified(token, key.verifies, clock.now()) : undefined;
    },
    publicKeys: async () => ({ keys: (await ring.keys(REREAD_MS)).map(({ publicKey }) => publicKey) }),
  };
};
