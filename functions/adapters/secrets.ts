import { createHmac, hash, randomBytes } from "node:crypto";
import type { Secrets } from "#core/identity/ports.ts";
import type { EncryptionKey } from "#functions/settings.ts";
import { purposeKey } from "./encryption.ts";

/** Random secrets, their hashes for storing, and successors that only this server can tell. */
export const randomSecrets = ([current]: readonly EncryptionKey[]): Secrets => {
  if (!current) throw new Error("There is no encryption key.");
  const key = purposeKey(current.key, "refresh tokens");
  return {
    random: (bytes) => randomBytes(bytes).toString("base64url"),
    digest: (secret) => hash("sha256", secret, "base64url"),
    successor: (secret) => createHmac("sha256", key).update(secret).digest("base64url"),
  };
};
