import { Readable } from "node:stream";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import * as z from "zod";
import { beginPrinting, type Printing } from "#core/finance/reports/printed/print-head.ts";
import type { PrintedReport } from "#core/finance/reports/printed/printed-report.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import { csvOf } from "#functions/adapters/printed-csv.ts";
import { xlsxOf } from "#functions/adapters/printed-xlsx.ts";
import type { Env } from "#functions/env.ts";
import { answer, linkNext } from "#functions/router.ts";

const FILES = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
} as const;
type FileFormat = keyof typeof FILES;

/** What a report takes that can be had as a file. */
export const fileQuery = {
  format: z.enum(["json", "csv", "xlsx", "pdf"]).optional().describe("Instead of the header `Accept`."),
  language: z.enum(["en", "de"]).optional().describe("Of a file. Default: the company's."),
};

const file = { schema: z.string().meta({ format: "binary" }) };
/** JSON, or one of the files. */
export const reportContent = <S extends z.ZodType>(schema: S) => ({
  description: "Done. Files hold the whole report, whatever `limit` and `after` say.",
  content: { "application/json": { schema }, [FILES.csv]: file, [FILES.xlsx]: file, [FILES.pdf]: file },
});

/** Which file is asked for, by the query or else the header; undefined: JSON. */
export const fileFormat = (c: Context<Env>): FileFormat | undefined => {
  const asked = c.req.query("format");
  if (asked !== undefined) return asked in FILES ? (asked as FileFormat) : undefined;
  const type = accepts(c, { header: "Accept", supports: ["application/json", ...Object.values(FILES)], default: "application/json" });
  return (Object.keys(FILES) as FileFormat[]).find((format) => FILES[format] === type);
};

/** Writes CSV, XLSX or PDF. The PDF library is large, so it is loaded when the first one is asked for. */
const fileOf = async (format: FileFormat, report: PrintedReport): Promise<AsyncGenerator<Uint8Array>> => {
  if (format === "csv") return csvOf(report);
  if (format === "xlsx") return xlsxOf(report);
  return (await import("#functions/adapters/printed-pdf.ts")).pdfOf(report);
};

/** Answers a report as JSON, or as the file asked for, written while it is sent. */
export const answerReport = async <O extends Outcome<object>>(
  c: Context<Env>,
  outcome: O,
  print: (printing: Printing, value: Extract<O, { ok: true }>["value"]) => PrintedReport,
) => {
  const format = fileFormat(c);
  if (outcome.ok && "next" in outcome.value) linkNext(c, outcome.value.next as string | undefined);
  if (format === undefined || !outcome.ok) return answer(c, outcome, 200);
  const language = c.req.query("language") as "en" | "de" | undefined;
  const report = print(await beginPrinting(c.var.ctx, language), outcome.value as Extract<O, { ok: true }>["value"]);
  const stream = Readable.toWeb(Readable.from(await fileOf(format, report))) as unknown as ReadableStream<Uint8Array>;
  c.header("Content-Type", format === "csv" ? `${FILES.csv}; charset=utf-8` : FILES[format]);
  c.header("Content-Disposition", `attachment; filename="${report.name.replaceAll(/[^A-Za-z0-9._-]/g, "_")}.${format}"`);
  c.header("Vary", "Accept");
  return c.body(stream, 200) as never;
};
