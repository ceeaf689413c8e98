import type * as z from "zod";
import { invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { Cells } from "./import-kind.ts";

const GROUPED_POINT = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;
const GROUPED_COMMA = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/;
const COMMA = /^-?\d+,\d+$/;
const AMBIGUOUS = /^-?\d{1,3}[.,]\d{3}$/;

/**
 * A number as the wire writes it, from 1234.5, 1,234.50, 1.234,50 or 1234,5. "1,234" may be either of two numbers and is left as it is, for the
 * schema to refuse.
 */
export const decimalCell = (text: string): string => {
  const plain = text.replaceAll(/[\s\u00A0\u202F'’]/g, "");
  if (AMBIGUOUS.test(plain)) return plain;
  if (GROUPED_POINT.test(plain)) return plain.replaceAll(",", "");
  if (GROUPED_COMMA.test(plain)) return plain.replaceAll(".", "").replace(",", ".");
  return COMMA.test(plain) ? plain.replace(",", ".") : plain.replace(/^(-?)\./, "$10.").replace(/^\+/, "");
};

/** A date as the wire writes it, from 2026-03-31, 2026/3/31, 31.3.2026 or with a time behind it. 3/4/2026 is left as it is: nobody knows the month. */
export const dateCell = (text: string): string => {
  const day = text.replace(/[T ]\d{1,2}:\d{2}.*$/, "");
  const [, year, month, date] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(day) ?? [];
  const [, german, germanMonth, germanYear] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(day) ?? [];
  const parts = year ? [year, month, date] : germanYear ? [germanYear, germanMonth, german] : undefined;
  return parts ? parts.map((part, at) => (part ?? "").padStart(at === 0 ? 4 : 2, "0")).join("-") : day;
};

const YES = new Set(["1", "true", "yes", "y", "x", "ja", "oui"]);
const NO = new Set(["0", "false", "no", "n", "nein", "non"]);

/** Yes or no; anything else stays text, for the schema to refuse. */
export const booleanCell = (text: string): boolean | string => {
  const word = text.toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : text;
};

export const integerCell = (text: string): number | string => (/^-?\d{1,9}$/.test(text) ? Number(text) : text);

const ALIASES: Readonly<Record<string, string>> = { uk: "GB", usa: "US", "great britain": "GB", holland: "NL", "czech republic": "CZ" };
let countries: ReadonlyMap<string, string> | undefined;

const countryNames = () => {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  const known = pairs.flatMap((code): [string, string][] => {
    const name = names.of(code);
    return name === undefined ? [] : [[name.toLowerCase(), code]];
  });
  return new Map([...known, ...Object.entries(ALIASES)]);
};

/** A country's two letters, from them or from its English name. */
export const countryCell = (text: string): string => {
  countries ??= countryNames();
  return countries.get(text.toLowerCase()) ?? text.toUpperCase();
};

/** Leaves out what is absent, so that the schema's defaults apply. */
export const present = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** A cell read by a function, when there is one. */
export const cell = <T>(cells: Cells, column: string, read: (text: string) => T): T | undefined => {
  const text = cells[column];
  return text === undefined ? undefined : read(text);
};

/** Reads an item by the schema that the API uses too; the reasons name its fields. */
export const readBy = <S extends z.ZodType>(schema: S, value: unknown): Outcome<z.infer<S>> => {
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const errors = read.error.issues.slice(0, 20).map(({ path, message }) => ({
    pointer: `/${path.join("/")}`,
    detail: message.endsWith("received undefined") ? "This is needed." : message,
  }));
  return refuse({ ...invalid("import.row", "The row is not acceptable."), errors });
};
