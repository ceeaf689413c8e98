import { type Kysely, sql } from "kysely";

/** What a posted ledger rests on does not move under it: the company's currency, the type of an account, the days of a period, the rules for accounts. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create function shared.keep_base_currency() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    raise exception 'The currency of a company does not change; its books are written in it.' using constraint = 'base_currency_stays', errcode = 'restrict_violation';
  end $$;
  create trigger base_currency_stays before update on shared.company for each row when (new.base_currency is distinct from old.base_currency)
    execute function shared.keep_base_currency();

  /* The lock waits for postings under way, whose foreign keys hold the account, and holds up later ones until this is decided. */
  create function finance.keep_account_type() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    perform from finance.account a where a.company_id = old.company_id and a.id = old.id for update;
    perform from finance.journal_line l where l.company_id = old.company_id and l.account_id = old.id limit 1;
    if found then
      raise exception 'Account % has postings, so its type stays.', old.code using constraint = 'posted_account_keeps_type', errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger posted_keeps_type before update on finance.account for each row when (new.type is distinct from old.type) execute function finance.keep_account_type();

  /* Whoever closes or reopens a period does so alone: postings into it are in before, or see its new state. Its days never change. */
  create function finance.guard_period() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    if (new.company_id, new.id, new.starts_on, new.ends_on) is distinct from (old.company_id, old.id, old.starts_on, old.ends_on) then
      raise exception 'The days of a period do not change.' using constraint = 'period_keeps_its_days', errcode = 'restrict_violation';
    end if;
    perform pg_advisory_xact_lock(finance.period_lock(old.company_id, old.id));
    return new;
  end $$;
  create trigger period_guarded before update on finance.period for each row execute function finance.guard_period();
  create trigger period_stays before delete or truncate on finance.period for each statement execute function shared.refuse_change();

  create function finance.keep_default_rule() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    raise exception 'The default rule for % stays; give it another account.', old.purpose using constraint = 'default_account_rule_stays', errcode = 'restrict_violation';
  end $$;
  create trigger default_stays_on_delete before delete on finance.account_rule for each row when (old.key_kind = 'default') execute function finance.keep_default_rule();
  create trigger default_stays_on_update before update on finance.account_rule for each row
    when (old.key_kind = 'default' and (new.key_kind, new.purpose) is distinct from (old.key_kind, old.purpose)) execute function finance.keep_default_rule();
`.execute(db);
