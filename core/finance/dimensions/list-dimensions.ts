import { sql } from "kysely";
import { pageByCode } from "#core/database/code-page.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
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
export const listDimensions = query("finance.dimension.read", async ({ db, actor }, filter: DimensionQuery) =>
  pageByCode(dimensionsOf(db, actor.companyId), filter),
);

export const getDimension = query("finance.dimension.read", async ({ db, actor }, { id }: { id: string }) => {
  const dimension = await dimensionsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return dimension ? done<DimensionBody>(dimension) : refuse(missing("dimension", id));
});

type ValuesQuery = Readonly<{ dimensionId: string; filter: DimensionValueQuery }>;

/** The values of a dimension in order of code, by the start of a code or a part of the name. */
export const listDimensionValues = query("finance.dimension.read", async ({ db, actor }, { dimensionId, filter }: ValuesQuery) => {
  const dimension = await dimensionsOf(db, actor.companyId).where("id", "=", dimensionId).executeTakeFirst();
  if (!dimension) return refuse(missing("dimension", dimensionId));
  let values = dimensionValuesOf(db, actor.companyId).where("dimensionId", "=", dimensionId);
  if (filter.active !== undefined) values = values.where("active", "=", filter.active);
  if (filter.q) values = values.where(sql<boolean>`(name ilike shared.search_pattern(${filter.q}) or starts_with(code, ${filter.q}))`);
  return pageByCode(values, filter);
});

export const getDimensionValue = query("finance.dimension.read", async ({ db, actor }, { id }: { id: string }) => {
  const value = await dimensionValuesOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return value ? done<DimensionValueBody>(value) : refuse(missing("dimension value", id));
});
