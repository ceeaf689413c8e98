import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import type { EntryExplanation } from "./explanation.ts";

export type PostingFacts = Readonly<{
  journal: EntryExplanation["journal"];
  postedAt: string;
  postedByName: string | null;
  number: bigint | null;
  sealedAt: string | null;
  hash: string | null;
  paymentMethod: string | null;
}>;

/** People are known by name to those who share a company with them; programs by the name of their key. */
const nameOf = (id: string) => sql`
  coalesce((select u.name from shared.user u join shared.membership m on m.user_id = u.id where m.company_id = ${sql.ref("company.id")} and u.id = ${sql.ref(id)}),
           (select k.name from shared.api_key k where k.company_id = ${sql.ref("company.id")} and k.id = ${sql.ref(id)}))`;

export const postingFacts = async (db: Db, companyId: string, entryId: string): Promise<PostingFacts | undefined> => {
  const { rows } = await sql<PostingFacts>`
    select jsonb_build_object('id', j.id, 'code', j.code, 'name', j.name, 'kind', j.kind) as journal, e.posted_at, s.number, s.sealed_at, encode(s.hash, 'hex') as hash,
           (select m.code from finance.payment p join finance.payment_method m on m.company_id = p.company_id and m.id = p.method_id
             where p.company_id = e.company_id and e.source_type = 'payment' and p.id = e.source_id) as payment_method,
           ${nameOf("e.posted_by")} as posted_by_name
      from finance.journal_entry e
      join shared.company company on company.id = e.company_id
      join finance.journal j on j.company_id = e.company_id and j.id = e.journal_id
      left join finance.seal s on s.company_id = e.company_id and s.entry_id = e.id
     where e.company_id = ${companyId} and e.id = ${entryId}`.execute(db);
  return rows[0];
};

const MOST_COMMANDS = 50;

/** What was done to these, the first things first. */
export const commandsAround = async (
  db: Db,
  companyId: string,
  subjects: readonly Readonly<{ type: string; id: string }>[],
): Promise<EntryExplanation["commands"]> => {
  const { rows } = await sql<EntryExplanation["commands"][number]>`
    select a.at, a.action, a.subject_type, a.subject_id, a.actor_kind, a.actor_id, ${nameOf("a.actor_id")} as actor_name, a.request_id
      from unnest(${subjects.map(({ type }) => type)}::text[], ${subjects.map(({ id }) => id)}::text[]) as subject (type, id)
      join shared.company company on company.id = ${companyId}
      join shared.audit a on a.company_id = ${companyId} and a.subject_type = subject.type and a.subject_id = subject.id
     order by a.id limit ${MOST_COMMANDS}`.execute(db);
  return rows;
};

export type StoredRate = Readonly<{ currency: string; id: string; rate: string; validOn: string; changedSince: boolean }>;

/** The rates of a day, or of the last one before, and whether they were changed after an instant. */
export const storedRates = async (
  db: Db,
  companyId: string,
  currencies: readonly string[],
  on: string,
  postedAt: string,
): Promise<StoredRate[]> => {
  const { rows } = await sql<StoredRate>`
    select r.currency, r.id, trim_scale(r.rate)::text as rate, r.valid_on,
           exists (select from shared.row_history h
                    where h.company_id = ${companyId} and h.table_name = 'finance.exchange_rate' and h.row_id = r.id and h.changed_at > ${postedAt}::timestamptz) as changed_since
      from unnest(${currencies}::text[]) as wanted (currency)
     cross join lateral (select r.* from finance.exchange_rate r
                          where r.company_id = ${companyId} and r.currency = wanted.currency and r.valid_on <= ${on}::date order by r.valid_on desc limit 1) r`.execute(
    db,
  );
  return rows;
};

export type TaxResultRow = Readonly<{
  accountId: string;
  taxCodeId: string;
  code: string;
  name: string;
  part: string;
  rateId: string | null;
  rate: string | null;
  validFrom: string | null;
  validTo: string | null;
  currency: string;
  base: bigint;
  tax: bigint;
  companyBase: bigint;
  companyTax: bigint;
}>;

/** The results of taxes stored with the entry, with the very version of the rate. */
export const taxResultsOf = async (db: Db, companyId: string, entryId: string): Promise<TaxResultRow[]> => {
  const { rows } = await sql<TaxResultRow>`
    select t.account_id, t.tax_code_id, c.code, c.name, t.part, t.tax_rate_id as rate_id, trim_scale(r.rate)::text as rate, lower(r.valid) as valid_from, upper(r.valid) - 1 as valid_to,
           t.currency, t.base, t.tax, t.company_base, t.company_tax
      from finance.tax_result t
      join finance.tax_code c on c.company_id = t.company_id and c.id = t.tax_code_id
      left join finance.tax_rate r on r.company_id = t.company_id and r.id = t.tax_rate_id
     where t.company_id = ${companyId} and t.entry_id = ${entryId} order by t.position`.execute(db);
  return rows;
};
