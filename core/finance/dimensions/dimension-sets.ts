import { sql } from "kysely";
import type { Statement, TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { done, type Fault, type InputError, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { callStatement } from "#core/kernel/join-calls.ts";
import type { NamedDimension, RequiredOn } from "./dimension.ts";

onConstraint("one_value_of_a_dimension", invalid("dimension.twice", "A line names at most one value of each dimension.", "/lines"));
onConstraint("dimension_set_of_known_values", (message) => invalid("dimension.missing", message, "/lines"));
onConstraint("line_of_known_dimension_set", invalid("dimension.missing", "A line names dimensions that are not there.", "/lines"));

type Named = NamedDimension["dimension"];
type KnownValue = Named &
  Readonly<{ active: boolean; validFrom: string | null; validTo: string | null; dimension: Named & { active: boolean } }>;
type KnownSet = Readonly<{ id: string; values: readonly KnownValue[] }>;
type RequiredDimension = Named & Readonly<{ required: Exclude<RequiredOn, "never"> }>;

/** What `finance.dimension_context` answers. */
export type DimensionRow = Readonly<{
  requiredDimensions: readonly RequiredDimension[] | null;
  earningAccounts: readonly string[] | null;
  dimensionSets: readonly KnownSet[] | null;
}>;

/** A combination of values by its canonical text; nothing for none. */
export const combinationOf = (values: readonly string[] = []): string | undefined =>
  values.length === 0 ? undefined : [...new Set(values.map((id) => id.toLowerCase()))].sort().join();

/** The combinations that lines name, each once, for `finance.dimension_context` and `finance.intern_dimension_sets`; null when there are none. */
export const combinationsOf = (lines: readonly Pick<DimensionedLine, "dimensions">[]): string | null => {
  const combinations = new Set(lines.flatMap(({ dimensions }) => combinationOf(dimensions) ?? []));
  return combinations.size === 0 ? null : JSON.stringify([...combinations].map((combination) => combination.split(",")));
};

/** Sees to it that the sets are there, before the lines that name them; travels with the posting. */
export const interningStatement = (combinations: string): Statement =>
  callStatement("finance.intern_dimension_sets($1::jsonb)", [combinations], { turn: "dimension sets" });

export type ResolvedSet = Readonly<{ id: string; dimensions: readonly NamedDimension[] }>;
type DimensionedLine = Readonly<{ accountId: string; dimensions?: readonly string[] | undefined }>;

/** What is known of the dimensions that some lines name. */
export type DimensionBook = Readonly<{
  /** The set of a combination and what it holds. */
  setOf: (values: readonly string[] | undefined) => ResolvedSet | undefined;
  /** What is wrong with these values on a day, whatever line names them. */
  valueErrors: (values: readonly string[], on: string) => string[];
  /** What is wrong with a line's dimensions on a day, required ones included. */
  errorsOf: (line: DimensionedLine, on: string) => string[];
}>;

const named = ({ id, code, name }: Named): Named => ({ id, code, name });
const daysOf = ({ validFrom, validTo }: KnownValue) =>
  [validFrom ? `from ${validFrom}` : "", validTo ? `to ${validTo}` : ""].join(" ").trim();

const valueError = (value: KnownValue, on: string): string | undefined => {
  if (!value.dimension.active) return `${value.dimension.name} is not in use.`;
  if (!value.active) return `${value.dimension.name} ${value.code} is not active.`;
  const outside = (value.validFrom !== null && on < value.validFrom) || (value.validTo !== null && on > value.validTo);
  return outside ? `${value.dimension.name} ${value.code} is valid ${daysOf(value)} only.` : undefined;
};

const setErrors = (values: readonly string[], known: readonly KnownValue[], on: string): string[] => {
  const unknown = values.filter((id) => !known.some((value) => value.id === id.toLowerCase()));
  const dimensions = known.map(({ dimension }) => dimension.id);
  const twice = known.find(({ dimension }) => dimensions.indexOf(dimension.id) !== dimensions.lastIndexOf(dimension.id));
  return [
    ...unknown.map((id) => `There is no dimension value ${id}.`),
    ...(twice ? [`A line names at most one value of ${twice.dimension.name}.`] : []),
    ...known.flatMap((value) => valueError(value, on) ?? []),
  ];
};

/** Makes sense of what the database knows of `combinations`, which must be the text it was asked with. */
export const dimensionBook = (combinations: string | null, row: DimensionRow): DimensionBook => {
  const asked = combinations === null ? [] : (JSON.parse(combinations) as string[][]);
  const sets = new Map(asked.map((values, index) => [values.join(), row.dimensionSets?.[index] ?? { id: "", values: [] }]));
  const knownOf = (values: readonly string[] | undefined) => sets.get(combinationOf(values) ?? "");
  const earning = new Set(row.earningAccounts);
  const isUnnamed = (required: RequiredDimension, accountId: string, known: readonly KnownValue[]) =>
    (required.required === "always" || earning.has(accountId)) && !known.some(({ dimension }) => dimension.id === required.id);
  return {
    setOf: (values) => {
      const set = knownOf(values);
      return set && { id: set.id, dimensions: set.values.map((value) => ({ dimension: named(value.dimension), value: named(value) })) };
    },
    valueErrors: (values, on) => setErrors(values, knownOf(values)?.values ?? [], on),
    errorsOf: ({ accountId, dimensions = [] }, on) => {
      const known = knownOf(dimensions)?.values ?? [];
      const unnamed = (row.requiredDimensions ?? []).filter((required) => isUnnamed(required, accountId, known));
      return [...setErrors(dimensions, known, on), ...unnamed.map(({ name }) => `Name a value of ${name}.`)];
    },
  };
};

/** Reads the book of these lines' dimensions by itself: for documents, imports and whatever else does not read it with its own context. */
export const readDimensionBook = async (tx: Pick<TxCtx, "db">, lines: readonly DimensionedLine[]): Promise<DimensionBook> => {
  const combinations = combinationsOf(lines);
  const accounts = [...new Set(lines.map(({ accountId }) => accountId))];
  const { rows } = await sql<DimensionRow>`
    select required_dimensions, earning_accounts, dimension_sets from finance.dimension_context(${combinations}::jsonb, ${accounts}::uuid[])`.execute(
    tx.db,
  );
  return dimensionBook(combinations, rows[0] ?? { requiredDimensions: null, earningAccounts: null, dimensionSets: null });
};

/** Refuses lines whose values are unknown, out of use, of the wrong day, two of one dimension, or not named though they must be. */
export const checkDimensions = (book: DimensionBook, lines: readonly DimensionedLine[], on: string): Outcome<true, Fault<"invalid">> => {
  const errors = lines.flatMap((line, index): InputError[] =>
    book.errorsOf(line, on).map((detail) => ({ pointer: `/lines/${index}/dimensions`, detail })),
  );
  if (errors.length === 0) return done(true);
  return refuse({
    kind: "invalid",
    code: "dimension.refused",
    detail: "Not every line can have its dimensions.",
    errors: errors.slice(0, 100),
  } as const satisfies Fault<"invalid">);
};
