import { sql } from "kysely";
import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeDayCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import { plainRate, type RateBody, type RateQuery } from "./rate.ts";

export const ratesOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.exchangeRate")
    .select(["id", "currency", "rate", "validOn", "source", "version"])
    .where("companyId", "=", companyId);

type RateRow = Omit<RateBody, "source"> & Readonly<{ source: string }>;

export const rateBody = (row: RateRow): RateBody => ({ ...row, source: row.source as RateBody["source"], rate: plainRate(row.rate) });

/** Exchange rates, the newest first. */
export const listRates = query("finance.rate.read", async ({ db, actor }, filter: RateQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeDayCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  let rates = ratesOf(db, actor.companyId);
  if (filter.currency) rates = rates.where("currency", "=", filter.currency);
  if (filter.source) rates = rates.where("source", "=", filter.source);
  if (filter.on) rates = rates.where("validOn", "<=", filter.on);
  if (cursor) rates = rates.where(sql<boolean>`(valid_on, id) < (${cursor.value.day}::date, ${cursor.value.id}::uuid)`);
  const rows = await rates.orderBy("validOn", "desc").orderBy("id", "desc").limit(rowsOfPage(filter.limit)).execute();
  return done(pageOf(rows, filter.limit, ({ validOn, id }) => [validOn, id], rateBody));
});

export const getRate = query("finance.rate.read", async ({ db, actor }, { id }: { id: string }) => {
  const rate = await ratesOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return rate ? done(rateBody(rate)) : refuse(missing("rate", id));
});
