import pg, { type ClientConfig } from "pg";
import type { LoadedBooks } from "./ledger-load.ts";

/** How many items stay open and how many were settled, over how many parties and days; by the codes of the control account and of income. */
export type OpenItemsLoad = Readonly<{
  open: number;
  settled: number;
  parties: number;
  days: number;
  firstDay: string;
  control: string;
  income: string;
}>;

const BATCH = 5_000;

const PARTIES = `
  insert into finance.party (id, company_id, code, name, is_customer, currency)
  select gen_random_uuid(), c.id, 'M' || lpad(n::text, 6, '0'), 'Measured customer ' || n, true, c.base_currency
    from shared.company c, generate_series(1, $1::int) as n where c.id = shared.current_company()`;

/** They have a source, as documents have: of an entry by hand Postgres would open the items itself, one by one. */
const HEAD = `
  with facts as materialized (
    select shared.current_company() as company, (select id from finance.journal where company_id = shared.current_company() and code = 'GEN') as journal,
           (select id from finance.account where company_id = shared.current_company() and code = $3) as control,
           (select id from finance.account where company_id = shared.current_company() and code = $4) as income,
           (select base_currency from shared.company where id = shared.current_company()) as currency, (select id from shared.cluster where current) as cluster,
           (select array_agg(id order by code) from finance.party where company_id = shared.current_company() and code like 'M%') as parties),
  made as materialized (
    select gen_random_uuid() as id, n, $5::date + (n * 7 % $6::int) as day, 1000 + n % 9973 as amount, f.parties[1 + n % cardinality(f.parties)] as party, f.*
      from generate_series($1::int, $2::int) as n, facts f),
  header as (
    insert into finance.journal_entry (id, company_id, journal_id, effective_on, description, source_type, source_id, posted_by, cluster_id)
    select m.id, m.company, m.journal, m.day, 'Measured document ' || m.n, 'measured', m.id, shared.current_actor(), m.cluster from made m)`;

const LINE =
  "insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, party_id, currency, amount, company_amount)";
const OPEN = `${HEAD}
  ${LINE}
  select m.company, m.id, l.position, m.day, case l.position when 1 then m.control else m.income end, case l.position when 1 then m.party end, m.currency, m.amount * l.sign, m.amount * l.sign
    from made m cross join (values (1, 1), (2, -1)) as l (position, sign)`;
/** A debit and a credit of one party, which an allocation then settles. */
const SETTLED = `${HEAD}
  ${LINE}
  select m.company, m.id, l.position, m.day, m.control, m.party, m.currency, m.amount * l.sign, m.amount * l.sign from made m cross join (values (1, 1), (2, -1)) as l (position, sign)`;

/** What this transaction posted, found by key one at a time whatever the statistics say. */
const POSTED = `(select e.company_id, e.id from finance.journal_entry e where e.company_id = shared.current_company()
                   and e.cluster_id = (select id from shared.cluster where current) and e.xid = pg_current_xact_id() offset 0)`;
const ITEMS = `
  insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor, open_company_minor,
                                 effective_on, due_on)
  select l.company_id, l.entry_id, l.position, 'receivable', 'entry', l.entry_id, l.account_id, l.party_id, l.currency, l.amount, l.company_amount, l.amount, l.company_amount,
         l.effective_on, l.effective_on + 30
    from ${POSTED} e
   cross join lateral (select l.* from finance.journal_line l where l.company_id = e.company_id and l.entry_id = e.id and l.party_id is not null offset 0) l`;
const EDGES = `
  insert into finance.allocation (id, company_id, debit_entry_id, debit_position, credit_entry_id, credit_position, amount_minor, debit_company_minor, credit_company_minor, allocated_on)
  select gen_random_uuid(), o.company_id, o.entry_id, 1, o.entry_id, 2, o.amount_minor, o.amount_minor, o.amount_minor, o.effective_on
    from ${POSTED} e
   cross join lateral (select o.* from finance.open_item o where o.company_id = e.company_id and o.entry_id = e.id and o.position = 1 offset 0) o`;

/** Opens items, and opens and settles others, through the same triggers as any document, a batch to a transaction. */
export const loadOpenItems = async (owner: ClientConfig, { companyId, actorId }: LoadedBooks, load: OpenItemsLoad): Promise<void> => {
  const client = new pg.Client(owner);
  await client.connect();
  const inCompany = async (statements: readonly (readonly [string, ...unknown[]])[]) => {
    await client.query("begin");
    await client.query("select set_config('enterprise.company_id', $1, true), set_config('enterprise.actor_id', $2, true)", [
      companyId,
      actorId,
    ]);
    for (const [sql, ...parameters] of statements) await client.query(sql, parameters);
    await client.query("commit");
  };
  const batches = async (count: number, entries: string, after: readonly string[]) => {
    for (let first = 1; first <= count; first += BATCH) {
      const span = [first, Math.min(count, first + BATCH - 1), load.control, load.income, load.firstDay, load.days];
      await inCompany([[entries, ...span], ...after.map((sql) => [sql] as const)]);
    }
  };
  try {
    await inCompany([[PARTIES, load.parties]]);
    await batches(load.settled, SETTLED, [ITEMS, EDGES]);
    await batches(load.open, OPEN, [ITEMS]);
  } finally {
    await client.end();
  }
};
