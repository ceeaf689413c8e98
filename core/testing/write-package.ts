import { createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { v7 as uuidv7 } from "uuid";
import { clockOf } from "#core/kernel/clock.ts";
import type { Ctx, Grant } from "#core/kernel/context.ts";
import { packageSigner } from "#functions/adapters/package-signer.ts";
import { databaseOver, openPool } from "#functions/adapters/postgres.ts";
import { auditPackageStream } from "#functions/audit-package-stream.ts";

/**
 * Writes the audit package of a company to a file as the API sends it, by a reader that takes its time now and then, and says what memory outside the heap it
 * took: a program of its own, so that a test can bound its heap. Arguments: connection string, company, first and last day, file.
 */
const [, , connectionString = "", companyId = "", from = "", to = "", path = ""] = process.argv;
const pool = openPool({ connectionString, max: 2 });
const database = databaseOver(pool);
const clock = clockOf(() => new Date());
const ctx: Ctx = {
  ...{ database, clock, newId: () => uuidv7() },
  actor: { kind: "user", id: uuidv7(), name: "Auditor", companyId, grants: new Set<Grant>(["finance.audit.read"]) },
  company: { baseCurrency: "GBP", timeZone: "UTC", country: "GB", rounding: "line" },
  request: { id: uuidv7(), dryRun: false },
  report: { replayed: false },
  metrics: { count: () => undefined },
};
const signer = packageSigner({ database, clock, encryptionKeys: [{ id: "test", key: new Uint8Array(32).fill(7) }] });
const stream = await auditPackageStream(ctx, signer, { from, to });
if (!stream.ok) throw new Error(stream.fault.detail);

const PAUSE_EVERY = 8 * 1024 * 1024;
const PAUSE_MS = 100;
let [bytes, paused, outside] = [0, 0, 0];
const reader = new Transform({
  transform(chunk: Uint8Array, _, next) {
    bytes += chunk.length;
    outside = Math.max(outside, process.memoryUsage().arrayBuffers);
    if (bytes - paused < PAUSE_EVERY) return next(null, chunk);
    paused = bytes;
    setTimeout(() => next(null, chunk), PAUSE_MS);
  },
});
await pipeline(stream.value, reader, createWriteStream(path));
await pool.end();
console.log(JSON.stringify({ bytes, outside }));
