import { type Kysely, sql } from "kysely";

/**
 * What a company wants of each check when a period is closed, what people tick besides, and what the checks said when it was closed. Ticks belong to a
 * period until it is closed; what the checks said stays for good.
 */
export const up = async (db: Kysely<unknown>) => {
  await tables(db);
  await guards(db);
};

const tables = (db: Kysely<unknown>) =>
  sql`
  /* What a check that fails does to a soft close and to a close. The checks themselves are the program's. */
  create table finance.close_rule (
    id         uuid    primary key,
    company_id uuid    not null references shared.company (id),
    check_code text    not null constraint close_check_named check (check_code ~ '^[a-z][a-z0-9_]{0,49}$'),
    soft_close text    not null constraint close_rule_soft_known check (soft_close in ('off', 'warn', 'refuse')),
    close      text    not null constraint close_rule_known check (close in ('off', 'warn', 'refuse')),
    version    integer not null default 1,
    unique (company_id, id),
    constraint close_rule_once unique (company_id, check_code)
  );
  create table finance.close_item (
    id         uuid        primary key,
    company_id uuid        not null references shared.company (id),
    title      text        not null constraint close_item_titled check (length(title) between 1 and 200),
    position   integer     not null,
    soft_close text        not null constraint close_item_soft_known check (soft_close in ('off', 'warn', 'refuse')),
    close      text        not null constraint close_item_known check (close in ('off', 'warn', 'refuse')),
    active     boolean     not null default true,
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    unique (company_id, id)
  );
  create index close_item_in_order on finance.close_item (company_id, position, id);
  create table finance.close_tick (
    id         uuid        primary key,
    company_id uuid        not null,
    period_id  uuid        not null,
    item_id    uuid        not null,
    note       text        constraint tick_note_length check (length(note) between 1 and 1000),
    ticked_by  uuid        not null,
    ticked_at  timestamptz not null default clock_timestamp(),
    constraint ticked_once unique (company_id, period_id, item_id),
    foreign key (company_id, period_id) references finance.period (company_id, id),
    foreign key (company_id, item_id) references finance.close_item (company_id, id)
  );
  create index close_tick_of_item on finance.close_tick (company_id, item_id);
  create table finance.close_proof (
    id         uuid        not null,
    company_id uuid        not null,
    period_id  uuid        not null,
    module     text        check (module in ('sales', 'purchase', 'bank', 'payroll')),
    state      text        not null check (state in ('soft_closed', 'closed')),
    checklist  jsonb       not null,
    closed_by  uuid        not null,
    closed_at  timestamptz not null default clock_timestamp(),
    primary key (company_id, id),
    foreign key (company_id, period_id) references finance.period (company_id, id)
  );
  create index close_proof_of_period on finance.close_proof (company_id, period_id, id desc);
  call shared.fence('finance.close_rule', 'document');
  call shared.fence('finance.close_item', 'document');
  call shared.fence('finance.close_tick', 'row');
  call shared.fence('finance.close_proof', 'append');
  revoke update on finance.close_tick from enterprise_app;
  create trigger append_only before update or delete or truncate on finance.close_proof for each statement execute function shared.refuse_change();
  grant select on finance.close_rule, finance.close_item, finance.close_tick, finance.close_proof to enterprise_sealer, enterprise_reader;

  create index entry_draft_dated on finance.entry_draft (company_id, effective_on) where state = 'draft';
  create index invoice_drafted on finance.invoice (company_id, kind, created_at) where state = 'draft';
`.execute(db);

const guards = (db: Kysely<unknown>) =>
  sql`
  /* A tick is in before the close, or refused: it takes the period's lock as a posting does, then reads the state. Whoever ticks does so in his own name. */
  create function finance.guard_tick() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  declare company uuid; period uuid;
  begin
    if tg_op = 'DELETE' then company := old.company_id; period := old.period_id; else company := new.company_id; period := new.period_id; end if;
    if pg_advisory_xact_lock_shared(finance.period_lock(company, period)) is null then null; end if;
    perform from finance.period p where p.company_id = company and p.id = period and p.state = 'closed';
    if found then
      raise exception 'The period is closed; what was ticked for it stays.' using constraint = 'ticked_before_the_close', errcode = 'restrict_violation';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    new.ticked_by := shared.current_actor();
    return new;
  end $$;
  create trigger tick_guarded before insert or update or delete on finance.close_tick for each row execute function finance.guard_tick();
`.execute(db);
