import { readdirSync, readFileSync } from "node:fs";

/** CPU spent so far, in milliseconds; undefined where the system does not tell. */
export type CpuReading = Readonly<{ program: number; database: number }>;

const TICK_MS = 10; // USER_HZ is 100 on every Linux

type Stat = Readonly<{ parent: number; own: number; ended: number }>;

const statOf = (pid: number): Stat | undefined => {
  try {
    // The command's name may hold spaces and parentheses: fields are counted after the last one.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)?.trim().split(" ").map(Number) ?? [];
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map((at) => fields[at]);
    return { parent, own: (user + system) * TICK_MS, ended: (endedUser + endedSystem) * TICK_MS };
  } catch {
    return undefined;
  }
};

/** The program itself, and the database with all its processes, those that ended included. */
export const readCpu = (program: number, postmaster: number): CpuReading | undefined => {
  if (process.platform !== "linux") return undefined;
  const main = statOf(postmaster);
  let database = (main?.own ?? 0) + (main?.ended ?? 0);
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat?.parent === postmaster) database += stat.own + stat.ended;
  }
  return { program: statOf(program)?.own ?? 0, database };
};
