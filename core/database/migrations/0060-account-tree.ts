import { type Kysely, sql } from "kysely";

/**
 * The chart as a tree of headings with accounts below them, and what limits an account: days on which it is open, currencies, dimensions it needs,
 * who may post by hand. `restricted` gathers all of it, so that postings to any other account cost one look into a small index.
 */
export const up = async (db: Kysely<unknown>) => {
  await sql`
  alter table finance.account
    add column parent_id           uuid,
    add column is_group            boolean not null default false,
    add column opens_on            date,
    add column closes_on           date,
    add column currencies          text[],
    add column required_dimensions uuid[]  not null default '{}',
    add column posters_limited     boolean not null default false,
    add constraint account_parent foreign key (company_id, parent_id) references finance.account (company_id, id),
    add constraint account_closes_after_it_opens check (closes_on >= opens_on),
    add constraint account_currency_codes check (cardinality(currencies) between 1 and 20 and array_to_string(currencies, ',', '?') ~ '^[A-Z]{3}(,[A-Z]{3})*$'),
    add constraint account_needs_few_dimensions check (cardinality(required_dimensions) <= 5),
    add constraint group_is_not_posted_to
      check (not is_group or (not manual_posting and opens_on is null and closes_on is null and currencies is null and required_dimensions = '{}' and not posters_limited)),
    add column restricted boolean not null generated always as
      (is_group or not active or not manual_posting or opens_on is not null or closes_on is not null or currencies is not null or required_dimensions <> '{}' or posters_limited) stored;
  create index account_of_parent on finance.account (company_id, parent_id) where parent_id is not null;
  create index restricted_account on finance.account (company_id, id) where restricted;

  /* Roles whose members may post to the account by hand; they count while posters_limited. */
  create table finance.account_poster (
    company_id uuid not null,
    account_id uuid not null,
    role_id    uuid not null,
    primary key (company_id, account_id, role_id),
    foreign key (company_id, account_id) references finance.account (company_id, id),
    constraint role_posts_to_accounts foreign key (company_id, role_id) references shared.role (company_id, id)
  );
  create index account_poster_of_role on finance.account_poster (company_id, role_id);
  call shared.fence('finance.account_poster', 'plain');
  grant select on finance.account_poster to enterprise_sealer, enterprise_reader;
  `.execute(db);
  await tree(db);
  await uses(db);
};

/** After the row, so that a statement may bring headings and what is below them in any order. Changes of one company's tree go one after the other. */
const tree = (db: Kysely<unknown>) =>
  sql`
  create function finance.guard_account_tree() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare above record; ancestor uuid; depth integer := 0;
  begin
    perform pg_advisory_xact_lock(hashtextextended('account tree' || new.company_id::text, 5));
    select a.code, a.is_group, a.type into above from finance.account a where a.company_id = new.company_id and a.id = new.parent_id;
    if found and not above.is_group then
      raise exception 'Account % is no heading, so nothing stands below it.', above.code using constraint = 'account_parent_is_a_group', errcode = 'check_violation';
    end if;
    if found and above.type <> new.type then
      raise exception 'Account % is of type %, its heading % of type %.', new.code, new.type, above.code, above.type using constraint = 'account_has_type_of_its_group', errcode = 'check_violation';
    end if;
    ancestor := new.parent_id;
    while ancestor is not null loop
      depth := depth + 1;
      if ancestor = new.id then
        raise exception 'A heading does not stand below itself.' using constraint = 'account_tree_without_cycle', errcode = 'check_violation';
      end if;
      if depth > 12 then
        raise exception 'The tree of accounts has at most 12 levels of headings.' using constraint = 'account_tree_not_too_deep', errcode = 'check_violation';
      end if;
      select a.parent_id into ancestor from finance.account a where a.company_id = new.company_id and a.id = ancestor;
    end loop;
    if tg_op = 'UPDATE' then
      select a.code, a.type into above from finance.account a
       where a.company_id = new.company_id and a.parent_id = new.id and (not new.is_group or a.type <> new.type) order by a.code limit 1;
      if found and not new.is_group then
        raise exception 'Account % stands below %, which therefore stays a heading.', above.code, new.code using constraint = 'group_with_members_stays', errcode = 'restrict_violation';
      end if;
      if found then
        raise exception 'Account % below is of type %, so heading % is too.', above.code, above.type, new.code using constraint = 'account_has_type_of_its_group', errcode = 'check_violation';
      end if;
    end if;
    return null;
  end $$;
  create trigger tree_guarded_on_insert after insert on finance.account for each row when (new.parent_id is not null) execute function finance.guard_account_tree();
  create trigger tree_guarded_on_update after update on finance.account for each row
    when ((new.parent_id, new.is_group, new.type) is distinct from (old.parent_id, old.is_group, old.type)) execute function finance.guard_account_tree();

  /*
   * The lock waits for postings under way, whose foreign keys hold the account; later ones wait for this and see the new limits. So nothing is posted to
   * a heading, and nothing outside the days of an account.
   */
  create function finance.guard_account_limits() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare outside date; used text;
  begin
    perform from finance.account a where a.company_id = old.company_id and a.id = old.id for update;
    if new.is_group and not old.is_group then
      perform from finance.journal_line l where l.company_id = old.company_id and l.account_id = old.id limit 1;
      if found then
        raise exception 'Account % has postings, so it cannot become a heading.', old.code using constraint = 'group_without_postings', errcode = 'restrict_violation';
      end if;
    end if;
    if (new.is_group and not old.is_group) or (old.active and not new.active) then
      select string_agg(u.use, ', ') into used from (select u.use from finance.account_uses(old.company_id, old.id) u order by u.use limit 5) u;
      if used is not null then
        raise exception 'This account is still used by %.', used using constraint = 'account_in_use', errcode = 'restrict_violation';
      end if;
    end if;
    select l.effective_on into outside from finance.journal_line l
     where l.company_id = old.company_id and l.account_id = old.id and l.effective_on < new.opens_on order by l.effective_on limit 1;
    if outside is null then
      select l.effective_on into outside from finance.journal_line l
       where l.company_id = old.company_id and l.account_id = old.id and l.effective_on > new.closes_on order by l.effective_on desc limit 1;
    end if;
    if outside is not null then
      raise exception 'Account % has a posting of %.', old.code, outside using constraint = 'account_open_for_its_postings', errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  /* Dimensions are never deleted, so one that was there when it was named stays there. */
  create function finance.guard_account_dimensions() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    perform from unnest(new.required_dimensions) as needed (id)
      where not exists (select from finance.dimension d where d.company_id = new.company_id and d.id = needed.id);
    if found then
      raise exception 'Account % needs a dimension that is not there.', new.code using constraint = 'account_needs_known_dimensions', errcode = 'foreign_key_violation';
    end if;
    return null;
  end $$;
  create trigger dimensions_known after insert or update of required_dimensions on finance.account for each row when (new.required_dimensions <> '{}')
    execute function finance.guard_account_dimensions();
  create trigger limits_guarded before update on finance.account for each row
    when ((new.is_group, new.active, new.manual_posting, new.opens_on, new.closes_on, new.currencies, new.required_dimensions, new.posters_limited)
      is distinct from (old.is_group, old.active, old.manual_posting, old.opens_on, old.closes_on, old.currencies, old.required_dimensions, old.posters_limited))
    execute function finance.guard_account_limits();
`.execute(db);

/** What sends postings to accounts by itself names accounts that can take them: in every column `…account_id` it has, or will have. */
const uses = (db: Kysely<unknown>) =>
  sql`
  create function finance.accounts_in(p_row jsonb) returns uuid[] language sql immutable strict set search_path = pg_catalog, pg_temp as $$
    select array_agg(field.value::uuid) from jsonb_each_text(p_row) as field where field.key ~ '(^|_)account_id$' and field.value is not null
  $$;
  /* plpgsql, which looks its tables up when it runs: bank accounts come with a later migration. */
  create function finance.account_uses(p_company uuid, p_account uuid) returns table (use text) language plpgsql stable set search_path = pg_catalog, pg_temp as $$
  begin
    return query select 'the rule for ' || r.purpose from finance.account_rule r where r.company_id = p_company and r.account_id = p_account
    union all select 'tax ' || t.code from finance.tax_code t where t.company_id = p_company and t.active and p_account = any (finance.accounts_in(to_jsonb(t)))
    union all select 'payment method ' || m.code from finance.payment_method m where m.company_id = p_company and m.active and m.account_id = p_account
    union all select 'bank account ' || b.name from finance.bank_account b where b.company_id = p_company and b.active and b.account_id = p_account;
  end $$;
  grant execute on function finance.accounts_in(jsonb), finance.account_uses(uuid, uuid) to enterprise_app;

  create function finance.require_account_to_post_to() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare heading text;
  begin
    /* After the foreign keys, which hold the accounts: whoever makes one a heading waits and then finds this row. */
    select a.code into heading from finance.account a where a.company_id = new.company_id and a.id = any (finance.accounts_in(to_jsonb(new))) and a.is_group limit 1;
    if found then
      raise exception 'Account % is a heading; name an account below it.', heading using constraint = 'account_to_post_to', errcode = 'check_violation';
    end if;
    return null;
  end $$;
  create trigger names_an_account_to_post_to after insert or update on finance.account_rule for each row execute function finance.require_account_to_post_to();
  create trigger names_an_account_to_post_to after insert or update on finance.tax_code for each row execute function finance.require_account_to_post_to();
  create trigger names_an_account_to_post_to after insert or update on finance.payment_method for each row execute function finance.require_account_to_post_to();
`.execute(db);
