import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { type Program, startOn } from "./installation.ts";

/** A program of its own for a test file: just installed, or with a company that trades. */
export async function startProgram(from: "installed" | "trading" = "installed"): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "enterprise-web-"));
  chmodSync(folder, 0o755);
  execFileSync("cp", ["-a", inject(from), join(folder, "data")]);
  const program = await startOn(join(folder, "data"));
  return {
    ...program,
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
