import { type Kysely, sql } from "kysely";

/**
 * Users, who belong to no company, and what ties them to one: memberships and roles. The app role sees the users of its company and no
 * password, session or key at all; signing in goes through the functions of the next migration.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table shared.user (
    id                   uuid        primary key,
    email                text        constraint user_email_shape check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 254),
    name                 text        not null constraint user_named check (name <> '' and length(name) <= 200),
    password_hash        text        constraint user_password_argon2id check (password_hash like '$argon2id$%'),
    password_expires_at  timestamptz,
    must_change_password boolean     not null default false,
    last_company_id      uuid        references shared.company (id),
    created_at           timestamptz not null default now(),
    constraint user_signs_in_with_email check (password_hash is null or email is not null)
  );
  create unique index user_email_once on shared.user (lower(email));
  create index user_last_company on shared.user (last_company_id);

  /* A system role has its key and no grants here: those come with the program. */
  create table shared.role (
    id          uuid        primary key,
    company_id  uuid        not null references shared.company (id),
    system      text        check (system ~ '^[a-z][a-z_]*$'),
    name        text        not null check (name <> '' and length(name) <= 100),
    description text        not null default '',
    grants      text[]      not null default '{}',
    version     integer     not null default 1,
    created_at  timestamptz not null default now(),
    unique (company_id, id),
    constraint system_role_once unique (company_id, system),
    constraint system_role_without_grants check (system is null or grants = '{}')
  );
  create unique index role_name_once on shared.role (company_id, lower(name));
  call shared.fence('shared.role', 'row');

  create table shared.membership (
    id          uuid        primary key,
    company_id  uuid        not null references shared.company (id),
    user_id     uuid        not null references shared.user (id),
    external_id text        check (external_id <> ''),
    active      boolean     not null default true,
    version     integer     not null default 1,
    created_at  timestamptz not null default now(),
    unique (company_id, id),
    constraint membership_once unique (company_id, user_id),
    constraint membership_external_id_once unique (company_id, external_id)
  );
  create index membership_of_user on shared.membership (user_id);
  call shared.fence('shared.membership', 'document');

  create table shared.membership_role (
    company_id    uuid not null,
    membership_id uuid not null,
    role_id       uuid not null,
    primary key (company_id, membership_id, role_id),
    foreign key (company_id, membership_id) references shared.membership (company_id, id),
    constraint role_in_use foreign key (company_id, role_id) references shared.role (company_id, id)
  );
  create index membership_role_of_role on shared.membership_role (company_id, role_id);
  call shared.fence('shared.membership_role', 'plain');

  create table shared.session (
    id         uuid        primary key,
    user_id    uuid        not null references shared.user (id),
    company_id uuid        not null references shared.company (id),
    started_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz,
    end_reason text        check (end_reason in ('signed_out', 'signed_out_everywhere', 'password', 'reuse', 'removed')),
    address    text,
    user_agent text,
    constraint session_ended_for_a_reason check ((ended_at is null) = (end_reason is null))
  );
  create index session_of_user on shared.session (user_id);
  create index session_of_company on shared.session (company_id);
  create index session_expiry on shared.session (expires_at);

  /* A family of refresh tokens: each is used once and names its successor. */
  create table shared.refresh_token (
    hash       text        primary key,
    session_id uuid        not null references shared.session (id) on delete cascade,
    expires_at timestamptz not null,
    used_at    timestamptz,
    next_hash  text,
    constraint refresh_token_used_with_successor check ((used_at is null) = (next_hash is null))
  );
  create index refresh_token_of_session on shared.refresh_token (session_id);

  /* Accounts (known or not) and addresses that failed to sign in, by hash. */
  create table shared.sign_in_guard (
    key          text        primary key,
    failures     integer     not null,
    last_at      timestamptz not null,
    locked_until timestamptz
  );
  create index sign_in_guard_age on shared.sign_in_guard (last_at);

  create table shared.signing_key (
    id          text        primary key,
    public_key  jsonb       not null,
    private_key text        not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null
  );

  create table shared.api_key (
    id           uuid        primary key,
    company_id   uuid        not null references shared.company (id),
    name         text        not null check (name <> '' and length(name) <= 100),
    prefix       text        not null check (prefix ~ '^ek_'),
    hash         text        not null constraint api_key_hash_once unique,
    scopes       text[]      not null check (cardinality(scopes) > 0),
    created_by   uuid        not null,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
  );
  create index api_key_of_company on shared.api_key (company_id, id);
  create index api_key_of_creator on shared.api_key (company_id, created_by);
  call shared.fence('shared.api_key', 'append');
  revoke select on shared.api_key from enterprise_app;
  grant select (id, company_id, name, prefix, scopes, created_by, created_at, expires_at, last_used_at, revoked_at), update (revoked_at)
    on shared.api_key to enterprise_app;

  do $$
  declare name text;
  begin
    foreach name in array array['user', 'session', 'refresh_token', 'sign_in_guard', 'signing_key'] loop
      execute format('alter table shared.%I enable row level security', name);
      execute format('alter table shared.%I force row level security', name);
      execute format('create policy everything on shared.%I to enterprise_owner, enterprise_definer using (true) with check (true)', name);
      execute format('grant select, insert, update, delete on shared.%I to enterprise_definer', name);
    end loop;
  end $$;
  revoke delete on shared.user from enterprise_definer;
  create policy members on shared.user for select to enterprise_app
    using (exists (select from shared.membership m where m.user_id = "user".id and m.company_id = (select shared.current_company())));
  grant select (id, email, name, must_change_password, created_at) on shared.user to enterprise_app;

  grant select on shared.role, shared.membership, shared.membership_role to enterprise_definer;
  grant select, update on shared.api_key to enterprise_definer;
  grant insert on shared.audit to enterprise_definer;
  grant select on shared.role, shared.membership, shared.membership_role to enterprise_reader;
`.execute(db);
