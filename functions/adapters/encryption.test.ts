import fc from "fast-check";
import { expect, test } from "vitest";
import { encryptionWith } from "./encryption.ts";
import { randomSecrets } from "./secrets.ts";

const oldKey = { id: "2025", key: new Uint8Array(32).fill(1) };
const newKey = { id: "2026", key: new Uint8Array(32).fill(2) };

test("every text comes back, and never looks the same twice", () => {
  const { encrypt, decrypt } = encryptionWith([newKey], "tests");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const [first, second] = [encrypt(text), encrypt(text)];
      return decrypt(first) === text && decrypt(second) === text && first !== second;
    }),
  );
});

test("an older key still opens; a new one encrypts", () => {
  const before = encryptionWith([oldKey], "tests").encrypt("secret");
  const rotated = encryptionWith([newKey, oldKey], "tests");
  expect(rotated.decrypt(before)).toBe("secret");
  expect(rotated.encrypt("secret")).toMatch(/^2026\./);
  expect(encryptionWith([newKey], "tests").decrypt(before)).toBeUndefined();
});

test("what was altered, cut, or made for another purpose does not open", () => {
  const { encrypt, decrypt } = encryptionWith([newKey], "tests");
  const sealed = encrypt("secret");
  const bytes = Buffer.from(sealed.slice(5), "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(decrypt(`2026.${altered.toString("base64url")}`)).toBeUndefined();
  }
  for (const other of ["", "2026.", `2026.${bytes.subarray(0, 20).toString("base64url")}`, sealed.replace("2026", "2025"), "nonsense"])
    expect(decrypt(other)).toBeUndefined();
  expect(encryptionWith([newKey], "other").decrypt(sealed)).toBeUndefined();
  expect(() => encryptionWith([], "tests").encrypt("x")).toThrow("no encryption key");
});

test("successors are the server's alone", () => {
  const [one, other] = [randomSecrets([oldKey]), randomSecrets([newKey])];
  const token = one.random(32);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(one.random(32)).not.toBe(token);
  expect(one.successor(token)).toBe(one.successor(token));
  expect(new Set([token, one.successor(token), other.successor(token), one.digest(token)]).size).toBe(4);
});
