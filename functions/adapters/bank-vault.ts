import { createHmac } from "node:crypto";
import { plainNumber } from "#core/finance/bank-accounts/account-number.ts";
import type { BankNumbers } from "#core/finance/bank-statements/bank-numbers.ts";
import type { EncryptionKey } from "#functions/settings.ts";
import { encryptionWith, purposeKey } from "./encryption.ts";

const opened = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error("What a bank sent does not open with any ENCRYPTION_KEY.");
  return value;
};

/** Keeps bank files and other people's bank numbers, encrypted under ENCRYPTION_KEY; numbers are found by keyed hashes that tell nothing without it. */
export const bankVault = (keys: readonly EncryptionKey[]): BankNumbers => {
  const numbers = encryptionWith(keys, "bank numbers");
  const files = encryptionWith(keys, "bank files");
  const digestKeys = keys.map(({ key }) => purposeKey(key, "bank number digests"));
  return {
    seal: numbers.encrypt,
    unseal: (sealed) => opened(numbers.decrypt(sealed)),
    digests: (number) => digestKeys.map((key) => createHmac("sha256", key).update(plainNumber(number)).digest("base64url")),
    sealFile: files.encryptBytes,
    unsealFile: (sealed) => opened(files.decryptBytes(sealed)),
  };
};
