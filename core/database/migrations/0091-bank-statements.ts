import { type Kysely, sql } from "kysely";

/**
 * What banks say: files kept as evidence (sealed, they hold other people's numbers), statements, and their lines. Lines are facts and are only added; what is left
 * of each to be matched stands beside it in finance.bank_line_status, which also holds the key that keeps a line from coming in twice.
 */
export const up = async (db: Kysely<unknown>) => {
  await sql`
  create table finance.bank_file (
    id          uuid not null,
    company_id  uuid not null references shared.company (id),
    name        text not null,
    format      text not null check (format in ('camt.053', 'camt.054', 'ofx', 'csv')),
    byte_count  integer not null check (byte_count between 1 and 10485760),
    sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    sealed      bytea not null,
    created_by  uuid not null,
    created_at  timestamptz not null default now(),
    primary key (company_id, id),
    constraint bank_file_once unique (company_id, sha256)
  );

  create table finance.bank_statement (
    id              uuid not null,
    company_id      uuid not null references shared.company (id),
    bank_account_id uuid not null,
    file_id         uuid not null,
    format          text not null check (format in ('camt.053', 'camt.054', 'ofx', 'csv')),
    message_type    text not null,
    identity        text not null check (identity <> ''),
    reference       text,
    currency        text not null,
    from_on         date,
    to_on           date not null,
    opening_minor   bigint,
    closing_minor   bigint,
    credit_minor    bigint not null check (credit_minor >= 0),
    debit_minor     bigint not null check (debit_minor >= 0),
    booked_count    integer not null,
    pending_count   integer not null,
    added_count     integer not null,
    warnings        jsonb not null default '[]' check (jsonb_typeof(warnings) = 'array'),
    state           text not null default 'imported' check (state in ('imported', 'reconciled', 'discarded')),
    reconciled_at   timestamptz,
    reconciled_by   uuid,
    version         integer not null default 1,
    created_at      timestamptz not null default now(),
    primary key (company_id, id),
    constraint reconciled_by_somebody check ((state = 'reconciled') = (reconciled_at is not null and reconciled_by is not null)),
    constraint only_statements_with_a_closing_balance_reconcile check (state <> 'reconciled' or closing_minor is not null),
    foreign key (company_id, bank_account_id) references finance.bank_account (company_id, id),
    foreign key (company_id, file_id) references finance.bank_file (company_id, id)
  );
  create unique index bank_statement_once on finance.bank_statement (company_id, bank_account_id, identity) where state <> 'discarded';
  create index bank_statement_newest on finance.bank_statement (company_id, bank_account_id, to_on desc, id desc);
  create index bank_statement_by_day on finance.bank_statement (company_id, to_on desc, id desc);
  create index bank_statement_of_file on finance.bank_statement (company_id, file_id);

  create table finance.bank_line (
    id                   uuid not null,
    company_id           uuid not null references shared.company (id),
    bank_account_id      uuid not null,
    statement_id         uuid not null,
    position             integer not null check (position > 0),
    format               text not null,
    status               text not null check (status in ('booked', 'pending', 'advice')),
    booked_on            date not null,
    valued_on            date,
    currency             text not null,
    amount_minor         bigint not null constraint bank_line_amount_not_zero check (amount_minor <> 0),
    bank_reference       text,
    end_to_end_id        text,
    structured_reference text,
    party_name           text,
    party_hint           text,
    party_hash           text,
    party_sealed         text,
    text                 text,
    code                 text,
    reversal             boolean not null default false,
    return_reason        text,
    instructed_currency  text,
    instructed_minor     bigint,
    instructed_rate      text,
    batch_count          integer not null default 0,
    details              jsonb not null default '[]' check (jsonb_typeof(details) = 'array'),
    fingerprint          text not null,
    created_at           timestamptz not null default now(),
    primary key (company_id, id),
    constraint bank_line_place_once unique (company_id, statement_id, position),
    constraint party_number_sealed check ((party_hash is null) = (party_sealed is null)),
    foreign key (company_id, bank_account_id) references finance.bank_account (company_id, id),
    foreign key (company_id, statement_id) references finance.bank_statement (company_id, id)
  );
  create index bank_line_by_day on finance.bank_line (company_id, bank_account_id, booked_on desc, id desc);
  create index bank_line_search on finance.bank_line using gin (party_name shared.gin_trgm_ops, text shared.gin_trgm_ops, bank_reference shared.gin_trgm_ops, end_to_end_id shared.gin_trgm_ops);
  create index bank_line_of_party on finance.bank_line (company_id, party_hash) where party_hash is not null;

  /* One row for each booked line of a statement that stands. left_minor has the sign of the line and goes to zero as the line is matched. */
  create table finance.bank_line_status (
    company_id      uuid not null,
    line_id         uuid not null,
    bank_account_id uuid not null,
    statement_id    uuid not null,
    booked_on       date not null,
    amount_minor    bigint not null,
    left_minor      bigint not null,
    fingerprint     text not null,
    version         integer not null default 1,
    primary key (company_id, line_id),
    constraint bank_line_once unique (company_id, bank_account_id, fingerprint),
    constraint bank_line_not_over_matched check (left_minor between least(0, amount_minor) and greatest(0, amount_minor)),
    foreign key (company_id, line_id) references finance.bank_line (company_id, id),
    foreign key (company_id, bank_account_id) references finance.bank_account (company_id, id),
    foreign key (company_id, statement_id) references finance.bank_statement (company_id, id)
  );
  create index bank_line_left on finance.bank_line_status (company_id, bank_account_id, booked_on, line_id) where left_minor <> 0;
  create index bank_line_status_by_day on finance.bank_line_status (company_id, bank_account_id, booked_on desc, line_id desc) include (amount_minor, left_minor);
  create index bank_line_status_of_statement on finance.bank_line_status (company_id, statement_id);

  call shared.fence('finance.bank_file', 'append');
  call shared.fence('finance.bank_statement', 'document');
  call shared.fence('finance.bank_line', 'append');
  call shared.fence('finance.bank_line_status', 'plain');
  create trigger append_only before update or delete or truncate on finance.bank_file for each statement execute function shared.refuse_change();
  create trigger append_only before update or delete or truncate on finance.bank_line for each statement execute function shared.refuse_change();
  grant select on finance.bank_statement, finance.bank_line_status to enterprise_reader;
  grant select on finance.bank_line to enterprise_definer;
  `.execute(db);
  await functions(db);
};

const functions = (db: Kysely<unknown>) =>
  sql`
  /* A line is of its statement's account and currency, and behind the day to which the account is reconciled. Whatever brings lines in, each booked one gets its status. */
  create function finance.open_bank_lines() returns trigger language plpgsql as $$
  declare bad record;
  begin
    perform from finance.bank_account a where (a.company_id, a.id) in (select l.company_id, l.bank_account_id from added l) order by a.id for no key update;
    select l.booked_on, a.code, a.reconciled_on, a.currency as wanted, l.currency into bad
      from added l join finance.bank_account a on a.company_id = l.company_id and a.id = l.bank_account_id
      join finance.bank_statement s on s.company_id = l.company_id and s.id = l.statement_id
     where s.bank_account_id <> l.bank_account_id or a.currency <> l.currency or (l.status = 'booked' and l.booked_on <= a.reconciled_on) limit 1;
    if found and bad.wanted = bad.currency and bad.booked_on <= bad.reconciled_on then
      raise exception '% is reconciled to %; a line of % comes too late. Reopen the statement first.', bad.code, bad.reconciled_on, bad.booked_on
        using constraint = 'reconciled_bank_account_is_locked', errcode = 'restrict_violation';
    elsif found then
      raise exception 'A bank line is of its statement''s account and in its currency.' using constraint = 'bank_line_of_its_account', errcode = 'check_violation';
    end if;
    insert into finance.bank_line_status (company_id, line_id, bank_account_id, statement_id, booked_on, amount_minor, left_minor, fingerprint)
    select l.company_id, l.id, l.bank_account_id, l.statement_id, l.booked_on, l.amount_minor, l.amount_minor, l.fingerprint from added l where l.status = 'booked';
    return null;
  end $$;
  create trigger lines_opened after insert on finance.bank_line referencing new table as added for each statement execute function finance.open_bank_lines();

  /* What a statement says stays as the bank said it; only what we made of it changes. */
  create function finance.keep_bank_statement() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - '{state,reconciled_at,reconciled_by,version}'::text[] <> to_jsonb(old) - '{state,reconciled_at,reconciled_by,version}'::text[] or old.state = 'discarded' then
      raise exception 'A bank statement stays as the bank sent it.' using constraint = 'bank_statement_is_evidence', errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger statement_kept before update on finance.bank_statement for each row execute function finance.keep_bank_statement();

  /* The status goes when its statement is discarded as a whole, and never after anything was matched. */
  create function finance.keep_bank_line_status() returns trigger language plpgsql as $$
  begin
    if old.left_minor <> old.amount_minor or not exists (
      select from finance.bank_statement s where s.company_id = old.company_id and s.id = old.statement_id and s.state = 'discarded') then
      raise exception 'A bank line that is matched, or whose statement stands, stays.' using constraint = 'bank_line_stays', errcode = 'restrict_violation';
    end if;
    return old;
  end $$;
  create trigger status_kept before delete on finance.bank_line_status for each row execute function finance.keep_bank_line_status();

  /* Once lines came in, they were for this account, in this currency, upon this balance. */
  create function finance.keep_bank_account() returns trigger language plpgsql as $$
  begin
    if exists (select from finance.bank_line_status l where l.company_id = old.company_id and l.bank_account_id = old.id) then
      raise exception 'Bank account % has statements, so its ledger account, currency and opening balance stay.', old.code
        using constraint = 'used_bank_account_stays', errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger used_account_kept before update on finance.bank_account for each row
    when ((new.account_id, new.currency, new.opening_on, new.opening_minor) is distinct from (old.account_id, old.currency, old.opening_on, old.opening_minor))
    execute function finance.keep_bank_account();

  /* A pattern is not leakproof, so the search runs as the definer and names the company itself. */
  create function finance.search_bank_lines(p_query text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, shared, pg_temp set plan_cache_mode = force_custom_plan as $$
    select l.id from finance.bank_line l
     where l.company_id = shared.current_company()
       and (l.party_name ilike shared.search_pattern(p_query) or l.text ilike shared.search_pattern(p_query) or l.bank_reference ilike shared.search_pattern(p_query)
            or l.end_to_end_id ilike shared.search_pattern(p_query))
  $$;
  grant create on schema finance to enterprise_definer;
  alter function finance.search_bank_lines(text) owner to enterprise_definer;
  revoke create on schema finance from enterprise_definer;
  grant execute on function finance.search_bank_lines(text) to enterprise_app;
`.execute(db);
