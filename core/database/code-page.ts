import type { SelectQueryBuilder } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import { done, type Fault, type Outcome } from "#core/kernel/fault.ts";
import { decodeCursor, type Page, pageOf } from "#core/kernel/page.ts";
import { behind } from "./keyset.ts";

/** A page of a list in order of its code, which is unique in it. */
export const pageByCode = async <DB, TB extends keyof DB, Row extends { code: string }>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  { limit, after }: Readonly<{ limit: number; after?: string | undefined }>,
): Promise<Outcome<Page<Row>, Fault<"invalid">>> => {
  const cursor = after === undefined ? undefined : decodeCursor(after, 1);
  if (cursor && !cursor.ok) return cursor;
  const found = await behind(rows, { columns: ["code"], direction: "asc", types: ["text"] }, cursor?.value)
    .limit(rowsOfPage(limit))
    .execute();
  return done(
    pageOf(
      found as Row[],
      limit,
      ({ code }) => [code],
      (row) => row,
    ),
  );
};
