import { type Kysely, sql } from "kysely";

/**
 * Two people act where a company demands it: what the first one asked for is stored and nothing else happens; the second one decides. Postgres knows who
 * they are, behind an API key too, and that they are two.
 */
export const up = async (db: Kysely<unknown>) => {
  await duties(db);
  await approvals(db);
};

/** One permission that covered two duties becomes two; who had the one keeps both. */
const duties = (db: Kysely<unknown>) =>
  sql`
  create temporary table split_duty (held text, added text) on commit drop;
  insert into split_duty values ('finance.invoice.write', 'finance.bill.write'), ('finance.invoice.issue', 'finance.bill.issue'), ('finance.invoice.*', 'finance.bill.*'),
    ('finance.payment.write', 'finance.payment.pay');
  update shared.role r set version = r.version + 1, grants = r.grants || array(select d.added from split_duty d where d.held = any (r.grants) and d.added <> all (r.grants) order by 1)
   where exists (select from split_duty d where d.held = any (r.grants) and d.added <> all (r.grants));
  update shared.api_key k set scopes = k.scopes || array(select d.added from split_duty d where d.held = any (k.scopes) and d.added <> all (k.scopes) order by 1)
   where exists (select from split_duty d where d.held = any (k.scopes) and d.added <> all (k.scopes));
  drop table split_duty;
`.execute(db);

const approvals = (db: Kysely<unknown>) =>
  sql`
  /* For which actions two people are needed; above_minor (company currency) leaves smaller amounts to one. */
  create table shared.approval_rule (
    id          uuid    primary key,
    company_id  uuid    not null references shared.company (id),
    action      text    not null check (action ~ '^[a-z_]+([.][a-z_]+){2}$'),
    above_minor bigint  check (above_minor >= 0),
    version     integer not null default 1,
    constraint approval_rule_once unique (company_id, action)
  );
  call shared.fence('shared.approval_rule', 'row');

  /* requested_person is who stands behind requested_by: the maker of an API key. */
  create table shared.approval (
    id               uuid        primary key,
    company_id       uuid        not null references shared.company (id),
    action           text        not null,
    summary          text        not null check (summary <> '' and length(summary) <= 500),
    subject_type     text,
    subject_id       text,
    currency         text        check (currency ~ '^[A-Z]{3}$'),
    amount_minor     bigint      check (amount_minor >= 0),
    request          jsonb       not null,
    state            text        not null default 'pending' check (state in ('pending', 'approved', 'rejected', 'withdrawn')),
    requested_by     uuid        not null,
    requested_person uuid        not null,
    requested_at     timestamptz not null default clock_timestamp(),
    decided_by       uuid,
    decided_at       timestamptz,
    reason           text        check (length(reason) between 1 and 500),
    result_type      text,
    result_id        text,
    version          integer     not null default 1,
    constraint approval_decided_by_somebody check ((state = 'pending') = (decided_by is null) and (state = 'pending') = (decided_at is null)),
    constraint approval_by_another_person check (state not in ('approved', 'rejected') or decided_by <> requested_person),
    constraint approval_withdrawn_by_asker check (state <> 'withdrawn' or decided_by = requested_person),
    constraint approval_rejected_for_a_reason check (state <> 'rejected' or reason is not null),
    constraint approval_amount_in_a_currency check ((amount_minor is null) = (currency is null)),
    constraint approval_of_whole_subject check ((subject_type is null) = (subject_id is null))
  );
  create index approval_newest on shared.approval (company_id, id desc);
  create index approval_by_state on shared.approval (company_id, state, id desc);
  create index approval_of_subject on shared.approval (company_id, subject_type, subject_id, id desc) where subject_id is not null;
  call shared.fence('shared.approval', 'document');
  grant select on shared.approval_rule, shared.approval to enterprise_reader;
  grant select on shared.approval_rule to enterprise_definer;

  create function shared.person_of(p_company uuid, p_actor uuid) returns uuid language sql stable security definer set search_path = pg_catalog, pg_temp
    return coalesce((select k.created_by from shared.api_key k where k.company_id = p_company and k.id = p_actor), p_actor);

  /* Who asks and who decides is the actor, no other; what was asked for stays as it was; a decision is taken once, by somebody who signs in. */
  create function shared.guard_approval() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    if tg_op = 'INSERT' then
      if new.state <> 'pending' or new.requested_by is distinct from shared.current_actor() then
        raise exception 'an approval begins pending, asked for by the actor' using constraint = 'approval_begins_pending', errcode = 'check_violation';
      end if;
      new.requested_person := shared.person_of(new.company_id, new.requested_by);
      return new;
    end if;
    if old.state <> 'pending' then
      raise exception 'This was decided already.' using constraint = 'approval_decided_once', errcode = 'restrict_violation';
    end if;
    if (new.id, new.company_id, new.action, new.summary, new.subject_type, new.subject_id, new.currency, new.amount_minor, new.request, new.requested_by, new.requested_person, new.requested_at)
       is distinct from (old.id, old.company_id, old.action, old.summary, old.subject_type, old.subject_id, old.currency, old.amount_minor, old.request, old.requested_by, old.requested_person, old.requested_at) then
      raise exception 'what was asked for does not change' using constraint = 'approval_request_stays', errcode = 'restrict_violation';
    end if;
    if new.decided_by is distinct from shared.current_actor()
       or not exists (select from shared.membership m where m.company_id = new.company_id and m.user_id = new.decided_by and m.active) then
      raise exception 'A person of the company decides, not a key or program.' using constraint = 'approval_decided_by_a_person', errcode = 'check_violation';
    end if;
    return new;
  end $$;

  /* What every request knows of the company tells it for which actions two people are needed, so nobody reads it again. */
  create or replace function shared.company_facts(p_company uuid) returns jsonb language sql stable security definer set search_path = pg_catalog, pg_temp
    return (select jsonb_build_object('id', c.id, 'name', c.name, 'baseCurrency', c.base_currency, 'timeZone', c.time_zone, 'country', c.country,
                                      'rounding', c.rounding, 'locale', c.locale,
                                      'approvals', (select jsonb_object_agg(r.action, r.above_minor::text) from shared.approval_rule r where r.company_id = c.id))
              from shared.company c where c.id = p_company);

  grant create on schema shared to enterprise_definer;
  alter function shared.person_of(uuid, uuid) owner to enterprise_definer;
  alter function shared.guard_approval() owner to enterprise_definer;
  revoke create on schema shared from enterprise_definer;
  grant execute on function shared.guard_approval() to public;
  create trigger approval_guarded before insert or update on shared.approval for each row execute function shared.guard_approval();
`.execute(db);
