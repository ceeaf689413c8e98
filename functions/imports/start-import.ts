import type { Context } from "hono";
import * as z from "zod";
import { forbidden, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { ColumnMapInput, type ImportBody, ImportRequest } from "#core/platform/imports/import.ts";
import { mapColumns } from "#core/platform/imports/map-columns.ts";
import { createImport } from "#core/platform/imports/store-import.ts";
import { openCsv } from "#functions/adapters/csv.ts";
import type { Env } from "#functions/env.ts";
import { fileAsCsv } from "./file-as-csv.ts";
import { importKind } from "./kinds.ts";
import { fieldErrors, sentOf } from "./sent-file.ts";

const mapOf = (text: string | undefined): Outcome<Record<string, string>> => {
  try {
    const read = ColumnMapInput.safeParse(text === undefined ? {} : JSON.parse(text));
    if (read.success) return { ok: true, value: read.data };
  } catch {
    // falls through to the one answer for every unreadable mapping
  }
  return refuse(invalid("import.map", 'Write the mapping as JSON, like {"sku": "Artikelnummer"}.', "/map"));
};

/** Takes a file in, so far as its header can be understood; its rows are the job's. */
export const startImport = async (c: Context<Env>): Promise<Outcome<ImportBody>> => {
  if (!c.var.ctx.actor.grants.has("platform.import.run")) return refuse(forbidden("platform.import.run"));
  const { fields, file } = await sentOf(c);
  const request = ImportRequest.safeParse(fields);
  if (!request.success) {
    const detail = fieldErrors(z.flattenError(request.error));
    return refuse(invalid("invalid", detail));
  }
  const kind = importKind(request.data.kind);
  if (!kind) return refuse(missing("import kind", request.data.kind));
  if (!file || file.length === 0) return refuse(invalid("import.file", "Send a CSV file.", "/file"));
  const map = mapOf(request.data.map);
  if (!map.ok) return map;
  const csv = await fileAsCsv(kind.name, file);
  if (!csv.ok) return csv;
  const { header } = await openCsv(async function* () {
    yield csv.value;
  });
  const columns = mapColumns(kind, header, map.value);
  if (!columns.ok) return columns;
  return createImport(c.var.ctx, { request: request.data, kind, map: map.value, header, file: csv.value });
};
