import * as z from "zod";
import { PageQuery } from "#core/kernel/page.ts";
import { JOB_STATES } from "#core/platform/jobs/job.ts";

export const MAX_FILE_BYTES = 10 * 1024 * 1024;

export const ImportRequest = z.strictObject({
  kind: z.string().max(50),
  mode: z.enum(["all", "each"]).default("all").describe("`all`: every row or none. `each`: the good rows are kept."),
  dryRun: z.stringbool().default(false).describe("Runs the real import and stores nothing."),
  map: z
    .string()
    .max(10_000)
    .optional()
    .describe('Headers that stand for columns, as JSON: `{"sku": "Artikelnummer"}`.')
    .meta({ example: '{"name":"Company"}' }),
  fileName: z.string().trim().max(200).default("import.csv"),
});
export type ImportRequest = z.infer<typeof ImportRequest>;

export const ColumnMapInput = z.record(z.string().max(50), z.string().max(200));

export const ImportFilter = PageQuery.omit({ q: true }).extend({ kind: z.string().max(50).optional() });
export type ImportFilter = z.infer<typeof ImportFilter>;

export const ImportBody = z
  .object({
    id: z.uuid(),
    jobId: z.uuid(),
    kind: z.string(),
    mode: z.enum(["all", "each"]),
    dryRun: z.boolean(),
    fileName: z.string(),
    state: z.enum(JOB_STATES),
    done: z.number().int().describe("Rows read so far."),
    total: z.number().int().nullable().describe("Rows in the file, once they are counted."),
    report: z
      .object({
        rows: z.number().int(),
        created: z.number().int(),
        unchanged: z.number().int(),
        refused: z.number().int(),
        stored: z.boolean(),
      })
      .partial()
      .nullable()
      .describe("What became of the rows. Nothing was stored when `stored` is false."),
    error: z.string().nullable(),
    refusedRows: z.number().int(),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: "Import" });
export type ImportBody = z.infer<typeof ImportBody>;

export const ImportKindBody = z
  .object({
    name: z.string(),
    title: z.string(),
    columns: z.array(z.object({ name: z.string(), required: z.boolean(), also: z.array(z.string()), about: z.string() })),
  })
  .meta({ id: "ImportKind" });
