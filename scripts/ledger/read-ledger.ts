import type { ClientBase } from "pg";
import type { HeadRow, LineRow } from "./canonical-entry.ts";

export type SealRow = Readonly<{
  number: string;
  entry_id: string;
  hash: Buffer;
  sealed_on: string;
  seal_cluster: string;
  seal_xid: string;
  entry_cluster: string | null;
  entry_xid: string | null;
}>;
export type SealedEntry = Readonly<{ seal: SealRow; head: HeadRow | undefined; lines: readonly LineRow[] }>;
type Row = SealRow & { [K in keyof (HeadRow & LineRow)]: (HeadRow & LineRow)[K] | null };

const ROWS_AT_ONCE = 5_000;

const SEALED = (company: string) => `
  select s.number::text, s.entry_id, s.hash, to_char(s.sealed_at at time zone 'utc', 'YYYY-MM-DD') as sealed_on, s.cluster_id::text as seal_cluster, s.xid::text as seal_xid,
         e.cluster_id::text as entry_cluster, e.xid::text as entry_xid, e.id, e.journal_id, e.kind, to_char(e.effective_on, 'YYYY-MM-DD') as effective_on, e.description,
         e.source_type, e.source_id, e.reverses_entry_id, e.posted_by, (extract(epoch from e.posted_at) * 1000000)::bigint::text as posted_at_us, e.external_id,
         l.position::text, l.account_id, l.party_id, l.dimension_id, l.currency, l.amount::text, l.company_amount::text, l.tax_code_id, l.tax_base::text,
         l.description as line_description
    from finance.seal s
    left join finance.journal_entry e on e.company_id = s.company_id and e.id = s.entry_id
    left join finance.journal_line l on l.company_id = s.company_id and l.entry_id = s.entry_id
   where s.company_id = ${company} order by s.number, l.position`;

/** Rows of a query in the order it gives them, a few thousand in memory at a time. Inside a transaction only. */
export async function* stream<T>(client: ClientBase, query: string): AsyncGenerator<T> {
  await client.query(`declare verification no scroll cursor for ${query}`);
  for (;;) {
    const { rows } = await client.query(`fetch ${ROWS_AT_ONCE} from verification`);
    yield* rows as T[];
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await client.query("close verification");
}

/** Every sealed entry of a company with its lines, in the order of the numbers. */
export async function* sealedEntries(client: ClientBase, companyId: string): AsyncGenerator<SealedEntry> {
  let open: { seal: Row; lines: LineRow[] } | undefined;
  const closed = ({ seal, lines }: { seal: Row; lines: LineRow[] }): SealedEntry => ({
    seal,
    head: seal.id === null ? undefined : (seal as HeadRow & Row),
    lines,
  });
  for await (const row of stream<Row>(client, SEALED(client.escapeLiteral(companyId)))) {
    if (open?.seal.number !== row.number) {
      if (open) yield closed(open);
      open = { seal: row, lines: [] };
    }
    if (row.position !== null) open.lines.push(row as LineRow & Row);
  }
  if (open) yield closed(open);
}
