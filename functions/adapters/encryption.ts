import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { EncryptionKey } from "#functions/settings.ts";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A key of its own for each purpose, so that what one part encrypts no other part can use. */
export const purposeKey = (key: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", key, "", `enterprise-system ${purpose}`, 32));

/** Encrypts with the current key and decrypts with every key still named; undefined for what none of them opens. */
export type Encryption = Readonly<{
  encrypt: (text: string) => string;
  decrypt: (sealed: string) => string | undefined;
  encryptBytes: (bytes: Uint8Array) => Uint8Array;
  decryptBytes: (sealed: Uint8Array) => Uint8Array | undefined;
}>;

/** AES-256-GCM: iv, ciphertext and tag. */
const sealWith = (key: Buffer, purpose: string, bytes: Uint8Array): Buffer => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(purpose));
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
};

const openWith = (key: Buffer, purpose: string, bytes: Uint8Array): Buffer | undefined => {
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
};

/**
 * AES-256-GCM under ENCRYPTION_KEY. A sealed text is `<key id>.<iv, ciphertext and tag in base64url>`; sealed bytes begin with the length of the key id and
 * the key id.
 */
export const encryptionWith = (keys: readonly EncryptionKey[], purpose: string): Encryption => {
  const byId = new Map(keys.map(({ id, key }) => [id, purposeKey(key, purpose)]));
  const [current] = keys;
  const sealed = (bytes: Uint8Array) => {
    const key = current && byId.get(current.id);
    if (!key) throw new Error("There is no encryption key.");
    return { id: current.id, bytes: sealWith(key, purpose, bytes) };
  };
  const opened = (id: string, bytes: Uint8Array) => {
    const key = byId.get(id);
    return key && openWith(key, purpose, bytes);
  };
  return {
    encrypt: (text) => {
      const { id, bytes } = sealed(Buffer.from(text, "utf8"));
      return `${id}.${bytes.toString("base64url")}`;
    },
    decrypt: (text) => {
      const at = text.lastIndexOf(".");
      return opened(text.slice(0, at), Buffer.from(text.slice(at + 1), "base64url"))?.toString("utf8");
    },
    encryptBytes: (plain) => {
      const { id, bytes } = sealed(plain);
      const name = Buffer.from(id, "utf8");
      return Buffer.concat([Buffer.from([name.length]), name, bytes]);
    },
    decryptBytes: (bytes) => {
      const end = 1 + (bytes[0] ?? 0);
      return opened(Buffer.from(bytes.subarray(1, end)).toString("utf8"), bytes.subarray(end));
    },
  };
};
