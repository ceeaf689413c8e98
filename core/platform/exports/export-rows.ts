import type { Ctx } from "#core/kernel/context.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import { MAX_LIMIT, type Page } from "#core/kernel/page.ts";

/** What can be exported: a list, page by page, by the same query that the API serves. */
export type ExportKind = Readonly<{
  name: string;
  title: string;
  page: (ctx: Ctx, page: Readonly<{ limit: number; after: string | undefined }>) => Promise<Outcome<Page<object>>>;
}>;

export type ExportRow = Readonly<Record<string, string>>;

/** A spreadsheet runs what begins with these as a formula; numbers are left alone. */
const formula = /^[=+@\t\r]|^-(?![\d.]+$)/;

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return formula.test(text) ? `'${text}` : text;
};

/** Nested fields get a name with a point ("customer.name"); lists stay JSON. */
export const flatten = (value: object, prefix = ""): ExportRow => {
  const row: Record<string, string> = {};
  for (const [name, field] of Object.entries(value)) {
    if (field !== null && typeof field === "object" && !Array.isArray(field)) Object.assign(row, flatten(field, `${prefix}${name}.`));
    else row[`${prefix}${name}`] = cell(field);
  }
  return row;
};

/** Every row of a list, fetched a page at a time, so that memory does not grow with the company. Throws what the query refuses with. */
export async function* exportRows(ctx: Ctx, kind: ExportKind): AsyncGenerator<ExportRow> {
  let after: string | undefined;
  do {
    const page: Outcome<Page<object>> = await kind.page(ctx, { limit: MAX_LIMIT, after });
    if (!page.ok) throw new Error(`The ${kind.title} cannot be exported: ${page.fault.detail}`);
    for (const item of page.value.items) yield flatten(item);
    after = page.value.next;
  } while (after !== undefined);
}
