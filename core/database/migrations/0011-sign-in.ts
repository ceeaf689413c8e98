import { type Kysely, sql } from "kysely";

/** What must be done before a company is known, or with what nobody may read: each function does one step of it and shows no more than it must. */
export const up = async (db: Kysely<unknown>) => {
  await users(db);
  await sessions(db);
  await callers(db);
  await signingKeys(db);
  await ownership(db);
};

const users = (db: Kysely<unknown>) =>
  sql`
  create function shared.has_users() returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
    return exists (select from shared.user where password_hash is not null);

  /* The person with this e-mail, made if need be. Someone who is known already keeps name and password. */
  create function shared.create_user(p_id uuid, p_email text, p_name text, p_hash text, p_must_change boolean, p_expires timestamptz,
                                     out id uuid, out created boolean)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    insert into shared.user as u (id, email, name, password_hash, must_change_password, password_expires_at)
    values (p_id, p_email, p_name, p_hash, p_must_change, p_expires)
    on conflict (lower(email)) do nothing returning u.id into id;
    created := found;
    if not created then select u.id into id from shared.user u where lower(u.email) = lower(p_email); end if;
  end $$;

  /* An administrator has power over a person whom no other company knows. */
  create function shared.is_ours_alone(p_user uuid) returns boolean language sql stable security definer set search_path = pg_catalog, pg_temp
    return exists (select from shared.membership m where m.user_id = p_user and m.company_id = shared.current_company())
       and not exists (select from shared.membership m where m.user_id = p_user and m.company_id <> shared.current_company());

  create function shared.change_user(p_user uuid, p_name text, p_hash text, p_expires timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    if not shared.is_ours_alone(p_user) then return false; end if;
    update shared.user u
       set name = coalesce(p_name, u.name), password_hash = coalesce(p_hash, u.password_hash),
           must_change_password = u.must_change_password or p_hash is not null,
           password_expires_at = case when p_hash is null then u.password_expires_at else p_expires end
     where u.id = p_user;
    return found;
  end $$;

  create function shared.own_password() returns table (email text, password_hash text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  begin atomic
    select u.email, u.password_hash from shared.user u where u.id = shared.current_actor();
  end;

  create function shared.set_own_password(p_hash text) returns void language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    update shared.user u set password_hash = p_hash, must_change_password = false, password_expires_at = null where u.id = shared.current_actor();
  end;

  create function shared.last_sign_in_lock(p_keys text[]) returns timestamptz language sql stable security definer set search_path = pg_catalog, pg_temp
    return (select max(g.locked_until) from shared.sign_in_guard g where g.key = any (p_keys));

  create function shared.forgive_sign_ins(p_keys text[]) returns void language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    delete from shared.sign_in_guard g where g.key = any (p_keys);
  end;

  create function shared.keep_an_administrator() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare member uuid := case tg_table_name when 'membership' then (to_jsonb(old) ->> 'id')::uuid end;
          removed uuid := case tg_table_name when 'membership_role' then (to_jsonb(old) ->> 'role_id')::uuid end;
          administrators uuid;
  begin
    select r.id into administrators from shared.role r where r.company_id = old.company_id and r.system = 'administrator';
    if administrators is null or (removed is not null and removed <> administrators) then return null; end if;
    if member is not null and not exists (select from shared.membership_role mr
        where mr.company_id = old.company_id and mr.membership_id = member and mr.role_id = administrators) then return null; end if;
    /* Two who remove each other wait here, and the second one sees what the first one did. */
    perform pg_advisory_xact_lock(hashtextextended('administrators ' || old.company_id::text, 0));
    if not exists (
      select from shared.membership_role mr
        join shared.membership m on m.company_id = mr.company_id and m.id = mr.membership_id and m.active
        join shared.user u on u.id = m.user_id and u.password_hash is not null
       where mr.company_id = old.company_id and mr.role_id = administrators) then
      raise exception 'A company keeps at least one administrator who can sign in.' using constraint = 'last_administrator', errcode = 'check_violation';
    end if;
    return null;
  end $$;
  create trigger keep_an_administrator after delete on shared.membership_role for each row execute function shared.keep_an_administrator();
  create trigger keep_an_administrator after update on shared.membership for each row when (old.active and not new.active)
    execute function shared.keep_an_administrator();
`.execute(db);

const sessions = (db: Kysely<unknown>) =>
  sql`
  /* Of one person at a time: what signing in compares, and until when it may not be tried. */
  create function shared.sign_in_state(p_email text, p_keys text[])
  returns table (user_id uuid, name text, password_hash text, password_expires_at timestamptz, locked_until timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  begin atomic
    select u.id, u.name, u.password_hash, u.password_expires_at, shared.last_sign_in_lock(p_keys)
      from (select) as one left join shared.user u on lower(u.email) = lower(p_email) and u.password_hash is not null;
  end;

  create function shared.audit_sign_in(p_id uuid, p_request text, p_now timestamptz, p_user uuid, p_company uuid, p_action text, p_after jsonb) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    insert into shared.audit (id, company_id, actor_id, actor_kind, action, subject_type, subject_id, after, request_id, at)
    select p_id, c.company_id, p_user, 'user', p_action, 'user', p_user::text, p_after, p_request, p_now
      from (select coalesce(p_company, (select m.company_id from shared.membership m join shared.user u on u.id = m.user_id
                                         where m.user_id = p_user order by m.company_id = u.last_company_id desc nulls last, m.id limit 1)) as company_id) c
     where c.company_id is not null;
  end;

  /* Counts a failure for each key; from its limit on every further one locks for twice as long, 15 minutes at most. An hour of quiet forgets. */
  create function shared.sign_in_failed(p_keys text[], p_limits integer[], p_user uuid, p_address text, p_now timestamptz, p_audit uuid, p_request text)
  returns timestamptz language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    insert into shared.sign_in_guard as g (key, failures, last_at) select k.key, 1, p_now from unnest(p_keys) as k (key) order by k.key
    on conflict (key) do update
      set failures = case when g.last_at < p_now - interval '1 hour' then 1 else g.failures + 1 end, last_at = p_now;
    update shared.sign_in_guard g
       set locked_until = p_now + least(interval '15 minutes', interval '30 seconds' * power(2, least(g.failures - k.ceiling, 10)))
      from unnest(p_keys, p_limits) as k (key, ceiling) where g.key = k.key and g.failures >= k.ceiling;
    if p_user is not null then
      perform shared.audit_sign_in(p_audit, p_request, p_now, p_user, null, 'user.sign_in_failed', jsonb_build_object('address', p_address));
    end if;
    return shared.last_sign_in_lock(p_keys);
  end $$;

  /* The company asked for, else the last one, else the first one. Null: nobody's member. */
  create function shared.company_of_user(p_user uuid, p_company uuid) returns uuid language sql stable security definer set search_path = pg_catalog, pg_temp
    return (select m.company_id from shared.membership m join shared.user u on u.id = m.user_id
             where m.user_id = p_user and m.active and (p_company is null or m.company_id = p_company)
             order by m.company_id = u.last_company_id desc nulls last, m.created_at, m.id limit 1);

  create function shared.start_session(p_session uuid, p_user uuid, p_company uuid, p_hash text, p_now timestamptz, p_idle interval, p_longest interval,
                                       p_address text, p_agent text, p_forgive text, p_rehashed text, p_audit uuid, p_request text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare company uuid := shared.company_of_user(p_user, p_company);
  begin
    delete from shared.sign_in_guard g where g.key = p_forgive;
    if company is null then return null; end if;
    update shared.user u set last_company_id = company, password_hash = coalesce(p_rehashed, u.password_hash) where u.id = p_user;
    insert into shared.session (id, user_id, company_id, started_at, expires_at, address, user_agent)
    values (p_session, p_user, company, p_now, p_now + p_longest, p_address, p_agent);
    insert into shared.refresh_token (hash, session_id, expires_at) values (p_hash, p_session, p_now + p_idle);
    perform shared.audit_sign_in(p_audit, p_request, p_now, p_user, company, 'user.signed_in', jsonb_build_object('address', p_address, 'session', p_session));
    return company;
  end $$;

  /*
   * 'rotated', or 'repeated': the same rotation again within the grace, its successor not used yet, which answers the same successor, so a lost answer
   * costs nothing and the family stays a line. An older token, or a used one later, is 'reused' and ends the family.
   */
  create function shared.rotate_session(p_hash text, p_next text, p_company uuid, p_now timestamptz, p_idle interval, p_grace interval, p_audit uuid, p_request text,
                                        out state text, out session_id uuid, out user_id uuid, out company_id uuid)
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare family shared.session; token shared.refresh_token;
  begin
    state := 'unknown';
    select s.* into family from shared.session s where s.id = (select t.session_id from shared.refresh_token t where t.hash = p_hash) for update;
    if not found then return; end if;
    select t.* into token from shared.refresh_token t where t.hash = p_hash;
    if family.ended_at is not null or family.expires_at <= p_now or token.expires_at <= p_now then return; end if;
    company_id := shared.company_of_user(family.user_id, coalesce(p_company, family.company_id));
    if company_id is null and p_company is null then company_id := shared.company_of_user(family.user_id, null); end if;
    if company_id is null then state := 'not_member'; return; end if;
    if token.used_at is null then
      update shared.refresh_token t set used_at = p_now, next_hash = p_next where t.hash = p_hash;
      insert into shared.refresh_token (hash, session_id, expires_at) values (p_next, family.id, least(p_now + p_idle, family.expires_at));
      state := 'rotated';
    elsif token.next_hash = p_next and p_now <= token.used_at + p_grace
      and exists (select from shared.refresh_token t where t.hash = p_next and t.used_at is null) then
      state := 'repeated';
    else
      update shared.session s set ended_at = p_now, end_reason = 'reuse' where s.id = family.id;
      perform shared.audit_sign_in(p_audit, p_request, p_now, family.user_id, family.company_id, 'session.reuse_detected', jsonb_build_object('session', family.id));
      state := 'reused'; return;
    end if;
    if company_id <> family.company_id then
      update shared.session s set company_id = rotate_session.company_id where s.id = family.id;
      update shared.user u set last_company_id = rotate_session.company_id where u.id = family.user_id;
    end if;
    session_id := family.id; user_id := family.user_id;
  end $$;

  create function shared.end_session(p_session uuid, p_hash text, p_now timestamptz, p_audit uuid, p_request text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare ended shared.session;
  begin
    update shared.session s set ended_at = p_now, end_reason = 'signed_out'
     where s.ended_at is null and (s.id = p_session or s.id = (select t.session_id from shared.refresh_token t where t.hash = p_hash)) returning s.* into ended;
    if found then perform shared.audit_sign_in(p_audit, p_request, p_now, ended.user_id, ended.company_id, 'user.signed_out', jsonb_build_object('session', ended.id)); end if;
    return ended.id;
  end $$;

  create function shared.end_own_sessions(p_reason text, p_now timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare ended integer;
  begin
    update shared.session s set ended_at = p_now, end_reason = p_reason where s.user_id = shared.current_actor() and s.ended_at is null;
    get diagnostics ended = row_count;
    return ended;
  end $$;

  /* An administrator ends what runs in his company; where the person is his alone, everything. */
  create function shared.end_sessions_of(p_user uuid, p_reason text, p_now timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare ended integer;
  begin
    update shared.session s set ended_at = p_now, end_reason = p_reason
     where s.user_id = p_user and s.ended_at is null and (s.company_id = shared.current_company() or shared.is_ours_alone(p_user));
    get diagnostics ended = row_count;
    return ended;
  end $$;

  create function shared.tidy_sign_ins(p_now timestamptz) returns void language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    delete from shared.session s where s.expires_at < p_now - interval '30 days';
    delete from shared.sign_in_guard g where g.last_at < p_now - interval '1 day';
    delete from shared.signing_key k where k.expires_at < p_now - interval '1 day';
  end;
`.execute(db);

const callers = (db: Kysely<unknown>) =>
  sql`
  create function shared.company_facts(p_company uuid) returns jsonb language sql stable security definer set search_path = pg_catalog, pg_temp
    return (select jsonb_build_object('id', c.id, 'name', c.name, 'baseCurrency', c.base_currency, 'timeZone', c.time_zone, 'country', c.country,
                                      'rounding', c.rounding, 'locale', c.locale) from shared.company c where c.id = p_company);

  /* Who a live session is in a company; null when the session is over, without company when he is no member of it. */
  create function shared.caller_of_session(p_user uuid, p_session uuid, p_company uuid, p_now timestamptz) returns jsonb
  language sql stable security definer set search_path = pg_catalog, pg_temp
    return (
      select jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email, 'mustChangePassword', u.must_change_password,
               'company', shared.company_facts(m.company_id), 'membershipVersion', m.version,
               'roles', coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'system', r.system, 'grants', r.grants, 'version', r.version)
                                                   order by r.system nulls last, r.name)
                                    from shared.membership_role mr join shared.role r on r.company_id = mr.company_id and r.id = mr.role_id
                                   where mr.company_id = m.company_id and mr.membership_id = m.id), '[]'))
        from shared.session s join shared.user u on u.id = s.user_id
        left join shared.membership m on m.user_id = u.id and m.company_id = p_company and m.active
       where s.id = p_session and s.user_id = p_user and s.ended_at is null and s.expires_at > p_now and u.password_hash is not null);

  create function shared.caller_of_key(p_hash text, p_now timestamptz) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  declare found_key shared.api_key;
  begin
    select k.* into found_key from shared.api_key k where k.hash = p_hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > p_now);
    if not found then return null; end if;
    if found_key.last_used_at is null or found_key.last_used_at < p_now - interval '1 minute' then
      update shared.api_key k set last_used_at = p_now where k.id = found_key.id;
    end if;
    return jsonb_build_object('id', found_key.id, 'name', found_key.name, 'scopes', found_key.scopes, 'company', shared.company_facts(found_key.company_id),
                              'expiresAt', extract(epoch from found_key.expires_at));
  end $$;

  create function shared.companies_of_user(p_user uuid) returns table (id uuid, name text, currency text)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  begin atomic
    select c.id, c.name, c.base_currency from shared.membership m join shared.company c on c.id = m.company_id
     where m.user_id = p_user and m.active order by lower(c.name), c.id limit 200;
  end;
`.execute(db);

const signingKeys = (db: Kysely<unknown>) =>
  sql`
  create function shared.signing_keys(p_now timestamptz) returns table (id text, public_key jsonb, private_key text, created_at timestamptz, expires_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  begin atomic
    select k.id, k.public_key, k.private_key, k.created_at, k.expires_at from shared.signing_key k where k.expires_at > p_now order by k.created_at desc, k.id;
  end;

  /* Keeps a new key unless another program has just done so. Keys that the caller cannot open do not count. */
  create function shared.keep_signing_key(p_id text, p_public jsonb, p_private text, p_now timestamptz, p_signs interval, p_verifies interval, p_unreadable text[])
  returns boolean language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    perform pg_advisory_xact_lock(hashtextextended('signing key', 0));
    if exists (select from shared.signing_key k where k.created_at > p_now - p_signs and k.id <> all (p_unreadable)) then return false; end if;
    insert into shared.signing_key (id, public_key, private_key, created_at, expires_at) values (p_id, p_public, p_private, p_now, p_now + p_signs + p_verifies);
    return true;
  end $$;
`.execute(db);

const ownership = (db: Kysely<unknown>) =>
  sql`
  grant create on schema shared to enterprise_definer;
  do $$
  declare routine regprocedure;
  begin
    for routine in select p.oid::regprocedure from pg_proc p
      where p.pronamespace = 'shared'::regnamespace and p.prokind = 'f' and p.prosecdef and pg_get_userbyid(p.proowner) = 'enterprise_owner' loop
      execute format('alter function %s owner to enterprise_definer', routine);
      execute format('grant execute on function %s to enterprise_app', routine);
    end loop;
  end $$;
  revoke create on schema shared from enterprise_definer;
  revoke execute on function shared.audit_sign_in(uuid, text, timestamptz, uuid, uuid, text, jsonb) from enterprise_app;
  grant execute on function shared.keep_an_administrator() to public;
`.execute(db);
