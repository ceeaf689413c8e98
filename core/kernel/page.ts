import * as z from "zod";
import { isCalendarDate } from "./dates.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "./fault.ts";

export const MAX_LIMIT = 200;
export const DEFAULT_LIMIT = 50;

/** What every list takes: `limit`, an opaque `after` cursor, free text `q`. Lists add their own filters and `sort`. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  after: z.string().max(500).optional(),
  q: z.string().trim().max(200).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of a list; `next` is the cursor to the following page, absent on the last. */
export type Page<T> = { items: T[]; next?: string | undefined };

/** The cursor holds the sort values of the last row, so that a page starts exactly behind it whatever was added meanwhile. */
export const encodeCursor = (values: readonly (string | number | null)[]) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(values))))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** Text that Postgres could not hold was never a sort value. */
const isSortValue = (value: unknown): value is string | number | null =>
  value === null || typeof value === "number" || (typeof value === "string" && value.isWellFormed() && !value.includes("\0"));

/** `width` is how many sort values this list's cursor has; a cursor of another list or made by hand is refused. */
export const decodeCursor = (cursor: string, width: number): Outcome<(string | null)[], Fault<"invalid">> => {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    const values: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (Array.isArray(values) && values.length === width && values.every(isSortValue)) {
      return done(values.map((value) => (value === null ? null : String(value))));
    }
  } catch {
    // falls through to the one answer for every unreadable cursor
  }
  return refuse(invalid("page.after", "This cursor was not made by this list.", "/after"));
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The cursor of a list in order of ids. */
export const decodeIdCursor = (cursor: string): Outcome<string> => {
  const values = decodeCursor(cursor, 1);
  if (!values.ok) return values;
  const id = values.value[0];
  return typeof id === "string" && UUID.test(id)
    ? done(id)
    : refuse(invalid("page.after", "This cursor was not made by this list.", "/after"));
};

/** The cursor of a list in order of days, and of ids on the same day. */
export const decodeDayCursor = (cursor: string): Outcome<{ day: string; id: string }, Fault<"invalid">> => {
  const values = decodeCursor(cursor, 2);
  if (!values.ok) return values;
  const [day, id] = values.value;
  return typeof day === "string" && isCalendarDate(day) && typeof id === "string" && UUID.test(id)
    ? done({ day, id })
    : refuse(invalid("page.after", "This cursor was not made by this list.", "/after"));
};

/** Takes `limit + 1` rows and says whether there is a next page. */
export const pageOf = <Row, T>(
  rows: readonly Row[],
  limit: number,
  cursor: (row: Row) => readonly (string | number | null)[],
  body: (row: Row) => T,
): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map(body);
  return rows.length > limit && last !== undefined ? { items, next: encodeCursor(cursor(last)) } : { items };
};

/** The schema of a page of these. */
export const PageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().optional() });
