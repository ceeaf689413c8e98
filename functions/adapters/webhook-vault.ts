import type { Vault } from "#core/platform/webhooks/secrets.ts";
import type { EncryptionKey } from "#functions/settings.ts";
import { encryptionWith } from "./encryption.ts";

/** Keeps the signing secrets of webhooks, encrypted under ENCRYPTION_KEY. */
export const webhookVault = (keys: readonly EncryptionKey[]): Vault => {
  const { encrypt, decrypt } = encryptionWith(keys, "webhook secrets");
  return {
    seal: encrypt,
    unseal: (sealed) => {
      const plain = decrypt(sealed);
      if (plain === undefined) throw new Error("A webhook's secret does not open with any ENCRYPTION_KEY.");
      return plain;
    },
  };
};
