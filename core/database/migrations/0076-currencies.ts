import { type Kysely, sql } from "kysely";

/** Where a rate comes from, accounts for gains and losses that are not made yet, and what was revalued. */
export const up = async (db: Kysely<unknown>) => {
  await purposes(db);
  await revaluations(db);
};

const purposes = (db: Kysely<unknown>) =>
  sql`
  alter table finance.exchange_rate add column source text not null default 'manual' constraint rate_source check (source in ('manual', 'ecb'));

  alter table finance.account_rule drop constraint account_rule_purpose_check;
  alter table finance.account_rule add constraint account_rule_purpose_check check (purpose in ('receivable', 'payable', 'revenue', 'freight', 'discount', 'purchase', 'payment', 'exchange',
    'unrealised_gain', 'unrealised_loss', 'rounding', 'retained_earnings', 'opening', 'suspense'));
  /* The accounts of the chart for them, or where there are none the one for exchange differences. */
  insert into finance.account_rule (id, company_id, purpose, account_id)
  select gen_random_uuid(), c.id, p.purpose,
         coalesce((select a.id from finance.account a where a.company_id = c.id and a.active and (c.chart, a.code) in (select * from (values
                    ('us-gaap', p.us), ('uk', p.uk), ('de-skr03', p.de), ('fr-pcg', p.fr), ('ifrs', p.ifrs)) as k (chart, code)) limit 1), r.account_id)
    from shared.company c
    join finance.account_rule r on r.company_id = c.id and r.purpose = 'exchange' and r.key_kind = 'default'
   cross join (values ('unrealised_gain', '4930', '4906', '2660', '477', '4910'), ('unrealised_loss', '7020', '7906', '2150', '476', '7110')) as p (purpose, us, uk, de, fr, ifrs)
      on conflict do nothing;
`.execute(db);

const revaluations = (db: Kysely<unknown>) =>
  sql`
  /*
   * A revaluation: the entry that brings open foreign amounts to the rate of a day, and its reversal on the day after. A day can have several, each with what the
   * ones before it had not seen. lines tells how each difference came about.
   */
  create table finance.revaluation (
    id                uuid not null,
    company_id        uuid not null,
    revalued_on       date not null,
    entry_id          uuid not null,
    reversal_entry_id uuid not null,
    lines             jsonb not null,
    created_by        uuid not null,
    created_at        timestamptz not null default now(),
    primary key (company_id, id),
    constraint revaluation_is_reversed unique (company_id, reversal_entry_id),
    foreign key (company_id, entry_id) references finance.journal_entry (company_id, id),
    foreign key (company_id, reversal_entry_id) references finance.journal_entry (company_id, id)
  );
  create index revaluation_by_day on finance.revaluation (company_id, revalued_on desc, id desc);
  create index revaluation_of_entry on finance.revaluation (company_id, entry_id);
  call shared.fence('finance.revaluation', 'append');
  grant select on finance.revaluation to enterprise_sealer, enterprise_reader;
  create trigger append_only before update or delete or truncate on finance.revaluation for each statement execute function shared.refuse_change();

  create function finance.revaluation_lock(company uuid) returns bigint language sql immutable
    return hashtextextended('revaluation' || company::text, 5);
  grant execute on function finance.revaluation_lock(uuid) to enterprise_app;
`.execute(db);
