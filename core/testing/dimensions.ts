import { sql } from "kysely";
import type { RequiredOn } from "#core/finance/dimensions/dimension.ts";
import { readDimensionBook } from "#core/finance/dimensions/dimension-sets.ts";
import { createDimension } from "#core/finance/dimensions/write-dimension.ts";
import { createDimensionValue } from "#core/finance/dimensions/write-dimension-value.ts";
import { resultOf, type TestCompany, writing } from "./company.ts";

/** A dimension with values of these codes. A code after a slash is below the one before it: "north", "north/leeds". */
export const aDimension = async (
  company: TestCompany,
  code: string,
  codes: readonly string[],
  { required = "never" }: { required?: RequiredOn } = {},
) => {
  const dimension = resultOf(await createDimension(company.as(), { code, name: `Of ${code}`, required }));
  const ids = new Map<string, string>();
  for (const path of codes) {
    const [own = "", above] = path.split("/").toReversed();
    const input = { code: own, name: `Value ${own}`, parentId: ids.get(above ?? "") ?? null, validFrom: null, validTo: null };
    ids.set(own, resultOf(await createDimensionValue(company.as(), { dimensionId: dimension.id, input })).id);
  }
  const value = (of: string) => {
    const id = ids.get(of);
    if (!id) throw new Error(`There is no value ${of}.`);
    return id;
  };
  return { id: dimension.id, value };
};

/** The ids of the sets of these combinations, which are made when they are not there. */
export const setsOf = (company: TestCompany, combinations: readonly (readonly string[])[]): Promise<string[]> =>
  writing(company.as(), async (tx) => {
    await sql`select finance.intern_dimension_sets(${JSON.stringify(combinations)}::jsonb)`.execute(tx.db);
    const lines = combinations.map((dimensions) => ({ accountId: company.id, dimensions }));
    const book = await readDimensionBook(tx, lines);
    return combinations.map((values) => book.setOf(values)?.id ?? "");
  });
