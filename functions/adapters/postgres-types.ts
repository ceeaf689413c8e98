import pg from "pg";

const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;
const asText = (value: string) => value;

/** RFC 3339 in UTC from Postgres's ISO output; sessions run with time zone UTC. */
const asInstant = (value: string) => `${value.slice(0, value.indexOf(" "))}T${value.slice(value.indexOf(" ") + 1, value.indexOf("+"))}Z`;

/** `int8` is a bigint, never a float; a date is its calendar day; an instant is RFC 3339 text; numeric stays text. */
export const parserOf = (oid: number, format?: "text" | "binary") => {
  if (oid === INT8) return BigInt;
  if (oid === DATE) return asText;
  if (oid === TIMESTAMPTZ) return asInstant;
  return pg.types.getTypeParser(oid, format);
};
