import { type Kysely, sql } from "kysely";

/** Lines are held to what limits their accounts. */
export const up = (db: Kysely<unknown>) =>
  sql`
  /*
   * Why a posting may not go to an account, in words for people; null when it may. By hand: not by a document or job. p_dimensions are the dimensions of
   * which it names a value; null leaves that question out. A reversal mirrors what was posted once, so only the days of the account bind it; closing takes up whatever
   * was posted, and what the system posts for exchange differences and revaluation has no dimension to give.
   */
  create function finance.posting_refusal(p_company uuid, p_account uuid, p_kind text, p_on date, p_currency text, p_by_hand boolean, p_dimensions uuid[]) returns text
  language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare account record; lacking text;
  begin
    select a.code, a.is_group, a.active, a.manual_posting, a.opens_on, a.closes_on, a.currencies, a.required_dimensions, a.posters_limited into account
      from finance.account a where a.company_id = p_company and a.id = p_account and a.restricted;
    if not found then return null; end if;
    if account.is_group then return format('Account %s is a heading; post to an account below it.', account.code); end if;
    if p_on < account.opens_on then return format('Account %s opens on %s.', account.code, account.opens_on); end if;
    if p_on > account.closes_on then return format('Account %s is closed since %s.', account.code, account.closes_on); end if;
    if p_kind = 'reversal' then return null; end if;
    if not account.active then return format('Account %s is not active.', account.code); end if;
    if p_kind <> 'closing' and p_currency <> all (account.currencies) then
      return format('Account %s takes %s only, not %s.', account.code, array_to_string(account.currencies, ', '), p_currency);
    end if;
    if p_by_hand and not account.manual_posting then return format('Account %s is posted to by documents only.', account.code); end if;
    if p_by_hand and account.posters_limited then
      perform from finance.account_poster p
        join shared.membership_role r on r.company_id = p.company_id and r.role_id = p.role_id
        join shared.membership m on m.company_id = r.company_id and m.id = r.membership_id and m.user_id = shared.current_actor() and m.active
       where p.company_id = p_company and p.account_id = p_account limit 1;
      if not found then return format('Account %s is posted to by certain roles only, and you have none of them.', account.code); end if;
    end if;
    if p_kind in ('standard', 'opening') then
      select string_agg(d.name, ', ' order by d.name) into lacking
        from unnest(account.required_dimensions) as needed (id) join finance.dimension d on d.company_id = p_company and d.id = needed.id where needed.id <> all (p_dimensions);
      if lacking is not null then return format('Account %s needs a dimension: %s.', account.code, lacking); end if;
    end if;
    return null;
  end $$;

  /* Of one line; it names its place in the entry where people wrote it. */
  create function finance.check_restricted_line(p_company uuid, p_entry uuid, p_position smallint) returns void language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare line record; by_hand boolean; reason text;
  begin
    select l.account_id, l.effective_on, l.currency, e.kind, e.source_type,
           array(select m.dimension_id from finance.dimension_set_member m where m.company_id = p_company and m.set_id = l.dimension_id) as dimensions
      into line
      from finance.journal_line l join finance.journal_entry e on e.company_id = l.company_id and e.id = l.entry_id
     where l.company_id = p_company and l.entry_id = p_entry and l.position = p_position;
    by_hand := line.source_type is null and line.kind not in ('opening', 'reversal');
    reason := finance.posting_refusal(p_company, line.account_id, line.kind, line.effective_on, line.currency, by_hand, line.dimensions);
    if reason is not null then
      raise exception '%', reason
        using constraint = 'account_takes_the_posting', errcode = 'check_violation', detail = case when by_hand then format('/lines/%s/accountId', p_position - 1) else '' end;
    end if;
  end $$;
  grant execute on function finance.posting_refusal(uuid, uuid, text, date, text, boolean, uuid[]), finance.check_restricted_line(uuid, uuid, smallint) to enterprise_app;

  /*
   * As before, and the lines on restricted accounts are looked at one by one. The look into the index of restricted accounts rides in the query that
   * sums; the foreign keys, whose triggers come first, hold the accounts, so their limits do not change meanwhile.
   */
  create or replace function finance.check_lines() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare checked record; bad record;
  begin
    /* Sums by entry and currency; the whole of each entry is looked at only when one of them is not whole by itself. */
    select bool_or(s.amount <> 0 or s.company_amount <> 0 or s.lines < 2 or s.first <> 1 or s.last <> s.lines) as doubtful, bool_or(s.differs) as differs,
           bool_or(s.restricted) as restricted
      into checked from (
      select sum(a.amount) as amount, sum(a.company_amount) as company_amount, count(*) as lines, min(a.position) as first, max(a.position) as last,
             bool_or(a.amount = 0 or a.amount <> a.company_amount) as differs,
             bool_or((select true from finance.account r where r.company_id = a.company_id and r.id = a.account_id and r.restricted)) as restricted
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
    if checked.restricted then
      for bad in select a.company_id, a.entry_id, a.position from added a
                  where (select true from finance.account r where r.company_id = a.company_id and r.id = a.account_id and r.restricted) loop
        perform finance.check_restricted_line(bad.company_id, bad.entry_id, bad.position);
      end loop;
    end if;
    if not checked.differs then return null; end if;
    select a.entry_id into bad from added a
     where (a.amount <> a.company_amount and (select c.base_currency from shared.company c where c.id = a.company_id) is not distinct from a.currency)
        or (a.amount = 0 and (select e.kind in ('exchange', 'revaluation', 'reversal') from finance.journal_entry e
                               where e.company_id = a.company_id and e.id = a.entry_id) is not true) limit 1;
    if found then
      raise exception 'entry % has a line whose amount and company amount do not agree', bad.entry_id using constraint = 'line_amounts_agree', errcode = 'check_violation';
    end if;
    return null;
  end $$;
`.execute(db);
