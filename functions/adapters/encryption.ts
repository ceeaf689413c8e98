import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { EncryptionKey } from "#functions/settings.ts";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key of its own for each purpose, so that what one part encrypts no other part can use. */
export const purposeKey = (key: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", key, "", `enterprise-system ${purpose}`, 32));

/** Encrypts texts with the current key and decrypts those of every key still named; undefined for what none of them opens. */
export type Encryption = Readonly<{ encrypt: (text: string) => string; decrypt: (sealed: string) => string | undefined }>;

/** AES-256-GCM under ENCRYPTION_KEY. A sealed text is `<key id>.<iv, ciphertext and tag in base64url>`. */
export const encryptionWith = (keys: readonly EncryptionKey[], purpose: string): Encryption => {
  const byId = new Map(keys.map(({ id, key }) => [id, purposeKey(key, purpose)]));
  const [current] = keys;
  return {
    encrypt: (text) => {
      const key = current && byId.get(current.id);
      if (!key) throw new Error("There is no encryption key.");
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${current.id}.${sealed.toString("base64url")}`;
    },
    decrypt: (sealed) => {
      const at = sealed.lastIndexOf(".");
      const key = byId.get(sealed.slice(0, at));
      const bytes = Buffer.from(sealed.slice(at + 1), "base64url");
      if (!key || bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
      } catch {
        return undefined;
      }
    },
  };
};
