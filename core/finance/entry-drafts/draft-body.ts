import { type RawBuilder, sql } from "kysely";
import type { Db, ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { formatMinor, parseMinor } from "#core/kernel/money.ts";
import type { EntryDraftBody, EntryDraftInput, EntryDraftSummary } from "./entry-draft.ts";

/** A draft as its row holds it, with the name of its owner. */
export type DraftRow = Omit<EntryDraftSummary, "currency" | "debit" | "credit"> & { content: EntryDraftInput };
type Names = Pick<EntryDraftBody, "accounts" | "parties" | "dimensions">;

export const draftColumns = sql`
  d.id, d.state, d.effective_on, d.journal_id, d.description, d.copy_of_id, d.owner_id, d.changed_by, d.version, d.created_at, d.changed_at, d.content,
  coalesce((select u.name from shared.user u where u.id = d.owner_id), '') as owner_name`;

/** The sums of both sides when all lines are in one currency. */
const sumsOf = ({ currency: given, lines }: EntryDraftInput, baseCurrency: string) => {
  const currency = given ?? baseCurrency;
  if (lines.some((line) => (line.currency ?? currency) !== currency)) return { currency, debit: null, credit: null };
  const sum = (side: "debit" | "credit") =>
    lines.reduce((total, line) => {
      const minor = parseMinor(line[side] ?? "0", currency);
      return minor.ok ? total + minor.value : total;
    }, 0n);
  return { currency, debit: formatMinor(sum("debit"), currency), credit: formatMinor(sum("credit"), currency) };
};

export const draftSummary = (ctx: ReadCtx | TxCtx, { content, ...row }: DraftRow): EntryDraftSummary => ({
  ...row,
  ...sumsOf(content, ctx.company.baseCurrency),
});

/** What the lines of a draft name, in one statement. */
const namesOf = async (db: Db, companyId: string, { lines }: EntryDraftInput): Promise<Names> => {
  const ids = (list: readonly (string | undefined)[]) => [...new Set(list.filter((id) => id !== undefined))];
  const accounts = ids(lines.map(({ accountId }) => accountId));
  const parties = ids(lines.map(({ partyId }) => partyId));
  const values = ids(lines.flatMap(({ dimensions = [], shares = [] }) => [...dimensions, ...shares.flatMap((share) => share.dimensions)]));
  if (accounts.length + parties.length + values.length === 0) return { accounts: [], parties: [], dimensions: [] };
  const named = (table: RawBuilder<unknown>, wanted: readonly string[]) => sql`
    coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'code', n.code, 'name', n.name) order by n.code) from ${table} n
               where n.company_id = ${companyId} and n.id = any (${wanted}::uuid[])), '[]')`;
  const { rows } = await sql<Names>`
    select ${named(sql`finance.account`, accounts)} as accounts, ${named(sql`finance.party`, parties)} as parties,
           coalesce((select jsonb_agg(jsonb_build_object('dimension', jsonb_build_object('id', d.id, 'code', d.code, 'name', d.name),
                                                         'value', jsonb_build_object('id', v.id, 'code', v.code, 'name', v.name)) order by d.code, v.code)
                       from finance.dimension_value v join finance.dimension d on d.company_id = v.company_id and d.id = v.dimension_id
                      where v.company_id = ${companyId} and v.id = any (${values}::uuid[])), '[]') as dimensions`.execute(db);
  return rows[0] ?? { accounts: [], parties: [], dimensions: [] };
};

export const draftBody = async (ctx: ReadCtx | TxCtx, row: DraftRow): Promise<EntryDraftBody> => ({
  ...draftSummary(ctx, row),
  content: row.content,
  ...(await namesOf(ctx.db, ctx.actor.companyId, row.content)),
});

/** Reads a draft, locked against other changes when it is to be changed. */
export const readDraft = async (db: Db, companyId: string, id: string, lock?: "lock"): Promise<DraftRow | undefined> => {
  const { rows } = await sql<DraftRow>`
    select ${draftColumns} from finance.entry_draft d where d.company_id = ${companyId} and d.id = ${id} ${lock ? sql`for no key update` : sql``}`.execute(
    db,
  );
  return rows[0];
};
