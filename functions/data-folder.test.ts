import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keptSecret, openDataFolder } from "./data-folder.ts";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "data-folder-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test("a folder is made once and recognised afterwards", () => {
  const folder = openDataFolder(join(home, "new", "data"));
  writeFileSync(join(folder, "more"), "");

  expect(openDataFolder(folder)).toBe(folder);
});

test("a folder with somebody else's files is refused and left alone", () => {
  writeFileSync(join(home, "thesis.txt"), "");

  expect(() => openDataFolder(home)).toThrow(`DATA_DIR ${home} holds files that are not ours.`);
  expect(() => openDataFolder(join(home, "thesis.txt"))).toThrow("is a file, not a folder");
});

test("a fresh disk counts as empty", () => {
  mkdirSync(join(home, "lost+found"));
  expect(openDataFolder(home)).toBe(home);
});

test("a secret is made once, kept, and readable by its owner only", () => {
  const secret = keptSecret(home, "encryption.key", 32);

  expect(secret).toHaveLength(32);
  expect(keptSecret(home, "encryption.key", 32)).toEqual(secret);
  expect(keptSecret(home, "other.key", 32)).not.toEqual(secret);
  expect(statSync(join(home, "encryption.key")).mode & 0o777).toBe(0o600);
});

test("a damaged secret is refused, never replaced", () => {
  keptSecret(home, "encryption.key", 32);
  chmodSync(join(home, "encryption.key"), 0o600);
  writeFileSync(join(home, "encryption.key"), "AAAA");

  expect(() => keptSecret(home, "encryption.key", 32)).toThrow("is damaged");
  expect(readFileSync(join(home, "encryption.key"), "utf8")).toBe("AAAA");
});
