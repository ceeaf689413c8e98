import { type Compilable, CompiledQuery, sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { DEFAULT_LIMIT } from "#core/kernel/page.ts";

/** Stands in a query for a value that comes later. */
class Place {
  readonly value: string;
  readonly at: number | undefined;
  constructor(value: string, at?: number) {
    this.value = value;
    this.at = at;
  }
}

type Values = Readonly<Record<string, unknown>>;

/** As `rowsOfPage` does it: the usual limit stands in the text. */
const isUsual = (name: string, value: unknown): boolean => name === "limit" && value === DEFAULT_LIMIT + 1;

/** What changes the text of a list: the choices named by whoever asks, and which values are there at all. */
const shapeOf = (choices: readonly unknown[], values: Values): string => {
  let shape = choices.join(" ");
  for (const name in values) {
    const value = values[name];
    if (isUsual(name, value)) shape += ` usual ${name}`;
    else if (value !== undefined) shape += Array.isArray(value) ? ` ${name}${value.length}` : ` ${name}`;
  }
  return shape;
};

const placesOf = <V extends Values>(values: V): V => {
  const places = Object.entries(values).map(([name, value]) => {
    if (value === undefined) return [name, undefined];
    if (isUsual(name, value)) return [name, sql.lit(value)];
    return [name, Array.isArray(value) ? value.map((_, at) => new Place(name, at)) : new Place(name)];
  });
  return Object.fromEntries(places) as V;
};

const filledWith = (values: Values) => (parameter: unknown) => {
  if (!(parameter instanceof Place)) return parameter;
  const value = values[parameter.value];
  return parameter.at === undefined ? value : (value as readonly unknown[])[parameter.at];
};

/**
 * A list that is put together once for each of its shapes (building and compiling it took a sixth of the program's time of a page). `choices` are the
 * inputs that decide about its text, as its sort; all others are `values` (`limit` by that name), absent when undefined, and `build` may look at nothing of them but whether
 * they are there.
 */
export const listQuery = () => {
  const compiled = new Map<string, Readonly<{ sql: string; parameters: readonly unknown[] }>>();
  return async <V extends Values, Row>(
    db: Db,
    { choices, values }: Readonly<{ choices: readonly unknown[]; values: V }>,
    build: (values: V) => Compilable<Row>,
  ): Promise<Row[]> => {
    const shape = shapeOf(choices, values);
    let list = compiled.get(shape);
    if (!list) {
      list = build(placesOf(values)).compile();
      compiled.set(shape, list);
    }
    const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(list.sql, list.parameters.map(filledWith(values))));
    return rows;
  };
};
