import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { DimensionBody, DimensionQuery, DimensionValueBody, DimensionValueQuery } from "./dimension.ts";

export const dimensionsOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.dimension")
    .select(["id", "code", "name", "required", "active", "version"])
    .$narrowType<Pick<DimensionBody, "required">>()
    .where("companyId", "=", companyId);

export const dimensionValuesOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.dimensionValue")
    .select(["id", "dimensionId", "code", "name", "parentId", "validFrom", "validTo", "active", "version"])
    .where("companyId", "=", companyId);

/** The dimensions of a company in order of code. */
export const listDimensions = query("finance.dimension.read", async ({ db, actor }, filter: DimensionQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  let dimensions = dimensionsOf(db, actor.companyId);
  if (cursor) dimensions = dimensions.where("code", ">", cursor.value[0] ?? "");
  const rows = await dimensions
    .orderBy("code")
    .limit(filter.limit + 1)
    .execute();
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ code }) => [code],
      (dimension): DimensionBody => dimension,
    ),
  );
});

export const getDimension = query("finance.dimension.read", async ({ db, actor }, { id }: { id: string }) => {
  const dimension = await dimensionsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return dimension ? done<DimensionBody>(dimension) : refuse(missing("dimension", id));
});

type ValuesQuery = Readonly<{ dimensionId: string; filter: DimensionValueQuery }>;

/** The values of a dimension in order of code, by the start of a code or a part of the name. */
export const listDimensionValues = query("finance.dimension.read", async ({ db, actor }, { dimensionId, filter }: ValuesQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, 1);
  if (cursor && !cursor.ok) return cursor;
  const dimension = await dimensionsOf(db, actor.companyId).where("id", "=", dimensionId).executeTakeFirst();
  if (!dimension) return refuse(missing("dimension", dimensionId));
  let values = dimensionValuesOf(db, actor.companyId).where("dimensionId", "=", dimensionId);
  if (filter.active !== undefined) values = values.where("active", "=", filter.active);
  if (filter.q) values = values.where(sql<boolean>`(name ilike shared.search_pattern(${filter.q}) or starts_with(code, ${filter.q}))`);
  if (cursor) values = values.where("code", ">", cursor.value[0] ?? "");
  const rows = await values
    .orderBy("code")
    .limit(filter.limit + 1)
    .execute();
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ code }) => [code],
      (value): DimensionValueBody => value,
    ),
  );
});

export const getDimensionValue = query("finance.dimension.read", async ({ db, actor }, { id }: { id: string }) => {
  const value = await dimensionValuesOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return value ? done<DimensionValueBody>(value) : refuse(missing("dimension value", id));
});
