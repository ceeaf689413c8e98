import { call } from "#core/identity/call.ts";
import type { StoredKey } from "#core/identity/ports.ts";
import type { Clock, DatabasePort } from "#core/kernel/context.ts";

/** A key signs for 30 days, and verifies for a day longer than anything it signed lives. */
const SIGNS = "30 days";
const VERIFIES = "1 day";
const SIGNS_MS = 30 * 24 * 60 * 60 * 1000;

type Services = Readonly<{ database: DatabasePort; clock: Clock }>;

/** The keys that still verify, newest first. */
export const signingKeys = async ({ database, clock }: Services): Promise<StoredKey[]> => {
  const rows = await call(
    database,
    'select id, public_key as "publicKey", private_key as "privateKey", created_at as "createdAt", expires_at as "expiresAt" from shared.signing_keys($1)',
    [clock.now().toISOString()],
  );
  return rows as StoredKey[];
};

/** Whether a key may still sign. */
export const signsAt = ({ createdAt }: Pick<StoredKey, "createdAt">, now: Date): boolean =>
  Date.parse(createdAt) > now.getTime() - SIGNS_MS;

/** Keeps a new key, unless another program has just made one. Keys whose private half cannot be opened here do not count. */
export const keepSigningKey = async (
  { database, clock }: Services,
  { id, publicKey, privateKey, unreadable }: Pick<StoredKey, "id" | "publicKey" | "privateKey"> & { unreadable: readonly string[] },
): Promise<void> => {
  await call(database, "select shared.keep_signing_key($1, $2, $3, $4, $5::interval, $6::interval, $7::text[])", [
    id,
    JSON.stringify(publicKey),
    privateKey,
    clock.now().toISOString(),
    SIGNS,
    VERIFIES,
    unreadable,
  ]);
};

/** Removes sessions, throttles and keys that nobody can use any more. */
export const tidySignIns = async ({ database, clock }: Services): Promise<void> => {
  await call(database, "select shared.tidy_sign_ins($1)", [clock.now().toISOString()]);
};
