import { createHash, type Hash } from "node:crypto";
import { Readable } from "node:stream";
import { type AuditPackageQuery, type PackageRange, RECORD_TYPES } from "#core/finance/audit-package/audit-package.ts";
import { packageRange, packageRecords, packageTotals } from "#core/finance/audit-package/package-records.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import type { PackageSigner } from "./adapters/package-signer.ts";

type Part = { records: number; hash: Hash };

const resultOf = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value;
  throw new Error(`The package cannot be written: ${outcome.fault.detail}`);
};

/** The records, then the manifest with a checksum for each type of them, then the signature of the manifest's line. */
async function* packageLines(ctx: Ctx, signer: PackageSigner, period: AuditPackageQuery, range: PackageRange): AsyncGenerator<string> {
  const parts = new Map<string, Part>(RECORD_TYPES.map((type) => [type, { records: 0, hash: createHash("sha256") }]));
  for (const type of RECORD_TYPES) {
    const part = parts.get(type) as Part;
    for await (const { line } of packageRecords(ctx, type, period, range)) {
      part.records++;
      part.hash.update(`${line}\n`);
      yield `${line}\n`;
    }
  }
  const manifest = JSON.stringify({
    type: "manifest",
    createdAt: ctx.clock.now().toISOString(),
    createdBy: ctx.actor.id,
    numbers: { first: range.first, last: range.last },
    records: Object.fromEntries([...parts].map(([type, { records }]) => [type, records])),
    sha256: Object.fromEntries([...parts].map(([type, { hash }]) => [type, hash.digest("hex")])),
    totals: resultOf(await packageTotals(ctx, { period, range })),
  });
  yield `${manifest}\n`;
  const { key, signature } = await signer.sign(new TextEncoder().encode(manifest));
  yield `${JSON.stringify({ type: "signature", alg: "Ed25519", key, signature })}\n`;
}

/** A period of the ledger as a signed package, written as it is read: a page in memory at a time. */
export const auditPackageStream = async (
  ctx: Ctx,
  signer: PackageSigner,
  period: AuditPackageQuery,
): Promise<Outcome<ReadableStream<Uint8Array>>> => {
  const range = await packageRange(ctx, period);
  if (!range.ok) return range;
  const lines = Readable.from(packageLines(ctx, signer, period, range.value), { objectMode: false });
  return done(Readable.toWeb(lines) as unknown as ReadableStream<Uint8Array>);
};
