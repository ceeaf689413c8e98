/** Encrypts with the current key and decrypts with whichever key a text names. */
export type Vault = Readonly<{ seal: (plain: string) => Promise<string>; unseal: (sealed: string) => Promise<string> }>;
export type VaultKey = Readonly<{ id: string; key: Uint8Array }>;

const SECRET_BYTES = 24;
const IV_BYTES = 12;

const encode = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const decode = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const importKey = (key: Uint8Array) => crypto.subtle.importKey("raw", new Uint8Array(key), "AES-GCM", false, ["encrypt", "decrypt"]);

/**
 * AES-256-GCM. A sealed text is `v1.<key id>.<iv>.<ciphertext>`, so that after a rotation of keys the old texts still open. The key's id is
 * authenticated with the text.
 */
export const vaultOver = (keys: readonly VaultKey[]): Vault => {
  const [current] = keys;
  if (!current) throw new Error("A vault needs a key.");
  return {
    seal: async (plain) => {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const additionalData = new TextEncoder().encode(current.id);
      const sealed = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData },
        await importKey(current.key),
        new TextEncoder().encode(plain),
      );
      return `v1.${current.id}.${encode(iv)}.${encode(new Uint8Array(sealed))}`;
    },
    unseal: async (sealed) => {
      const [version, id = "", iv = "", text = ""] = sealed.split(".");
      const found = keys.find((key) => key.id === id);
      if (version !== "v1" || !found) throw new Error(`No key ${id} to open a sealed text with.`);
      const additionalData = new TextEncoder().encode(id);
      const plain = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: decode(iv), additionalData },
        await importKey(found.key),
        decode(text),
      );
      return new TextDecoder().decode(plain);
    },
  };
};

/** A new signing secret in the form of Standard Webhooks, with what is stored of it. */
export const newSecret = async (vault: Vault): Promise<{ plain: string; sealed: string }> => {
  const plain = `whsec_${encode(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))}`;
  return { plain, sealed: await vault.seal(plain) };
};
