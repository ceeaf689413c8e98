import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ROOT } from "#scripts/tidy/source-files.ts";

test("wrangler would deploy the Worker as `wrangler.toml` describes it", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "wrangler-"));
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(ROOT, "node_modules/wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--outdir", folder],
      { cwd: ROOT, env: { ...process.env, CI: "true", WRANGLER_SEND_METRICS: "false" } },
    );

    expect(stdout).toContain("env.HYPERDRIVE");
    expect(stdout).toContain("env.ORIGIN_URL");
    expect(readdirSync(folder)).toContain("edge.js");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
