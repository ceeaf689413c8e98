import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

type ProcessState = Readonly<{ startedAt: string }>;

const fromProc = (pid: number): ProcessState | undefined => {
  try {
    // The command's name stands in parentheses and may hold spaces: fields are counted after the last one.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(")").at(-1)?.trim().split(" ") ?? [];
    return fields[0] === "Z" || fields[0] === "X" ? undefined : { startedAt: fields[19] ?? "" };
  } catch {
    return undefined;
  }
};

const fromPs = (pid: number): ProcessState | undefined => {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", `${pid}`], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return line === "" || line.startsWith("Z") ? undefined : { startedAt: line.slice(line.indexOf(" ")).trim() };
  } catch {
    return undefined;
  }
};

const stateOf = (pid: number): ProcessState | undefined => (existsSync("/proc/self/stat") ? fromProc(pid) : fromPs(pid));

/** Alive and not a zombie: a process nobody has reaped yet holds nothing any more. */
export const isAlive = (pid: number): boolean => stateOf(pid) !== undefined;

/** Names a process beyond the reuse of its number: its pid and the moment it began. */
export const fingerprint = (pid: number): string | undefined => {
  const state = stateOf(pid);
  return state && `${pid} ${state.startedAt}`;
};

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
