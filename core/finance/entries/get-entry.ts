import { sql } from "kysely";
import type { Db, ReadCtx, TxCtx } from "#core/kernel/context.ts";
import { done, missing, refuse } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { query } from "#core/kernel/query.ts";
import type { EntryBody, EntryKind } from "./entry.ts";
import { lineBody, type StoredLine, totalOf } from "./entry-body.ts";

type StoredHead = Omit<EntryBody, "lines" | "total" | "number"> & { number: bigint | null };
type StoredLineOfAccount = StoredLine & { code: string; name: string; control: string | null; dimensionSetId: string | null };
export type StoredEntry = Readonly<{ head: StoredHead; lines: readonly StoredLineOfAccount[] }>;

/** The head of an entry with its number and the entry that reversed it, over `finance.journal_entry e` and `joinReversal`. */
export const headColumns = sql`
  e.id, e.journal_id, e.kind, e.effective_on, e.description, e.source_type, e.source_id, e.reverses_entry_id, e.external_id, e.posted_by, e.posted_at,
  (select s.number from finance.seal s where s.company_id = e.company_id and s.entry_id = e.id) as number,
  r.id as reversed_by_entry_id, r.effective_on as reversed_on, r.description as reversal_reason`;

/** Whatever reversed `finance.journal_entry e`. */
export const joinReversal = sql`left join finance.journal_entry r on r.company_id = e.company_id and r.reverses_entry_id = e.id`;

/** What the dimension set of a line holds, over `finance.journal_line l`; null for none. */
const dimensionsOfLine = sql`
  (select jsonb_agg(jsonb_build_object('dimension', jsonb_build_object('id', d.id, 'code', d.code, 'name', d.name),
                                       'value', jsonb_build_object('id', v.id, 'code', v.code, 'name', v.name)) order by d.code)
     from finance.dimension_set_member m
     join finance.dimension d on d.company_id = m.company_id and d.id = m.dimension_id
     join finance.dimension_value v on v.company_id = m.company_id and v.id = m.value_id
    where m.company_id = l.company_id and m.set_id = l.dimension_id) as dimensions`;

/** Reads an entry with its lines, or nothing. */
export const readEntry = async (db: Db, companyId: string, id: string): Promise<StoredEntry | undefined> => {
  const [heads, lines] = await Promise.all([
    sql<StoredHead>`select ${headColumns} from finance.journal_entry e ${joinReversal} where e.company_id = ${companyId} and e.id = ${id}`.execute(
      db,
    ),
    sql<StoredLineOfAccount>`
      select l.position, l.account_id, l.party_id, l.dimension_id as dimension_set_id, ${dimensionsOfLine}, l.description, l.currency, l.amount, l.company_amount, l.tax_code_id, l.tax_base, a.code, a.name, a.control, o.due_on, o.open_minor
        from finance.journal_line l join finance.account a on a.company_id = l.company_id and a.id = l.account_id
        left join finance.open_item o on o.company_id = l.company_id and o.entry_id = l.entry_id and o.position = l.position
       where l.company_id = ${companyId} and l.entry_id = ${id} order by l.position`.execute(db),
  ]);
  const head = heads.rows[0];
  return head && { head, lines: lines.rows };
};

/** An entry in wire form. */
export const entryBody = (ctx: ReadCtx | TxCtx, { head, lines }: StoredEntry): EntryBody => {
  const { baseCurrency } = ctx.company;
  return {
    ...head,
    kind: head.kind satisfies EntryKind,
    number: head.number === null ? null : Number(head.number),
    total: formatMinor(totalOf(lines), baseCurrency),
    lines: lines.map((line) => lineBody(line, { id: line.accountId, code: line.code, name: line.name }, baseCurrency)),
  };
};

export const getEntry = query("finance.entry.read", async (ctx, { id }: { id: string }) => {
  const entry = await readEntry(ctx.db, ctx.actor.companyId, id);
  return entry ? done(entryBody(ctx, entry)) : refuse(missing("entry", id));
});
