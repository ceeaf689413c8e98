import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Restarts the program when a file it read changes. Its database is left running between restarts and adopted by the next one. */
const program: ChildProcess = spawn(
  process.execPath,
  ["--watch", "--watch-preserve-output", fileURLToPath(new URL("start.ts", import.meta.url)), ...process.argv.slice(2)],
  { stdio: "inherit" },
);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => program.kill(signal));
program.once("exit", (code) => {
  process.exitCode = code ?? 0;
});
