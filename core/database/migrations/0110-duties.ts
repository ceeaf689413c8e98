import { type Kysely, sql } from "kysely";

/** Whom money is paid to, from which day on; and what was one permission with something else becomes one of its own. */
export const up = async (db: Kysely<unknown>) => {
  await payeeAccounts(db);
  await payments(db);
  await duties(db);
};

const payeeAccounts = (db: Kysely<unknown>) =>
  sql`
  /* The latest of those that hold on a day counts, of two from the same day the one entered last. The number is sealed; the hint may be shown. */
  create table finance.payee_account (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    party_id   uuid not null,
    valid_on   date not null,
    holder     text constraint payee_account_holder_written check (holder <> ''),
    kind       text not null constraint payee_account_kind check (kind in ('iban', 'account_number')),
    hash       text not null,
    sealed     text not null,
    hint       text not null constraint payee_account_hint_hides check (length(hint) <= 8),
    bank_code  text,
    bic        text constraint payee_account_bic_shape check (bic ~ '^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
    bank_name  text,
    entered_by uuid not null,
    entered_at timestamptz not null default now(),
    unique (company_id, id),
    unique (company_id, party_id, id),
    foreign key (company_id, party_id) references finance.party (company_id, id)
  );
  create index payee_account_of_party on finance.payee_account (company_id, party_id, valid_on desc, id desc);
  call shared.fence('finance.payee_account', 'append');
  create trigger append_only before update or delete or truncate on finance.payee_account for each statement execute function shared.refuse_change();
`.execute(db);

const payments = (db: Kysely<unknown>) =>
  sql`
  alter table finance.payment
    add column payee_account_id uuid,
    add constraint paid_to_its_party foreign key (company_id, party_id, payee_account_id) references finance.payee_account (company_id, party_id, id),
    add constraint only_money_out_has_a_payee_account check (payee_account_id is null or direction = 'out');
  create index payment_of_payee_account on finance.payment (company_id, party_id, payee_account_id) where payee_account_id is not null;

  /* As before; money that goes out knows the account it went to: the one named, or the one that held on its day. */
  create or replace function finance.write_payments(payments jsonb) returns void language plpgsql as $$
  begin
    insert into finance.payment (id, company_id, direction, ledger, party_id, method_id, number, paid_on, currency, amount_minor, unallocated_minor, company_minor, unallocated_company_minor,
                                 reference, entry_id, external_id, payee_account_id)
    select p.id, shared.current_company(), p.direction, p.ledger, p."partyId", p."methodId", shared.take_number(shared.current_company(), 'payment', p."paidOn"), p."paidOn", p.currency,
           p."amountMinor", p."amountMinor", p."companyMinor", p."companyMinor", p.reference, p."entryId", p."externalId",
           case when p.direction = 'out' then coalesce(p."payeeAccountId",
             (select a.id from finance.payee_account a where a.company_id = shared.current_company() and a.party_id = p."partyId" and a.valid_on <= p."paidOn"
               order by a.valid_on desc, a.id desc limit 1)) end
      from rows from (jsonb_to_recordset(payments) as (id uuid, direction text, ledger text, "partyId" uuid, "methodId" uuid, "paidOn" date, currency text, "amountMinor" bigint,
                                                       "companyMinor" bigint, reference text, "entryId" uuid, "externalId" text, "payeeAccountId" uuid)) with ordinality
           as p (id, direction, ledger, "partyId", "methodId", "paidOn", currency, "amountMinor", "companyMinor", reference, "entryId", "externalId", "payeeAccountId", place)
     order by p.place;
  end $$;
`.execute(db);

/** Who had the one keeps both; a company that wants two people for paying wants them for paying back. */
const duties = (db: Kysely<unknown>) =>
  sql`
  create temporary table split_duty (held text, added text) on commit drop;
  insert into split_duty values ('finance.payment.pay', 'finance.payment.refund'), ('finance.payment.write', 'finance.allocation.undo');
  update shared.role r set version = r.version + 1, grants = r.grants || array(select d.added from split_duty d where d.held = any (r.grants) and d.added <> all (r.grants) order by 1)
   where exists (select from split_duty d where d.held = any (r.grants) and d.added <> all (r.grants));
  update shared.role r set version = r.version + 1, grants = r.grants || array['finance.allocation.undo']
   where 'finance.payment.*' = any (r.grants) and 'finance.allocation.undo' <> all (r.grants);
  update shared.api_key k set scopes = k.scopes || array(select d.added from split_duty d where d.held = any (k.scopes) and d.added <> all (k.scopes) order by 1)
   where exists (select from split_duty d where d.held = any (k.scopes) and d.added <> all (k.scopes));
  update shared.api_key k set scopes = k.scopes || array['finance.allocation.undo']
   where 'finance.payment.*' = any (k.scopes) and 'finance.allocation.undo' <> all (k.scopes);
  drop table split_duty;

  insert into shared.approval_rule (id, company_id, action, above_minor)
  select gen_random_uuid(), r.company_id, 'finance.payment.refund', r.above_minor from shared.approval_rule r where r.action = 'finance.payment.pay'
  on conflict do nothing;
`.execute(db);
