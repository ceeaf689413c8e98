import { behind, rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { decodeDayCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { RevaluationBody, RevaluationLine, RevaluationQuery, RevaluationSummary } from "./revaluation.ts";
import { revaluationBody } from "./revalue.ts";

const revaluations = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.revaluation")
    .select(["id", "revaluedOn", "entryId", "reversalEntryId", "lines"])
    .where("companyId", "=", companyId);

type Row = Readonly<{ id: string; revaluedOn: string; entryId: string; reversalEntryId: string; lines: unknown }>;

const bodyOf = (base: string, row: Row): RevaluationBody => revaluationBody(base, row.revaluedOn, row, row.lines as RevaluationLine[]);

/** Revaluations, the latest day first. */
export const listRevaluations = query("finance.revaluation.read", async ({ db, actor, company }, filter: RevaluationQuery) => {
  const cursor = filter.after === undefined ? undefined : decodeDayCursor(filter.after);
  if (cursor && !cursor.ok) return cursor;
  const order = { columns: ["revaluedOn", "id"], direction: "desc", types: ["date", "uuid"] } as const;
  const rows = await behind(revaluations(db, actor.companyId), order, cursor && [cursor.value.day, cursor.value.id])
    .limit(rowsOfPage(filter.limit))
    .execute();
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ revaluedOn, id }) => [revaluedOn, id],
      (row): RevaluationSummary => {
        const { lines: _, ...summary } = bodyOf(company.baseCurrency, row);
        return summary;
      },
    ),
  );
});

/** A revaluation with how each difference came about. */
export const getRevaluation = query("finance.revaluation.read", async ({ db, actor, company }, { id }: { id: string }) => {
  const row = await revaluations(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return row ? done(bodyOf(company.baseCurrency, row)) : refuse(missing("revaluation", id));
});
