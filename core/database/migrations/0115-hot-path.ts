import { type Kysely, sql } from "kysely";

/**
 * The hot path opens no cursors: a loop over a query costs a portal, which for the one entry, order or row that nearly every statement has is most of the
 * checking. What is checked is what was checked before.
 */
export const up = async (db: Kysely<unknown>) => {
  await entries(db);
  await results(db);
  await orders(db);
  await answers(db);
};

const entries = (db: Kysely<unknown>) =>
  sql`
  create or replace function finance.check_entries() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare
    posted record; day date; fiscal record; module record; reversal record; bad uuid; company uuid; cluster smallint;
  begin
    if current_setting('transaction_isolation') <> 'read committed' then
      raise exception 'post in read committed: the state of the period must be read after its lock' using constraint = 'posted_read_committed', errcode = 'invalid_transaction_state';
    end if;
    /* What every statement must pass is looked at in one query; what is rare is looked at again only when there is any. */
    select c.id as cluster_id, min(a.company_id::text)::uuid as company_id, max(a.company_id::text)::uuid as last_company, min(a.effective_on) as first_day,
           max(a.effective_on) as last_day, bool_or(a.kind = 'reversal') as reverses,
           bool_or(a.xid is distinct from pg_current_xact_id() or a.cluster_id is distinct from c.id or a.posted_by is distinct from shared.current_actor()
                   or (select l.position from finance.journal_line l where l.company_id = a.company_id and l.entry_id = a.id and l.position = 1) is null) as misposted
      into posted from added a left join shared.cluster c on c.current group by c.id;
    if not found then return null; end if;
    cluster := posted.cluster_id;
    company := posted.company_id;
    day := posted.first_day;
    if posted.last_company <> company then
      select min(a.effective_on) into day from added a where a.company_id = company;
    end if;
    /* Once for each period that the statement posts into, in the order of companies and days. */
    loop
      select p.id, p.starts_on, p.ends_on, (select s.xid from finance.seal s where s.company_id = company and s.cluster_id = cluster and s.xid >= pg_current_xact_id() limit 1) as overtaken
        into fiscal from finance.period p
       where p.company_id = company and p.starts_on <= day and p.ends_on >= day order by p.starts_on desc limit 1;
      if not found then
        raise exception 'There is no fiscal period for %.', day using constraint = 'entry_in_a_period', errcode = 'check_violation';
      end if;
      if fiscal.overtaken is not null then
        raise exception 'this is a copy of another server''s database; call shared.mark_cluster() first' using constraint = 'entry_after_its_seals', errcode = 'check_violation';
      end if;
      /* Locked before the state is read, by a statement that sees what was committed until then. */
      if pg_advisory_xact_lock_shared(finance.period_lock(company, fiscal.id)) is null then null; end if;
      perform from finance.period p where p.company_id = company and p.id = fiscal.id and not p.ever_closed;
      if not found then
        for module in
          select finance.module_of_journal((select j.kind from finance.journal j where j.company_id = a.company_id and j.id = a.journal_id)) as name, array_agg(a.id) as entries
            from added a where a.company_id = company and a.effective_on between fiscal.starts_on and fiscal.ends_on group by 1 order by 1 loop
          perform finance.enter_closed_period(company, fiscal.id, module.name, module.entries);
        end loop;
      end if;
      exit when company = posted.last_company and posted.last_day <= fiscal.ends_on;
      select a.company_id, a.effective_on into company, day from added a
       where (a.company_id = company and a.effective_on > fiscal.ends_on) or a.company_id > company order by a.company_id, a.effective_on limit 1;
      exit when not found;
    end loop;
    if posted.misposted then
      select a.id into bad from added a
       where a.xid is distinct from pg_current_xact_id() or a.cluster_id is distinct from cluster or a.posted_by is distinct from shared.current_actor()
          or (select l.position from finance.journal_line l where l.company_id = a.company_id and l.entry_id = a.id and l.position = 1) is null limit 1;
      raise exception 'entry % must be posted by the actor, with its lines in one statement', bad using constraint = 'entry_with_its_lines', errcode = 'check_violation';
    end if;
    if posted.reverses then
      for reversal in select a.company_id, a.id, a.reverses_entry_id, a.effective_on from added a where a.kind = 'reversal' loop
        perform finance.check_reversal(reversal.company_id, reversal.id, reversal.reverses_entry_id, reversal.effective_on);
      end loop;
    end if;
    return null;
  end $$;
`.execute(db);

const results = (db: Kysely<unknown>) =>
  sql`
  create function finance.check_results_of(p_company uuid, p_entry uuid) returns void language plpgsql as $$
  declare bad record;
  begin
    perform from finance.journal_entry e where e.company_id = p_company and e.id = p_entry and e.xid = pg_current_xact_id();
    if not found then
      raise exception 'the results of entry % do not come with it', p_entry using constraint = 'results_with_their_entry', errcode = 'check_violation';
    end if;
    select s.tax_code_id, s.account_id, sum(s.result) as result, sum(s.ledger) as ledger into bad from (
      select r.tax_code_id, r.account_id, r.side * r.company_deductible::numeric as result, 0::numeric as ledger, r.base_only
        from finance.tax_result r where r.company_id = p_company and r.entry_id = p_entry
      union all
      select l.tax_code_id, l.account_id, 0, l.company_amount, false
        from finance.journal_line l where l.company_id = p_company and l.entry_id = p_entry and l.tax_code_id is not null) s
     group by s.tax_code_id, s.account_id having sum(s.result) <> sum(s.ledger) and not bool_or(s.base_only) limit 1;
    if found then
      raise exception 'entry % has % of tax % in the ledger and % in its results', p_entry, bad.ledger, bad.tax_code_id, bad.result
        using constraint = 'results_tie_to_the_ledger', errcode = 'check_violation';
    end if;
  end $$;

  grant execute on function finance.check_results_of(uuid, uuid) to enterprise_app, enterprise_definer;

  create or replace function finance.check_tax_results() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare entry record;
  begin
    select (array_agg(a.company_id))[1] as company_id, (array_agg(a.entry_id))[1] as entry_id,
           min(a.company_id::text || a.entry_id) is not distinct from max(a.company_id::text || a.entry_id) as alone into entry from added a;
    if entry.alone then
      if entry.entry_id is not null and finance.check_results_of(entry.company_id, entry.entry_id) is null then null; end if;
      return null;
    end if;
    for entry in select a.company_id, a.entry_id from added a group by a.company_id, a.entry_id loop
      if finance.check_results_of(entry.company_id, entry.entry_id) is null then null; end if;
    end loop;
    return null;
  end $$;
`.execute(db);

const orders = (db: Kysely<unknown>) =>
  sql`
  create or replace function sales.derive_order_states() returns trigger language plpgsql as $$
  declare companies uuid[]; orders uuid[]; deliveries text[]; invoicings text[];
  begin
    select array_agg(s.company_id), array_agg(s.order_id), array_agg(s.delivery_state), array_agg(s.invoice_state) into companies, orders, deliveries, invoicings from (
      select a.company_id, a.order_id, d.delivery_state, d.invoice_state
        from (select distinct company_id, order_id from added) a
       cross join lateral (
             select case when coalesce(bool_and(l.delivered >= l.quantity) filter (where l.kind = 'product'), true) then 'full'
                         when sum(l.delivered) filter (where l.kind = 'product') > 0 then 'partial' else 'none' end as delivery_state,
                    case when bool_and(l.invoiced >= l.quantity) then 'full' when sum(l.invoiced) > 0 then 'partial' else 'none' end as invoice_state
               from sales.sales_order_line l where l.company_id = a.company_id and l.order_id = a.order_id) d
       where (select o.delivery_state || ' ' || o.invoice_state from sales.sales_order o where o.company_id = a.company_id and o.id = a.order_id)
             is distinct from d.delivery_state || ' ' || d.invoice_state
       order by a.company_id, a.order_id) s;
    for place in 1 .. coalesce(cardinality(orders), 0) loop
      update sales.sales_order o set delivery_state = deliveries[place], invoice_state = invoicings[place] where o.company_id = companies[place] and o.id = orders[place];
    end loop;
    return null;
  end $$;

  create or replace function sales.reserve_stock(p_warehouse uuid, p_products uuid[], p_quantities numeric[]) returns void language plpgsql as $$
  declare company uuid := shared.current_company(); products uuid[]; quantities numeric[]; wanted uuid; needed numeric;
  begin
    select array_agg(s.product_id), array_agg(s.quantity) into products, quantities from (
      select n.product_id, sum(n.quantity) as quantity from unnest(p_products, p_quantities) as n (product_id, quantity) group by 1 order by 1) s;
    for place in 1 .. coalesce(cardinality(products), 0) loop
      wanted := products[place];
      needed := quantities[place];
      update sales.stock_level s set reserved = s.reserved + needed
       where s.company_id = company and s.warehouse_id = p_warehouse and s.product_id = wanted and (s.allow_negative or needed <= s.on_hand - s.reserved);
      continue when found;
      /* Goods never stocked here get a level of zero, which only a product that may go below it can promise from. */
      perform sales.ensure_levels(p_warehouse, array[wanted]);
      update sales.stock_level s set reserved = s.reserved + needed
       where s.company_id = company and s.warehouse_id = p_warehouse and s.product_id = wanted and (s.allow_negative or needed <= s.on_hand - s.reserved);
      continue when found;
      raise exception 'There is not enough stock of % (% free, % wanted).',
        coalesce((select p.sku from sales.product p where p.company_id = company and p.id = wanted), wanted::text),
        coalesce((select trim_scale(s.on_hand - s.reserved) from sales.stock_level s where s.company_id = company and s.warehouse_id = p_warehouse and s.product_id = wanted), 0),
        trim_scale(needed)
        using constraint = 'stock_never_below_zero', errcode = 'check_violation';
    end loop;
  end $$;
`.execute(db);

const answers = (db: Kysely<unknown>) =>
  sql`
  /* What an audit record or an event says is often the answer itself (answered): it comes once and is parsed once. */
  create or replace function shared.close_command(p_key text, p_hash text, p_answer text, p_audit text, p_events text, p_actor_kind text, p_request text, p_at timestamptz,
                                                  p_series text[], p_tokens text[]) returns text[] language plpgsql as $$
  declare
    company uuid := shared.current_company(); actor uuid := shared.current_actor(); numbers text[] := '{}'; taken text; answer jsonb;
  begin
    for i in 1 .. coalesce(array_length(p_series, 1), 0) loop
      taken := current_setting('enterprise.number_' || p_series[i], true);
      if coalesce(taken, '') = '' then raise exception 'no number of series % was taken', p_series[i]; end if;
      numbers := numbers || taken;
      p_answer := replace(p_answer, p_tokens[i], taken);
      p_audit := replace(p_audit, p_tokens[i], taken);
      p_events := replace(p_events, p_tokens[i], taken);
    end loop;
    answer := p_answer::jsonb;
    if p_key is not null then
      insert into shared.idempotency_key (company_id, actor_id, key, request_hash, answer) values (company, actor, p_key, p_hash, answer);
    end if;
    if p_audit is not null then
      insert into shared.audit (id, company_id, actor_id, actor_kind, action, subject_type, subject_id, before, after, request_id, at)
      select r.id, company, actor, p_actor_kind, r.action, r."subjectType", r."subjectId", r.before, case when r.answered then answer else r.after end, p_request, p_at
        from jsonb_to_recordset(p_audit::jsonb) as r (id uuid, action text, "subjectType" text, "subjectId" text, before jsonb, after jsonb, answered boolean);
    end if;
    if p_events is not null then
      insert into shared.outbox (id, company_id, type, subject, data, at)
      select e.id, company, e.type, e.subject, case when e.answered then answer else e.data end, p_at
        from jsonb_to_recordset(p_events::jsonb) as e (id uuid, type text, subject text, data jsonb, answered boolean);
    end if;
    return numbers;
  end $$;
`.execute(db);
