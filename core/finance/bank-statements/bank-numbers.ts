/**
 * Keeps other people's bank numbers: sealed with the current key, and found again by keyed hashes, one for each key still in use (the current one first). Files
 * are sealed whole.
 */
export type BankNumbers = Readonly<{
  seal: (number: string) => string;
  unseal: (sealed: string) => string;
  digests: (number: string) => readonly string[];
  sealFile: (bytes: Uint8Array) => Uint8Array;
  unsealFile: (sealed: Uint8Array) => Uint8Array;
}>;
