import { type Kysely, sql } from "kysely";

/** Accounts for discounts at payment, write-offs and bank fees, in every company that there is; how much may be written off; how ages are told. */
export const up = (db: Kysely<unknown>) =>
  sql`
  alter table finance.account_rule drop constraint account_rule_purpose_check;
  alter table finance.account_rule add constraint account_rule_purpose_check check (purpose in (
    'receivable', 'payable', 'revenue', 'freight', 'discount', 'purchase', 'payment', 'exchange', 'rounding', 'retained_earnings', 'opening', 'suspense',
    'unrealised_gain', 'unrealised_loss', 'discount_allowed', 'discount_received', 'write_off', 'bank_fees'));

  /* Charts that lack an account of discounts received get one; a code that is taken already serves as it is. */
  insert into finance.account (id, company_id, code, name, type, subtype, normal_balance, is_contra)
  select gen_random_uuid(), c.id, n.code, n.name, 'expense', 'cogs', 'credit', true
    from shared.company c join (values ('uk', '5009', 'Discounts taken'), ('us-gaap', '5040', 'Purchase discounts'), ('ifrs', '5110', 'Discounts received')) as n (chart, code, name) on n.chart = c.chart
   where exists (select from finance.account_rule r where r.company_id = c.id)
  on conflict do nothing;

  /* The account of the chart; where it is gone or out of use, the nearest there is for certain. */
  insert into finance.account_rule (id, company_id, purpose, account_id)
  select gen_random_uuid(), d.company_id, p.purpose,
         coalesce((select a.id from finance.account a join shared.company c on c.id = a.company_id
                     join (values ('uk', 'discount_allowed', '4009'), ('uk', 'discount_received', '5009'), ('uk', 'write_off', '8100'), ('uk', 'bank_fees', '7901'),
                                  ('us-gaap', 'discount_allowed', '4110'), ('us-gaap', 'discount_received', '5040'), ('us-gaap', 'write_off', '6500'), ('us-gaap', 'bank_fees', '6310'),
                                  ('de-skr03', 'discount_allowed', '8730'), ('de-skr03', 'discount_received', '3730'), ('de-skr03', 'write_off', '2400'), ('de-skr03', 'bank_fees', '4970'),
                                  ('fr-pcg', 'discount_allowed', '665'), ('fr-pcg', 'discount_received', '765'), ('fr-pcg', 'write_off', '654'), ('fr-pcg', 'bank_fees', '627'),
                                  ('ifrs', 'discount_allowed', '4300'), ('ifrs', 'discount_received', '5110'), ('ifrs', 'write_off', '6500'), ('ifrs', 'bank_fees', '6340')) as n (chart, purpose, code)
                       on n.chart = c.chart and n.code = a.code
                    where a.company_id = d.company_id and a.active and n.purpose = p.purpose),
                  (select r.account_id from finance.account_rule r where r.company_id = d.company_id and r.purpose = p.instead and r.key_kind = 'default'))
    from finance.account_rule d
   cross join (values ('discount_allowed', 'discount'), ('discount_received', 'purchase'), ('write_off', 'rounding'), ('bank_fees', 'rounding')) as p (purpose, instead)
   where d.purpose = 'receivable' and d.key_kind = 'default'
  on conflict do nothing;

  /* write_off_limit_minor is in company currency and counts for one document; ages are told in days past due. */
  create table finance.settlement_rule (
    id                    uuid     primary key,
    company_id            uuid     not null references shared.company (id),
    write_off_limit_minor bigint   not null check (write_off_limit_minor >= 0),
    aged_days             smallint[] not null check (cardinality(aged_days) between 1 and 8),
    version               integer  not null default 1,
    unique (company_id, id),
    constraint settlement_rule_once unique (company_id)
  );
  call shared.fence('finance.settlement_rule', 'document');
  grant select on finance.settlement_rule to enterprise_sealer, enterprise_reader;
`.execute(db);
