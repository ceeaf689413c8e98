import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cannotStart } from "./cannot-start.ts";

const MARKER = "enterprise-system.txt";
const MARKER_TEXT =
  "This folder holds the database and the keys of an Enterprise System. Back it up whole; lose a key and what it encrypts is lost.\n";
/** A freshly made disk is not empty, but nobody's either. */
const NOBODYS = new Set(["lost+found", ".DS_Store", ".gitkeep"]);

/** Makes the data folder, or recognises it as ours; refuses one that holds something else. Answers its absolute path. */
export const openDataFolder = (path: string): string => {
  const folder = resolve(path);
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw cannotStart(`DATA_DIR ${folder} is a file, not a folder.`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const entries = readdirSync(folder).filter((entry) => !NOBODYS.has(entry));
    if (entries.length > 0 && !entries.includes(MARKER))
      throw cannotStart(`DATA_DIR ${folder} holds files that are not ours. Name an empty folder, or one this program made.`);
    if (entries.length === 0) writeFileSync(join(folder, MARKER), MARKER_TEXT);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code ? cannotStart(`DATA_DIR ${folder} cannot be used: ${message}.`) : error;
  }
  return folder;
};

/** A secret made once and kept in the data folder with mode 0600. Two programs at once get the same one. */
export const keptSecret = (dataFolder: string, name: string, bytes: number): Buffer => {
  const file = join(dataFolder, name);
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${randomBytes(bytes).toString("base64")}\n`, { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  const secret = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (secret.length !== bytes) throw cannotStart(`${file} is damaged: it does not hold ${bytes} bytes. Put it back from a backup.`);
  return secret;
};
