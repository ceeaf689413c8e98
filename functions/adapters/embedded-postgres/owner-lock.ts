import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fingerprint } from "./process-state.ts";

/** Held: this process starts and stops the server. Otherwise another living process does. */
export type OwnerLock = Readonly<{ held: true; release: () => void }> | Readonly<{ held: false; ownerPid: number }>;

const contentOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
};

/** The file appears whole or not at all: written aside, then linked to its name. */
const claim = (file: string, content: string): boolean => {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o644 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

/** Sets a dead owner's file aside; when another process was quicker, its fresh file is put back. */
const removeStale = (file: string, stale: string): void => {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (contentOf(aside) !== stale) linkSync(aside, file);
  } catch {
    // Someone else removed it first: the next round sees what is there now.
  } finally {
    rmSync(aside, { force: true });
  }
};

/** One process owns a data folder. A dead owner's claim counts for nothing, however it died. */
export const takeOwnerLock = (file: string): OwnerLock => {
  const mine = fingerprint(process.pid) ?? `${process.pid} `;
  for (;;) {
    if (claim(file, mine)) return { held: true, release: () => contentOf(file) === mine && rmSync(file, { force: true }) };
    const theirs = contentOf(file);
    if (theirs === undefined) continue;
    const ownerPid = Number.parseInt(theirs, 10);
    if (Number.isInteger(ownerPid) && fingerprint(ownerPid) === theirs) return { held: false, ownerPid };
    removeStale(file, theirs);
  }
};
