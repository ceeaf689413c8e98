import { type Kysely, sql } from "kysely";

/** A heading that moves takes along what stands below it: that, too, has at most twelve headings above it. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create or replace function finance.guard_account_tree() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare above record; ancestor uuid; depth integer := 0; height integer;
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
      with recursive below as (
        select a.id, 1 as level from finance.account a where a.company_id = new.company_id and a.parent_id = new.id
        union all
        select a.id, b.level + 1 from below b join finance.account a on a.company_id = new.company_id and a.parent_id = b.id where b.level < 13)
      select coalesce(max(b.level), 0) into height from below b;
      if depth + height > 12 then
        raise exception 'The tree of accounts has at most 12 levels of headings; what stands below % would have more.', new.code using constraint = 'account_tree_not_too_deep', errcode = 'check_violation';
      end if;
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
`.execute(db);
