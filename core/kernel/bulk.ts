import * as z from "zod";
import type { Fault, InputError } from "./fault.ts";

/** How many rows one call may bring. */
export const MAX_ROWS = 1000;

/** `all`: every row or none. `each`: the good rows are kept, the others answered with their reasons. */
export const BulkMode = z.enum(["all", "each"]);

/** The rows of a bulk call: shown as single ones, but let through when they are not, so that `readRows` can refuse them one by one. */
export const rowsOf = <S extends z.ZodType>(row: S) =>
  z
    .array(z.union([row, z.record(z.string(), z.unknown())]))
    .min(1)
    .max(MAX_ROWS);

/** What became of the row at this place of the input. */
export const BulkResult = z
  .object({
    index: z.number(),
    status: z.enum(["created", "refused"]),
    id: z.string().optional(),
    code: z.string().optional(),
    problem: z
      .object({ code: z.string(), detail: z.string(), errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional() })
      .optional(),
  })
  .meta({ id: "BulkResult" });
export type BulkResult = z.infer<typeof BulkResult>;

/** Results in the order of the rows. */
export const BulkBody = z.object({ created: z.number(), refused: z.number(), results: z.array(BulkResult) }).meta({ id: "BulkResults" });
export type BulkBody = z.infer<typeof BulkBody>;

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

const unreadable = (error: z.ZodError): Fault<"invalid"> => ({
  kind: "invalid",
  code: "invalid",
  detail: "The row is not acceptable.",
  errors: error.issues.slice(0, 20).map((issue) => ({
    pointer: pointerOf(issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path),
    detail: issue.message,
  })),
});

/** Reads each row by the schema of a single one. A bad row is a fault of its own, not of the call. */
export const readRows = <S extends z.ZodType>(
  schema: S,
  rows: readonly unknown[],
): (Readonly<{ input: z.infer<S> }> | Readonly<{ fault: Fault<"invalid"> }>)[] =>
  rows.map((row) => {
    const read = schema.safeParse(row);
    return read.success ? { input: read.data } : { fault: unreadable(read.error) };
  });

/** The refusal of a whole call, with a pointer to every bad row below `field`. */
export const refusedRows = (field: string, results: readonly ({ fault: Fault } | object)[]): Fault<"invalid"> => {
  const errors = results.flatMap((result, index): InputError[] => {
    if (!("fault" in result)) return [];
    const inner = result.fault.errors ?? [{ pointer: "", detail: result.fault.detail }];
    return inner.map(({ pointer, detail }) => ({ pointer: `/${field}/${index}${pointer}`, detail }));
  });
  return {
    kind: "invalid",
    code: "bulk.refused",
    detail: "Nothing was stored, because not every row is acceptable.",
    errors: errors.slice(0, 1000),
  };
};

/** The wire form of a refusal of one row. */
export const refusedRow = (index: number, { code, detail, errors }: Fault): BulkResult => ({
  index,
  status: "refused",
  problem: { code, detail, ...(errors ? { errors: errors.map((error) => ({ ...error })) } : {}) },
});
