import type { Ctx } from "#core/kernel/context.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import type { SourceRow } from "#core/platform/imports/group-rows.ts";
import { type ColumnMap, mapColumns } from "#core/platform/imports/map-columns.ts";
import { type ImportReport, type ImportRun, runImport } from "#core/platform/imports/run-import.ts";
import { type CsvFormat, type CsvSource, openCsv } from "#functions/adapters/csv.ts";

export type CsvImport = Omit<ImportRun, "rows"> & Readonly<{ source: CsvSource; map?: ColumnMap }>;
export type CsvReport = ImportReport & Readonly<{ header: readonly string[]; ignored: readonly string[]; format: CsvFormat }>;

/** Imports a CSV file, however it was written. */
export const importCsv = async (ctx: Ctx, { source, map, ...run }: CsvImport): Promise<Outcome<CsvReport>> => {
  const { header, rows, format } = await openCsv(source);
  const columns = mapColumns(run.kind, header, map);
  if (!columns.ok) return columns;
  const { cellsOf, ignored } = columns.value;
  async function* sourceRows(): AsyncGenerator<SourceRow> {
    for await (const { line, values, fault } of rows()) {
      yield fault ? { line, source: values, fault } : { line, source: values, cells: cellsOf(values) };
    }
  }
  const report = await runImport(ctx, { ...run, rows: sourceRows });
  return report.ok ? { ok: true, value: { ...report.value, header, ignored, format } } : report;
};
