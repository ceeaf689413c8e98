import pg, { type ClientConfig } from "pg";
import { v7 as uuidv7 } from "uuid";

/** A company whose books are loaded for a measurement. */
export type LoadedBooks = Readonly<{ companyId: string; actorId: string }>;
export type Load = Readonly<{ lines: number; accounts: number; days: number; firstDay: string }>;

const LINES_OF_AN_ENTRY = 3;
const BATCH = 10_000;

/** Entries of three lines over the accounts and days in turn, through the same triggers as any other posting, a batch to a transaction. */
const INSERT = `
  with made as materialized (
    select gen_random_uuid() as id, n, $3::date + (n % $4::int) as effective_on, 100 + n % 9973 as amount from generate_series($1::int, $2::int) as n),
  chart as materialized (select array_agg(id order by code) as ids from finance.account where company_id = shared.current_company() and code like 'B%'),
  header as (
    insert into finance.journal_entry (id, company_id, journal_id, effective_on, description, posted_by, cluster_id)
    select m.id, shared.current_company(), (select id from finance.journal where company_id = shared.current_company() and code = 'GEN'), m.effective_on, 'Measured entry ' || m.n,
           shared.current_actor(), (select id from shared.cluster where current)
      from made m)
  insert into finance.journal_line (company_id, entry_id, position, effective_on, account_id, currency, amount, company_amount)
  select shared.current_company(), m.id, l.position, m.effective_on, c.ids[1 + (m.n * 7 + l.step) % $5::int], (select base_currency from shared.company where id = shared.current_company()),
         m.amount * l.factor, m.amount * l.factor
    from made m cross join chart c cross join (values (1, 0, 2), (2, 31, -1), (3, 57, -1)) as l (position, step, factor)`;

const ACCOUNTS = `
  insert into finance.account (id, company_id, code, name, type, normal_balance)
  select gen_random_uuid(), shared.current_company(), 'B' || lpad(n::text, 4, '0'), 'Measured account ' || n,
         (array['asset', 'liability', 'equity', 'income', 'expense'])[1 + n % 5], (array['debit', 'credit', 'credit', 'credit', 'debit'])[1 + n % 5]
    from generate_series(1, $1::int) as n`;

const YEARS = `
  with year as (
    insert into finance.fiscal_year (id, company_id, name, starts_on, ends_on)
    select gen_random_uuid(), shared.current_company(), to_char(y, 'YYYY'), y, (y + interval '1 year - 1 day')::date
      from generate_series(date_trunc('year', $1::date), $2::date, interval '1 year') as y
    returning id, starts_on)
  insert into finance.period (id, company_id, fiscal_year_id, name, starts_on, ends_on)
  select gen_random_uuid(), shared.current_company(), year.id, to_char(m, 'YYYY-MM'), m::date, (m + interval '1 month - 1 day')::date
    from year cross join generate_series(year.starts_on::timestamp, year.starts_on::timestamp + interval '11 months', interval '1 month') as m`;

/** One transaction as the company, by whoever owns the tables. */
const inCompany = async (client: pg.Client, { companyId, actorId }: LoadedBooks, sql: string, parameters: readonly unknown[]) => {
  await client.query("begin");
  await client.query("select set_config('enterprise.company_id', $1, true), set_config('enterprise.actor_id', $2, true)", [
    companyId,
    actorId,
  ]);
  await client.query(sql, [...parameters]);
  await client.query("commit");
};

/** A company with a chart, periods and a journal, and nothing posted. */
export const makeBooks = async (owner: ClientConfig, { accounts, days, firstDay }: Load): Promise<LoadedBooks> => {
  const books = { companyId: uuidv7(), actorId: uuidv7() };
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query(
      "insert into shared.company (id, name, country, base_currency, time_zone) values ($1, 'Measured company', 'GB', 'GBP', 'UTC')",
      [books.companyId],
    );
    await inCompany(client, books, ACCOUNTS, [accounts]);
    await inCompany(
      client,
      books,
      "insert into finance.journal (id, company_id, code, name, kind) values (gen_random_uuid(), shared.current_company(), 'GEN', 'General', 'general')",
      [],
    );
    const lastDay = new Date(Date.parse(firstDay) + days * 86_400_000).toISOString().slice(0, 10);
    await inCompany(client, books, YEARS, [firstDay, lastDay]);
  } finally {
    await client.end();
  }
  return books;
};

/** Posts so many lines, in entries of three. */
export const postLines = async (owner: ClientConfig, books: LoadedBooks, { lines, accounts, days, firstDay }: Load): Promise<number> => {
  const client = new pg.Client(owner);
  await client.connect();
  const entries = Math.ceil(lines / LINES_OF_AN_ENTRY);
  try {
    for (let first = 1; first <= entries; first += BATCH) {
      await inCompany(client, books, INSERT, [first, Math.min(entries, first + BATCH - 1), firstDay, days, accounts]);
    }
    return entries;
  } finally {
    await client.end();
  }
};
