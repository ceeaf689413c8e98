import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { cannotStart } from "#functions/cannot-start.ts";

/** Who the server runs as. Undefined: as ourselves. */
export type ServerUser = Readonly<{ name: string; uid: number; gid: number }>;

const numberOf = (flag: "-u" | "-g", name: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));

const userNamed = (name: string): ServerUser | undefined => {
  try {
    return { name, uid: numberOf("-u", name), gid: numberOf("-g", name) };
  } catch {
    return undefined;
  }
};

/**
 * PostgreSQL refuses root, so root lends the server an unprivileged user. A folder that exists keeps the user it
 * belongs to: installing a `postgres` package later must not lock the program out of its own data.
 */
export const serverUserFor = (folder: string): ServerUser | undefined => {
  const me = process.getuid?.();
  const owner = existsSync(folder) ? statSync(folder) : undefined;
  if (me !== 0) {
    if (owner && me !== undefined && owner.uid !== me)
      throw cannotStart(`${folder} belongs to another user (uid ${owner.uid}). Start as that user, or name another folder in DATA_DIR.`);
    return undefined;
  }
  if (owner && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const user = userNamed("postgres") ?? userNamed("nobody");
  if (user) return user;
  throw cannotStart("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to lend it. Start as an ordinary user.");
};

/** The closest ancestor (or the path itself) that this user may not enter; undefined when all are open. */
export const closedTo = (user: ServerUser | undefined, path: string): string | undefined => {
  if (!user) return undefined;
  const parts = path.split("/");
  for (let length = 2; length <= parts.length; length++) {
    const folder = parts.slice(0, length).join("/");
    if (!existsSync(folder)) return undefined;
    const { uid, gid, mode } = statSync(folder);
    const searchBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & searchBit) === 0) return folder;
  }
  return undefined;
};
