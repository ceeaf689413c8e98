import { type Kysely, sql } from "kysely";

/**
 * Control accounts: every line on one has a party and is an open item, whoever posts it. So what is owed by age is the account, always.
 * `watched` gathers what a posting must look at, so that lines on any other account cost the one look into a small index that they cost before.
 */
export const up = async (db: Kysely<unknown>) => {
  await accounts(db);
  await items(db);
  await lines(db);
  await takeOver(db);
  await locks(db);
};

const accounts = (db: Kysely<unknown>) =>
  sql`
  alter table finance.account
    add column control text constraint account_control_known check (control in ('receivable', 'payable')),
    add constraint control_is_posted_to check (control is null or (not is_group and type in ('asset', 'liability')));
  alter table finance.account disable trigger keep_history;
  update finance.account a set control = c.control
    from (select distinct on (k.company_id, k.account_id) k.company_id, k.account_id, k.control
            from (select company_id, account_id, purpose as control from finance.account_rule where purpose in ('receivable', 'payable')
                  union all select company_id, account_id, ledger from finance.open_item) k order by k.company_id, k.account_id, k.control desc) c
   where a.company_id = c.company_id and a.id = c.account_id and not a.is_group and a.type in ('asset', 'liability');
  alter table finance.account enable trigger keep_history;
  /* Bit 1: something limits the account. Bit 2: it is a control account. The first is what restricted says, which a generated column cannot refer to. */
  alter table finance.account add column watched integer not null generated always as (
    case when is_group or not active or not manual_posting or opens_on is not null or closes_on is not null or currencies is not null or required_dimensions <> '{}' or posters_limited
         then 1 else 0 end + case when control is not null then 2 else 0 end) stored;
  create index watched_account on finance.account (company_id, id) where watched <> 0;
  drop index finance.restricted_account;
  create index control_account on finance.account (company_id, control, id) where control is not null;

  /*
   * What has lines that are no items cannot become a control account, and what has items stays one. The lock waits for postings under way, whose foreign keys
   * hold the account; later ones wait for this.
   */
  create function finance.guard_control() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare used text;
  begin
    perform from finance.account a where a.company_id = old.company_id and a.id = old.id for update;
    perform from finance.journal_line l where l.company_id = old.company_id and l.account_id = old.id limit 1;
    if found then
      raise exception 'Account % has postings: only an account without any becomes a control account, or stops being one.', old.code
        using constraint = 'control_without_postings', errcode = 'restrict_violation';
    end if;
    select string_agg(u.use, ', ') into used from (
      select u.use from finance.account_uses(old.company_id, old.id) u
       where case when new.control is null then u.use = 'the rule for ' || old.control else u.use <> 'the rule for ' || new.control end order by u.use limit 5) u;
    if used is not null then
      raise exception 'This account is still used by %.', used using constraint = 'account_in_use', errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger control_guarded before update on finance.account for each row when (new.control is distinct from old.control) execute function finance.guard_control();

  /* As before. What is owed is posted to a control account, which the account becomes by it; everything else is posted to other accounts, for it names no party. */
  create or replace function finance.require_account_to_post_to() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare heading text; controls text; purpose text := case when tg_table_name = 'account_rule' then to_jsonb(new) ->> 'purpose' end;
  begin
    /* After the foreign keys, which hold the accounts: whoever makes one a heading waits and then finds this row. */
    select a.code into heading from finance.account a where a.company_id = new.company_id and a.id = any (finance.accounts_in(to_jsonb(new))) and a.is_group limit 1;
    if found then
      raise exception 'Account % is a heading; name an account below it.', heading using constraint = 'account_to_post_to', errcode = 'check_violation';
    end if;
    if purpose in ('receivable', 'payable') then
      update finance.account a set control = purpose, version = a.version + 1 where a.company_id = new.company_id and a.id = any (finance.accounts_in(to_jsonb(new))) and a.control is null;
    end if;
    select a.code, a.control into heading, controls from finance.account a
     where a.company_id = new.company_id and a.id = any (finance.accounts_in(to_jsonb(new))) and a.control is not null
       and (purpose is null or purpose not in ('receivable', 'payable') or a.control <> purpose) limit 1;
    if found then
      raise exception 'Account % is the control account of %s: nothing else is posted to it.', heading, controls using constraint = 'account_is_no_control', errcode = 'check_violation';
    end if;
    return null;
  end $$;
  create trigger names_an_account_to_post_to after insert or update on finance.bank_account for each row execute function finance.require_account_to_post_to();
`.execute(db);

const items = (db: Kysely<unknown>) =>
  sql`
  grant insert on finance.allocation to enterprise_definer;
  grant select on finance.account, finance.tax_result to enterprise_definer;

  /*
   * Opens the item of a line by hand (or of a bank's line that settles nothing). The reversal of such a line settles it at once, whole: what has been settled
   * otherwise must be open again before.
   */
  create function finance.open_line(p_company uuid, p_entry uuid, p_position smallint) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare line record; item record; source text; reversed uuid; debit boolean;
  begin
    select e.source_type, e.reverses_entry_id into source, reversed from finance.journal_entry e where e.company_id = p_company and e.id = p_entry;
    if reversed is null and source is not null and source <> 'bank_line' then return; end if;
    select l.account_id, l.party_id, l.currency, l.amount, l.company_amount, l.effective_on into line
      from finance.journal_line l where l.company_id = p_company and l.entry_id = p_entry and l.position = p_position;
    if reversed is null then
      insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor,
                                     open_company_minor, effective_on, due_on)
      select p_company, p_entry, p_position, a.control, 'entry', p_entry, line.account_id, line.party_id, line.currency, line.amount, line.company_amount, line.amount,
             line.company_amount, line.effective_on, line.effective_on
        from finance.account a where a.company_id = p_company and a.id = line.account_id and a.control is not null;
      return;
    end if;
    select o.* into item from finance.open_item o
     where o.company_id = p_company and o.entry_id = reversed and o.position = p_position and o.document_kind = 'entry' for no key update;
    if not found then
      /* What a document opened is taken back by its document. A reversal whose lines stand in another order would settle nothing. */
      perform from finance.open_item o where o.company_id = p_company and o.entry_id = reversed and o.document_kind = 'entry' limit 1;
      if not found then return; end if;
    end if;
    if (item.account_id, item.party_id, item.currency, item.amount_minor, item.company_minor)
       is distinct from (line.account_id, line.party_id, line.currency, -line.amount, -line.company_amount) then
      raise exception 'the lines of a reversal stand in the order of what it reverses' using constraint = 'reversal_in_order', errcode = 'check_violation';
    end if;
    if item.open_minor <> item.amount_minor then
      raise exception 'What this entry put on the account of the customer or supplier has been settled. Undo that first.' using constraint = 'reversed_item_is_open', errcode = 'restrict_violation';
    end if;
    insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor,
                                   open_company_minor, effective_on, due_on)
    values (p_company, p_entry, p_position, item.ledger, 'reversal', item.document_id, line.account_id, line.party_id, line.currency, line.amount, line.company_amount, line.amount,
            line.company_amount, line.effective_on, line.effective_on);
    debit := item.amount_minor > 0;
    insert into finance.allocation (id, company_id, debit_entry_id, debit_position, credit_entry_id, credit_position, amount_minor, debit_company_minor, credit_company_minor, allocated_on)
    values (gen_random_uuid(), p_company, case when debit then reversed else p_entry end, p_position, case when debit then p_entry else reversed end, p_position,
            abs(line.amount), abs(line.company_amount), abs(line.company_amount), line.effective_on);
  end $$;

  /* Due: {entryId, position, dueOn}, of entries that this very transaction posted. */
  create function finance.set_due_dates(dues jsonb) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  begin
    update finance.open_item o set due_on = d."dueOn"
      from jsonb_to_recordset(dues) as d ("entryId" uuid, position smallint, "dueOn" date)
      join finance.journal_entry e on e.company_id = shared.current_company() and e.id = d."entryId" and e.xid = pg_current_xact_id()
     where o.company_id = e.company_id and o.entry_id = e.id and o.position = d.position and o.document_kind = 'entry';
  end $$;

  grant create on schema finance to enterprise_definer;
  alter function finance.open_line(uuid, uuid, smallint) owner to enterprise_definer;
  alter function finance.set_due_dates(jsonb) owner to enterprise_definer;
  revoke create on schema finance from enterprise_definer;
  grant execute on function finance.open_line(uuid, uuid, smallint), finance.set_due_dates(jsonb) to enterprise_app;
`.execute(db);

const lines = (db: Kysely<unknown>) =>
  sql`
  /*
   * As before, and lines on control accounts have a party and are items. The one look into the index of accounts that a posting must look at says all of it:
   * 1 limited, 2 control, 4 control without a party, 8 control and by hand (those of documents, nearly all, need no second look).
   */
  create or replace function finance.check_lines() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare checked record; bad record;
  begin
    /* Sums by entry and currency; the whole of each entry is looked at only when one of them is not whole by itself. */
    select bool_or(s.amount <> 0 or s.company_amount <> 0 or s.lines < 2 or s.first <> 1 or s.last <> s.lines) as doubtful, bool_or(s.differs) as differs,
           coalesce(bit_or(s.watched), 0) as watched
      into checked from (
      select sum(a.amount) as amount, sum(a.company_amount) as company_amount, count(*) as lines, min(a.position) as first, max(a.position) as last,
             bool_or(a.amount = 0 or a.amount <> a.company_amount) as differs,
             bit_or((select r.watched | case when r.watched & 2 = 0 then 0 when a.party_id is null then 4
                              when (select e.source_type is null or e.source_type = 'bank_line' or e.reverses_entry_id is not null from finance.journal_entry e
                                     where e.company_id = a.company_id and e.id = a.entry_id) then 8 else 0 end
                       from finance.account r where r.company_id = a.company_id and r.id = a.account_id and r.watched <> 0)) as watched
        from added a group by a.company_id, a.entry_id, a.currency) s;
    if checked.doubtful then
      select s.* into bad from (
        select a.entry_id, a.currency, sum(a.amount) as amount, sum(sum(a.company_amount)) over entry as company_amount,
               sum(count(*)) over entry as lines, min(min(a.position)) over entry as first, max(max(a.position)) over entry as last
          from added a group by a.company_id, a.entry_id, a.currency
        window entry as (partition by a.company_id, a.entry_id)) s
       where s.amount <> 0 or s.company_amount <> 0 or s.lines < 2 or s.first <> 1 or s.last <> s.lines limit 1;
      if found then
        if bad.first <> 1 or bad.last <> bad.lines then
          raise exception 'the lines of entry % do not come with it, counted from 1', bad.entry_id using constraint = 'lines_with_their_entry', errcode = 'check_violation';
        end if;
        raise exception 'Entry % does not balance: % off by % (company currency by %), % lines.', bad.entry_id, bad.currency, bad.amount, bad.company_amount, bad.lines
          using constraint = 'entry_balances', errcode = 'check_violation';
      end if;
    end if;
    if checked.watched & 1 <> 0 then
      for bad in select a.company_id, a.entry_id, a.position from added a
                  where (select true from finance.account r where r.company_id = a.company_id and r.id = a.account_id and r.watched & 1 <> 0 and r.watched <> 0) loop
        perform finance.check_restricted_line(bad.company_id, bad.entry_id, bad.position);
      end loop;
    end if;
    if checked.watched & 4 <> 0 then
      /* A reversal mirrors what was posted when such a line needed no party. */
      select a.position, (select r.code from finance.account r where r.company_id = a.company_id and r.id = a.account_id) as code into bad from added a
       where a.party_id is null and (select r.control from finance.account r where r.company_id = a.company_id and r.id = a.account_id) is not null
         and (select e.kind from finance.journal_entry e where e.company_id = a.company_id and e.id = a.entry_id) <> 'reversal' order by a.entry_id, a.position limit 1;
      if found then
        raise exception 'Account % is a control account: name the customer or supplier.', bad.code
          using constraint = 'control_line_has_party', errcode = 'check_violation', detail = format('/lines/%s/partyId', bad.position - 1);
      end if;
    end if;
    if checked.watched & 8 <> 0 then
      for bad in select a.company_id, a.entry_id, a.position from added a
                  where a.party_id is not null and a.amount <> 0
                    and (select true from finance.account r where r.company_id = a.company_id and r.id = a.account_id and r.watched & 2 <> 0 and r.watched <> 0)
                    and (select e.source_type is null or e.source_type = 'bank_line' or e.reverses_entry_id is not null from finance.journal_entry e
                          where e.company_id = a.company_id and e.id = a.entry_id) order by a.entry_id, a.position loop
        perform finance.open_line(bad.company_id, bad.entry_id, bad.position);
      end loop;
    end if;
    if not checked.differs then return null; end if;
    select a.entry_id into bad from added a
     where (a.amount <> a.company_amount and (select c.base_currency from shared.company c where c.id = a.company_id) is not distinct from a.currency)
        or (a.amount = 0 and (select e.kind in ('exchange', 'revaluation', 'closing', 'reversal') from finance.journal_entry e
                               where e.company_id = a.company_id and e.id = a.entry_id) is not true) limit 1;
    if found then
      raise exception 'entry % has a line whose amount and company amount do not agree', bad.entry_id using constraint = 'line_amounts_agree', errcode = 'check_violation';
    end if;
    return null;
  end $$;

  /* As before, and what an account controls. */
  create or replace function finance.entry_context(p_accounts uuid[], p_journal uuid, p_currencies text[], p_on date, out accounts jsonb, out journal jsonb, out rates jsonb)
  language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare company uuid := shared.current_company();
  begin
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'code', a.code, 'name', a.name, 'active', a.active, 'manualPosting', a.manual_posting, 'control', a.control)), '[]') into accounts
      from unnest(p_accounts) as wanted (id) join finance.account a on a.company_id = company and a.id = wanted.id;
    if p_journal is null then
      select jsonb_build_object('id', j.id, 'kind', j.kind, 'code', j.code, 'manualPosting', j.manual_posting) into journal from finance.journal j
       where j.company_id = company and j.kind = 'general' and j.active and j.manual_posting order by j.code limit 1;
    else
      select jsonb_build_object('id', j.id, 'kind', j.kind, 'code', j.code, 'manualPosting', j.manual_posting) into journal
        from finance.journal j where j.company_id = company and j.id = p_journal and j.active;
    end if;
    rates := '{}';
    if cardinality(p_currencies) > 0 then
      select jsonb_object_agg(wanted.currency, (select r.rate::text from finance.exchange_rate r
                                                 where r.company_id = company and r.currency = wanted.currency and r.valid_on <= p_on order by r.valid_on desc limit 1)) into rates
        from unnest(p_currencies) as wanted (currency);
    end if;
  end $$;
`.execute(db);

/** Lines by hand of earlier versions become items where they name a party, and reversals settle what they reversed. What names none stays a difference that a reversal ends. */
const takeOver = (db: Kysely<unknown>) =>
  sql`
  insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor,
                                 open_company_minor, effective_on, due_on)
  select l.company_id, l.entry_id, l.position, a.control, case when e.reverses_entry_id is null then 'entry' else 'reversal' end, coalesce(e.reverses_entry_id, e.id), l.account_id, l.party_id,
         l.currency, l.amount, l.company_amount, l.amount, l.company_amount, l.effective_on, l.effective_on
    from finance.account a
    join finance.journal_line l on l.company_id = a.company_id and l.account_id = a.id and l.party_id is not null and l.amount <> 0
    join finance.journal_entry e on e.company_id = l.company_id and e.id = l.entry_id and (e.source_type is null or e.source_type = 'bank_line')
   where a.control is not null
  on conflict do nothing;
  do $$
  declare owner record;
  begin
    for owner in select distinct company_id from finance.open_item where document_kind = 'reversal' loop
      insert into finance.allocation (id, company_id, debit_entry_id, debit_position, credit_entry_id, credit_position, amount_minor, debit_company_minor, credit_company_minor, allocated_on)
      select gen_random_uuid(), o.company_id, case when o.amount_minor > 0 then o.entry_id else r.entry_id end, o.position, case when o.amount_minor > 0 then r.entry_id else o.entry_id end, o.position,
             abs(o.amount_minor), abs(o.company_minor), abs(o.company_minor), r.effective_on
        from finance.open_item r join finance.open_item o on o.company_id = r.company_id and o.entry_id = r.document_id and o.position = r.position and o.document_kind = 'entry'
       where r.company_id = owner.company_id and r.document_kind = 'reversal' and r.amount_minor = -o.amount_minor and r.account_id = o.account_id and r.party_id = o.party_id
         and r.currency = o.currency and r.open_minor = r.amount_minor and o.open_minor = o.amount_minor;
    end loop;
  end $$;
`.execute(db);

const locks = (db: Kysely<unknown>) =>
  sql`
  /*
   * As before, and entries by hand beside documents and payments: known by the id of the entry, of the party, a row for each line. The application may not lock
   * their rows, so whoever settles one holds a lock of its name.
   */
  create or replace function finance.lock_items(p_party uuid, p_documents uuid[], p_debit boolean, p_currency text, p_also uuid[])
  returns table (document_id uuid, party_id uuid, kind text, number text, state text, ledger text, account_id uuid, currency text, entry_id uuid, "position" smallint, effective_on date, due_on date,
                 amount_minor bigint, open_minor bigint, open_company_minor bigint)
  language plpgsql set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare company uuid := shared.current_company(); ids uuid[] := p_documents; wanted record;
  begin
    if ids is null then
      ids := array(select distinct o.document_id from finance.open_item o
                    where o.company_id = company and o.ledger in ('receivable', 'payable') and o.party_id = p_party and o.open_minor <> 0 and (o.open_minor > 0) = p_debit
                      and o.currency = coalesce(p_currency, (select r.currency from finance.party r where r.company_id = company and r.id = p_party))
                      and o.document_kind in ('invoice', 'payment', 'entry'));
    end if;
    for wanted in select distinct u.id from unnest(ids || p_also) as u (id) order by u.id loop
      perform from finance.invoice i where i.company_id = company and i.id = wanted.id for no key update;
    end loop;
    for wanted in select distinct u.id from unnest(ids || p_also) as u (id) order by u.id loop
      perform from finance.payment p where p.company_id = company and p.id = wanted.id for no key update;
    end loop;
    for wanted in select distinct u.id from unnest(ids || p_also) as u (id) order by u.id loop
      if exists (select from finance.open_item o where o.company_id = company and o.entry_id = wanted.id and o.document_kind = 'entry') then
        perform pg_advisory_xact_lock(hashtextextended('entry item' || company::text || wanted.id::text, 6));
      end if;
    end loop;
    return query
    select d.id, d.party_id, d.kind, d.number, d.state, o.ledger, o.account_id, d.currency, o.entry_id, o.position, o.effective_on, o.due_on, o.amount_minor, o.open_minor, o.open_company_minor
      from (select distinct u.id from unnest(ids || p_also) as u (id)) w
     cross join lateral (select i.id, i.kind, i.number, i.state, i.currency, i.entry_id, i.party_id from finance.invoice i where i.company_id = company and i.id = w.id
                         union all
                         select p.id, 'payment', p.number, p.state, p.currency, p.entry_id, p.party_id from finance.payment p where p.company_id = company and p.id = w.id offset 0) d
      left join lateral (select i.* from finance.open_item i where i.company_id = company and i.entry_id = d.entry_id offset 0) o on true
     where p_party is null or d.party_id = p_party
    union all
    select o.document_id, o.party_id, 'entry', (select s.number::text from finance.seal s where s.company_id = company and s.entry_id = o.entry_id), 'posted', o.ledger, o.account_id, o.currency,
           o.entry_id, o.position, o.effective_on, o.due_on, o.amount_minor, o.open_minor, o.open_company_minor
      from (select distinct u.id from unnest(ids || p_also) as u (id)) w
     cross join lateral (select i.* from finance.open_item i where i.company_id = company and i.entry_id = w.id and i.document_kind = 'entry' offset 0) o
     where p_party is null or o.party_id = p_party order by 12, 1, 10;
  end $$;
`.execute(db);
