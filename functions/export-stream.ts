import { pipeline, Readable } from "node:stream";
import { stringify } from "csv-stringify";
import type { Ctx } from "#core/kernel/context.ts";
import { done, forbidden, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { MAX_LIMIT } from "#core/kernel/page.ts";
import { type ExportKind, exportRows } from "#core/platform/exports/export-rows.ts";
import { exportKinds } from "./exports.ts";

/** CSV as it is read, a page at a time, with a byte order mark, or spreadsheets read the accents wrong. The first page tells whether it is allowed. */
export const exportStream = async (ctx: Ctx, name: string): Promise<Outcome<ReadableStream<Uint8Array>>> => {
  if (!ctx.actor.grants.has("platform.export.read")) return refuse(forbidden("platform.export.read"));
  const kind = exportKinds.find((one) => one.name === name);
  if (!kind) return refuse(missing("export kind", name));
  const first = await kind.page(ctx, { limit: MAX_LIMIT, after: undefined });
  if (!first.ok) return first;
  const page: ExportKind["page"] = async (reading, wanted) => (wanted.after === undefined ? first : kind.page(reading, wanted));
  const csv = stringify({ header: true, bom: true });
  // What goes wrong on the way breaks the download off; the reader of the stream is told.
  pipeline(Readable.from(exportRows(ctx, { ...kind, page })), csv, () => undefined);
  return done(Readable.toWeb(csv) as unknown as ReadableStream<Uint8Array>);
};
