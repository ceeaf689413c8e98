/** Encrypts what is stored with the current key and decrypts with whichever key a text names. */
export type Vault = Readonly<{ seal: (plain: string) => string; unseal: (sealed: string) => string }>;

const SECRET_BYTES = 24;

/** A new signing secret in the form of Standard Webhooks, with what is stored of it. */
export const newSecret = (vault: Vault): Readonly<{ plain: string; sealed: string }> => {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const plain = `whsec_${btoa(String.fromCharCode(...bytes))}`;
  return { plain, sealed: vault.seal(plain) };
};
