import { sql } from "kysely";
import type { NamedDimension } from "#core/finance/dimensions/dimension.ts";
import { checkDimensions, type DimensionRow, dimensionBook } from "#core/finance/dimensions/dimension-sets.ts";
import { atOrigins } from "#core/finance/splits/expand-splits.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { done, type Fault, type Outcome, refuse } from "#core/kernel/fault.ts";
import type { LineShare } from "./read-lines.ts";

type Row = DimensionRow & Readonly<{ combinations: unknown }>;
type Line = Readonly<{ accountId: string; dimensions: readonly NamedDimension[]; shares: readonly LineShare[] | null }>;

/** What is known of the dimensions that the lines of a draft name, and which they must: one statement that travels with its lock. */
export const draftDimensions = async ({ db, actor }: TxCtx, invoiceId: string) => {
  const { rows } = await sql<Row>`
    with line as (select l.account_id, l.dimension_id, l.shares from finance.invoice_line l where l.company_id = ${actor.companyId} and l.invoice_id = ${invoiceId}),
    named as (
      select (select jsonb_agg(s.value_ids) from finance.dimension_set s
               where s.company_id = ${actor.companyId}
                 and s.id in (select line.dimension_id from line union select (share ->> 'setId')::uuid from line, jsonb_array_elements(line.shares) as share)) as combinations,
             (select array_agg(distinct line.account_id) from line) as accounts)
    select n.combinations, d.required_dimensions, d.earning_accounts, d.dimension_sets
      from named n cross join lateral finance.dimension_context(n.combinations, n.accounts) d`.execute(db);
  const { combinations, ...row } = rows[0] ?? { combinations: null, requiredDimensions: null, earningAccounts: null, dimensionSets: null };
  return dimensionBook(combinations === null ? null : JSON.stringify(combinations), row);
};

/** Refuses lines whose values are out of use on the day, or that do not name what they must, share by share. */
export const checkLines = (
  book: Awaited<ReturnType<typeof draftDimensions>>,
  lines: readonly Line[],
  on: string,
): Outcome<true, Fault<"invalid">> => {
  const parts = lines.flatMap(({ accountId, dimensions, shares }, origin) =>
    (shares ?? [{ dimensions }]).map((share) => ({ origin, accountId, dimensions: share.dimensions.map(({ value }) => value.id) })),
  );
  const checked = checkDimensions(book, parts, on);
  if (checked.ok) return done(true);
  return refuse(
    atOrigins(
      checked.fault,
      parts.map(({ origin }) => origin),
    ),
  );
};
