import { type Kysely, sql } from "kysely";

/**
 * How lines of the bank and lines of the books come together. A confirmation matches one or more lines; each match is an edge of an amount between a line of the
 * bank and a line of the ledger, and is only added: taking a confirmation back adds edges of the opposite amount.
 */
export const up = async (db: Kysely<unknown>) => {
  await tables(db);
  await guards(db);
  await searches(db);
};

const tables = (db: Kysely<unknown>) =>
  sql`
  create table finance.bank_rule (
    id              uuid primary key,
    company_id      uuid not null references shared.company (id),
    name            text not null constraint bank_rule_named check (name <> ''),
    priority        integer not null default 100 check (priority between 1 and 9999),
    mode            text not null default 'suggest' check (mode in ('suggest', 'automatic')),
    bank_account_id uuid,
    conditions      jsonb not null check (jsonb_typeof(conditions) = 'object'),
    outcome         jsonb not null check (jsonb_typeof(outcome) = 'object'),
    active          boolean not null default true,
    version         integer not null default 1,
    unique (company_id, id),
    constraint bank_rule_name_once unique (company_id, name),
    foreign key (company_id, bank_account_id) references finance.bank_account (company_id, id)
  );
  create index bank_rule_in_order on finance.bank_rule (company_id, priority, id);
  create index bank_rule_of_account on finance.bank_rule (company_id, bank_account_id) where bank_account_id is not null;

  create table finance.bank_confirmation (
    id              uuid not null,
    company_id      uuid not null references shared.company (id),
    bank_account_id uuid not null,
    state           text not null default 'confirmed' check (state in ('confirmed', 'undone')),
    origin          text not null check (origin in ('suggestion', 'manual', 'rule')),
    rule_id         uuid,
    score           smallint check (score between 0 and 100),
    reasons         jsonb not null default '[]' check (jsonb_typeof(reasons) = 'array'),
    parts           jsonb not null check (jsonb_typeof(parts) = 'array'),
    confirmed_by    uuid not null,
    confirmed_at    timestamptz not null,
    undone_by       uuid,
    undone_at       timestamptz,
    undo_reason     text,
    version         integer not null default 1,
    primary key (company_id, id),
    constraint undone_by_somebody check ((state = 'undone') = (undone_by is not null and undone_at is not null)),
    foreign key (company_id, bank_account_id) references finance.bank_account (company_id, id),
    foreign key (company_id, rule_id) references finance.bank_rule (company_id, id) on delete set null (rule_id)
  );
  create index bank_confirmation_newest on finance.bank_confirmation (company_id, bank_account_id, id desc);
  create index bank_confirmation_of_rule on finance.bank_confirmation (company_id, rule_id) where rule_id is not null;

  create table finance.bank_match (
    id              uuid not null,
    company_id      uuid not null,
    confirmation_id uuid not null,
    line_id         uuid not null,
    entry_id        uuid not null,
    entry_position  smallint not null,
    amount_minor    bigint not null constraint bank_match_amount_not_zero check (amount_minor <> 0),
    undoes_id       uuid,
    matched_at      timestamptz not null default now(),
    primary key (company_id, id),
    constraint bank_match_undone_once unique (company_id, undoes_id),
    foreign key (company_id, confirmation_id) references finance.bank_confirmation (company_id, id),
    foreign key (company_id, line_id) references finance.bank_line (company_id, id),
    foreign key (company_id, entry_id, entry_position) references finance.journal_line (company_id, entry_id, position),
    foreign key (company_id, undoes_id) references finance.bank_match (company_id, id)
  );
  create index bank_match_of_line on finance.bank_match (company_id, line_id, id);
  create index bank_match_of_entry on finance.bank_match (company_id, entry_id, entry_position);
  create index bank_match_of_confirmation on finance.bank_match (company_id, confirmation_id);

  /* Numbers of parties' accounts, learned from what was confirmed: sealed, and found by their keyed hash. */
  create table finance.party_bank_account (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    party_id   uuid not null,
    hash       text not null,
    sealed     text not null,
    hint       text not null,
    times      integer not null default 1 check (times > 0),
    learned_at timestamptz not null default now(),
    constraint party_bank_account_once unique (company_id, hash, party_id),
    foreign key (company_id, party_id) references finance.party (company_id, id)
  );
  create index party_bank_account_of_party on finance.party_bank_account (company_id, party_id);

  call shared.fence('finance.bank_rule', 'row');
  call shared.fence('finance.bank_confirmation', 'document');
  call shared.fence('finance.bank_match', 'append');
  call shared.fence('finance.party_bank_account', 'plain');
  create trigger append_only before update or delete or truncate on finance.bank_match for each statement execute function shared.refuse_change();
  grant select on finance.bank_match to enterprise_reader;
`.execute(db);

const guards = (db: Kysely<unknown>) =>
  sql`
  /*
   * Edges join a line with a line of the ledger account of its bank account, in its currency; no more of either than there is; nothing of what is reconciled.
   * The bank accounts are locked in key order, so that two confirmations of the same lines queue, and the sums seen here are all there are.
   */
  create function finance.apply_bank_matches() returns trigger language plpgsql as $$
  declare bad record;
  begin
    perform from finance.bank_account a
      where (a.company_id, a.id) in (select l.company_id, l.bank_account_id from added m join finance.bank_line l on l.company_id = m.company_id and l.id = m.line_id)
      order by a.id for no key update;
    select a.code, a.reconciled_on, l.booked_on into bad from added m
      join finance.bank_line l on l.company_id = m.company_id and l.id = m.line_id join finance.bank_account a on a.company_id = l.company_id and a.id = l.bank_account_id
     where l.booked_on <= a.reconciled_on limit 1;
    if found then
      raise exception '% is reconciled to %; a line of % is locked. Reopen the statement first.', bad.code, bad.reconciled_on, bad.booked_on
        using constraint = 'reconciled_bank_account_is_locked', errcode = 'restrict_violation';
    end if;
    select m.id into bad from added m
      join finance.bank_line l on l.company_id = m.company_id and l.id = m.line_id join finance.bank_account a on a.company_id = l.company_id and a.id = l.bank_account_id
      join finance.journal_line j on j.company_id = m.company_id and j.entry_id = m.entry_id and j.position = m.entry_position
      left join finance.bank_match u on u.company_id = m.company_id and u.id = m.undoes_id
     where j.account_id <> a.account_id or j.currency <> a.currency or (m.undoes_id is null) <> (sign(m.amount_minor) = sign(j.amount))
        or (m.undoes_id is not null and (u.line_id, u.entry_id, u.entry_position, u.amount_minor) is distinct from (m.line_id, m.entry_id, m.entry_position, -m.amount_minor))
     limit 1;
    if found then
      raise exception 'A match joins a bank line with a line of its account in the ledger.' using constraint = 'bank_match_of_one_account', errcode = 'check_violation';
    end if;
    select j.entry_id into bad from finance.journal_line j
     where (j.company_id, j.entry_id, j.position) in (select m.company_id, m.entry_id, m.entry_position from added m)
       and (select sum(x.amount_minor) from finance.bank_match x where x.company_id = j.company_id and x.entry_id = j.entry_id and x.entry_position = j.position)
           not between least(0, j.amount) and greatest(0, j.amount) limit 1;
    if found then
      raise exception 'More of a posting would be matched than there is.' using constraint = 'ledger_line_not_over_matched', errcode = 'check_violation';
    end if;
    update finance.bank_line_status w set left_minor = w.left_minor - s.amount, version = w.version + 1
      from (select m.company_id, m.line_id, sum(m.amount_minor)::bigint as amount from added m group by 1, 2) s
     where w.company_id = s.company_id and w.line_id = s.line_id;
    if exists (select from added m where not exists (select from finance.bank_line_status w where w.company_id = m.company_id and w.line_id = m.line_id)) then
      raise exception 'Only booked lines of statements that stand are matched.' using constraint = 'bank_match_of_a_booked_line', errcode = 'check_violation';
    end if;
    return null;
  end $$;
  create trigger matches_applied after insert on finance.bank_match referencing new table as added for each statement execute function finance.apply_bank_matches();

  /* A statement is reconciled when every line up to its day is matched; then the account is locked to that day. Only the last one is reopened. */
  create function finance.reconcile_bank_statement() returns trigger language plpgsql as $$
  declare account record; total bigint;
  begin
    select a.* into account from finance.bank_account a where a.company_id = new.company_id and a.id = new.bank_account_id for no key update;
    if new.state = 'reconciled' then
      if exists (select from finance.bank_line_status w
                  where w.company_id = new.company_id and w.bank_account_id = new.bank_account_id and w.booked_on <= new.to_on and w.left_minor <> 0) then
        raise exception 'Not every line up to % is matched.', new.to_on using constraint = 'reconciled_without_lines_left', errcode = 'restrict_violation';
      end if;
      select account.opening_minor + coalesce(sum(w.amount_minor), 0) into total from finance.bank_line_status w
       where w.company_id = new.company_id and w.bank_account_id = new.bank_account_id and w.booked_on <= new.to_on;
      if total <> new.closing_minor then
        raise exception 'The lines up to % do not come to the closing balance.', new.to_on using constraint = 'reconciled_to_its_closing_balance', errcode = 'restrict_violation';
      end if;
      update finance.bank_account a set reconciled_on = greatest(a.reconciled_on, new.to_on), version = a.version + 1 where a.company_id = new.company_id and a.id = new.bank_account_id;
    elsif old.state = 'reconciled' then
      if new.state <> 'imported' or new.to_on < account.reconciled_on then
        raise exception 'Only the last reconciled statement is reopened.' using constraint = 'last_reconciled_is_reopened', errcode = 'restrict_violation';
      end if;
      update finance.bank_account a
         set reconciled_on = (select max(s.to_on) from finance.bank_statement s
                               where s.company_id = new.company_id and s.bank_account_id = new.bank_account_id and s.state = 'reconciled'), version = a.version + 1
       where a.company_id = new.company_id and a.id = new.bank_account_id;
    end if;
    return null;
  end $$;
  create trigger reconciled_and_reopened after update on finance.bank_statement for each row
    when (new.state is distinct from old.state and 'reconciled' in (new.state, old.state)) execute function finance.reconcile_bank_statement();
`.execute(db);

const searches = (db: Kysely<unknown>) =>
  sql`
  /* Parties whose name is like one of these; a likeness is not leakproof, so it is looked up as the definer, who names the company. */
  create function finance.parties_like(p_names text[]) returns table (wanted text, party_id uuid, party_name text, likeness real)
  language sql stable security definer set search_path = pg_catalog, shared, pg_temp set plan_cache_mode = force_custom_plan as $$
    select n.name, p.id, p.name, p.likeness
      from unnest(p_names) as n (name)
     cross join lateral (select p.id, p.name, similarity(p.name, n.name) as likeness from finance.party p
                          where p.company_id = shared.current_company() and p.active and p.name % n.name order by similarity(p.name, n.name) desc, p.id limit 3) p
  $$;
  grant select on finance.party to enterprise_definer;
  grant create on schema finance to enterprise_definer;
  alter function finance.parties_like(text[]) owner to enterprise_definer;
  revoke create on schema finance from enterprise_definer;
  grant execute on function finance.parties_like(text[]) to enterprise_app;
`.execute(db);
