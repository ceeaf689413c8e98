import { type Kysely, sql } from "kysely";

/** Taxes of every treatment, what they came to on each line of each document, and the boxes of a tax return. */
export const up = async (db: Kysely<unknown>) => {
  await codes(db);
  await results(db);
  await derivation(db);
  await recognition(db);
  await boxes(db);
};

const codes = (db: Kysely<unknown>) =>
  sql`
  alter table finance.tax_code
    add column treatment text not null default 'standard' constraint tax_treatment check (treatment in ('standard', 'reverse_charge', 'withholding')),
    add column category text constraint tax_category check (category in ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
    add column exemption_code text constraint exemption_code_shape check (exemption_code ~ '^[A-Z0-9.-]{1,40}$'),
    add column exemption_reason text constraint exemption_reason_length check (length(exemption_reason) between 1 and 500),
    add column recognised_on text not null default 'document' constraint tax_recognised_on check (recognised_on in ('document', 'payment')),
    add column reverse_account_id uuid,
    add column nondeductible_account_id uuid,
    add column pending_account_id uuid,
    add constraint reverse_charge_has_both_accounts check ((treatment = 'reverse_charge') = (reverse_account_id is not null)),
    add constraint reverse_charge_accounts_differ check (reverse_account_id <> account_id),
    add constraint pending_tax_has_an_account check ((recognised_on = 'payment') = (pending_account_id is not null)),
    add constraint pending_account_differs check (pending_account_id <> account_id),
    add constraint reverse_charge_is_due_at_once check (treatment <> 'reverse_charge' or recognised_on = 'document'),
    add constraint only_an_added_tax_is_included check (treatment = 'standard' or not included),
    add constraint only_what_is_untaxed_is_exempt check ((exemption_code is null and exemption_reason is null) or category in ('E', 'AE', 'K', 'G', 'O')),
    add foreign key (company_id, reverse_account_id) references finance.account (company_id, id),
    add foreign key (company_id, nondeductible_account_id) references finance.account (company_id, id),
    add foreign key (company_id, pending_account_id) references finance.account (company_id, id);
  create index tax_code_of_reverse_account on finance.tax_code (company_id, reverse_account_id) where reverse_account_id is not null;
  create index tax_code_of_nondeductible_account on finance.tax_code (company_id, nondeductible_account_id) where nondeductible_account_id is not null;
  create index tax_code_of_pending_account on finance.tax_code (company_id, pending_account_id) where pending_account_id is not null;
  alter table finance.tax_rate add column deductible_percent numeric(9, 6) not null default 100 constraint deductible_share check (deductible_percent between 0 and 100);

  /* What is withheld counts below zero among the taxes of a document. */
  alter table finance.invoice drop constraint invoice_tax_minor_check;

  /* Versions of a rate are what documents name: their amounts never change, and none goes away. */
  revoke delete on finance.tax_rate from enterprise_app;
  create function finance.keep_tax_rate() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    raise exception 'A rate does not change; give the tax another one from a day on.' using constraint = 'tax_rate_stays', errcode = 'restrict_violation';
  end $$;
  create trigger rate_stays before update on finance.tax_rate for each row
    when ((new.id, new.company_id, new.tax_code_id, new.rate, new.deductible_percent) is distinct from (old.id, old.company_id, old.tax_code_id, old.rate, old.deductible_percent))
    execute function finance.keep_tax_rate();

  /* Only what a purchase bears can be deductible in part. */
  create function finance.check_deductible() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    perform from finance.tax_code t where t.company_id = new.company_id and t.id = new.tax_code_id and t.usage = 'purchase' and t.treatment <> 'withholding';
    if not found then
      raise exception 'Only a tax on purchases is deductible in part.' using constraint = 'deductible_on_purchases', errcode = 'check_violation';
    end if;
    return new;
  end $$;
  create trigger deductible_checked before insert on finance.tax_rate for each row when (new.deductible_percent <> 100) execute function finance.check_deductible();

  /*
   * A tax as documents keep it, with what of it differs from the usual left out: the definition travels with the line, so that a document always
   * explains itself.
   */
  create function finance.tax_definition(t finance.tax_code, r finance.tax_rate) returns jsonb language sql stable
    return jsonb_build_object('taxCodeId', t.id, 'taxRateId', r.id, 'accountId', t.account_id, 'code', t.code, 'kind', t.kind, 'rate', r.rate::text, 'included', t.included, 'compound', t.compound)
      || jsonb_strip_nulls(jsonb_build_object(
           'treatment', nullif(t.treatment, 'standard'), 'category', t.category, 'exemptionCode', t.exemption_code,
           'deductiblePercent', case when r.deductible_percent <> 100 then r.deductible_percent::text end,
           'reverseAccountId', t.reverse_account_id, 'nondeductibleAccountId', t.nondeductible_account_id, 'pendingAccountId', t.pending_account_id));
  grant execute on function finance.tax_definition(finance.tax_code, finance.tax_rate) to enterprise_app;
`.execute(db);

const results = (db: Kysely<unknown>) =>
  sql`
  /*
   * What a tax came to: a row for each line of a document and each tax it bears, two for a reverse charge (what is owed and what is claimed). Amounts are
   * positive for invoices and bills, negative for what takes them back. "deductible" is the part that stands on the account: of an input tax what may be
   * claimed, of any other all of it. side × company_deductible is what the ledger has there; a debit is positive.
   */
  create table finance.tax_result (
    company_id         uuid     not null,
    entry_id           uuid     not null,
    position           integer  not null check (position > 0),
    effective_on       date     not null,
    tax_code_id        uuid     not null,
    tax_rate_id        uuid,
    part               text     not null check (part in ('output', 'input', 'withheld')),
    pending            boolean  not null default false,
    base_only          boolean  not null default false,
    account_id         uuid     not null,
    side               smallint not null check (side in (-1, 1)),
    source_type        text,
    source_id          uuid,
    line_id            uuid,
    currency           text     not null check (currency ~ '^[A-Z]{3}$'),
    base               bigint   not null,
    tax                bigint   not null,
    deductible         bigint   not null,
    company_base       bigint   not null,
    company_tax        bigint   not null,
    company_deductible bigint   not null,
    primary key (company_id, entry_id, position),
    constraint deductible_within_tax check (abs(deductible::numeric) <= abs(tax::numeric)),
    constraint result_can_be_negated check (least(base, tax, company_base, company_tax) > -9223372036854775808),
    constraint base_alone_has_no_tax check (not base_only or (tax = 0 and company_tax = 0 and company_deductible = 0)),
    foreign key (company_id, entry_id, effective_on) references finance.journal_entry (company_id, id, effective_on),
    foreign key (company_id, tax_code_id) references finance.tax_code (company_id, id)
  );
  create index tax_result_of_code on finance.tax_result (company_id, tax_code_id, effective_on, entry_id, position);
  create index tax_result_pending on finance.tax_result (company_id, source_id) where pending;
  call shared.fence('finance.tax_result', 'append');
  grant select on finance.tax_result to enterprise_sealer, enterprise_reader;
  create trigger append_only before update or delete or truncate on finance.tax_result for each statement execute function shared.refuse_change();

  /* A code that was used keeps what it is: what it stands for in the books must not change under them. */
  create function finance.keep_tax_kind() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    perform from finance.tax_code t where t.company_id = old.company_id and t.id = old.id for update;
    perform from finance.tax_result r where r.company_id = old.company_id and r.tax_code_id = old.id limit 1;
    if not found then
      perform from finance.journal_line l where l.company_id = old.company_id and l.tax_code_id = old.id limit 1;
    end if;
    if found then
      raise exception 'Tax % has been used, so it stays what it is; add another one.', old.code using constraint = 'used_tax_keeps_kind', errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
  create trigger used_keeps_kind before update on finance.tax_code for each row
    when ((new.code, new.kind, new.usage, new.treatment, new.included, new.compound, new.category, new.recognised_on)
          is distinct from (old.code, old.kind, old.usage, old.treatment, old.included, old.compound, old.category, old.recognised_on))
    execute function finance.keep_tax_kind();

  /* Results come with their entry, and say for each account what its lines of that tax say. */
  create function finance.check_tax_results() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare entry record; bad record;
  begin
    for entry in select a.company_id, a.entry_id from added a group by a.company_id, a.entry_id loop
      perform from finance.journal_entry e where e.company_id = entry.company_id and e.id = entry.entry_id and e.xid = pg_current_xact_id();
      if not found then
        raise exception 'the results of entry % do not come with it', entry.entry_id using constraint = 'results_with_their_entry', errcode = 'check_violation';
      end if;
      select s.tax_code_id, s.account_id, sum(s.result) as result, sum(s.ledger) as ledger into bad from (
        select r.tax_code_id, r.account_id, r.side * r.company_deductible::numeric as result, 0::numeric as ledger, r.base_only
          from finance.tax_result r where r.company_id = entry.company_id and r.entry_id = entry.entry_id
        union all
        select l.tax_code_id, l.account_id, 0, l.company_amount, false
          from finance.journal_line l where l.company_id = entry.company_id and l.entry_id = entry.entry_id and l.tax_code_id is not null) s
       group by s.tax_code_id, s.account_id having sum(s.result) <> sum(s.ledger) and not bool_or(s.base_only) limit 1;
      if found then
        raise exception 'entry % has % of tax % in the ledger and % in its results', entry.entry_id, bad.ledger, bad.tax_code_id, bad.result
          using constraint = 'results_tie_to_the_ledger', errcode = 'check_violation';
      end if;
    end loop;
    return null;
  end $$;

  /*
   * Writes the results of documents, after their entries. Entry: {entryId, effectiveOn, sourceType, sourceId, results: [{taxCodeId, taxRateId?, part, pending,
   * accountId, side, lineId, currency, base, tax, deductible, companyBase, companyTax, companyDeductible}]}.
   */
  create function finance.write_tax_results(entries jsonb) returns void language sql as $$
    insert into finance.tax_result (company_id, entry_id, position, effective_on, tax_code_id, tax_rate_id, part, pending, account_id, side, source_type, source_id, line_id, currency,
                                    base, tax, deductible, company_base, company_tax, company_deductible)
    select shared.current_company(), e."entryId", r.position, e."effectiveOn", r."taxCodeId", r."taxRateId", r.part, r.pending, r."accountId", r.side, e."sourceType", e."sourceId", r."lineId", r.currency,
           r.base, r.tax, r.deductible, r."companyBase", r."companyTax", r."companyDeductible"
      from jsonb_to_recordset(entries) as e ("entryId" uuid, "effectiveOn" date, "sourceType" text, "sourceId" uuid, results jsonb),
           rows from (jsonb_to_recordset(e.results) as ("taxCodeId" uuid, "taxRateId" uuid, part text, pending boolean, "accountId" uuid, side smallint, "lineId" uuid, currency text,
                      base bigint, tax bigint, deductible bigint, "companyBase" bigint, "companyTax" bigint, "companyDeductible" bigint)) with ordinality
           as r ("taxCodeId", "taxRateId", part, pending, "accountId", side, "lineId", currency, base, tax, deductible, "companyBase", "companyTax", "companyDeductible", position);
  $$;
  grant execute on function finance.write_tax_results(jsonb) to enterprise_app;
`.execute(db);

const derivation = async (db: Kysely<unknown>) => {
  await sql`
  /*
   * The results of an entry whose lines say all there is: one by hand, or a reversal, which takes back the results of what it reverses. A line on an account
   * of its tax is the tax, beside its base; a line on another account is the base alone, and counts as one unless a line of the tax names it already.
   */
  create function finance.derive_tax_results(company uuid, entry uuid) returns void language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  begin
    insert into finance.tax_result (company_id, entry_id, position, effective_on, tax_code_id, tax_rate_id, part, pending, base_only, account_id, side, source_type, source_id, line_id,
                                    currency, base, tax, deductible, company_base, company_tax, company_deductible)
    select company, e.id, r.position, e.effective_on, r.tax_code_id, r.tax_rate_id, r.part, r.pending, r.base_only, r.account_id, r.side, e.source_type, e.source_id, r.line_id,
           r.currency, -r.base, -r.tax, -r.deductible, -r.company_base, -r.company_tax, -r.company_deductible
      from finance.journal_entry e join finance.tax_result r on r.company_id = company and r.entry_id = e.reverses_entry_id
     where e.company_id = company and e.id = entry;
    if found then return; end if;

    insert into finance.tax_result (company_id, entry_id, position, effective_on, tax_code_id, tax_rate_id, part, pending, base_only, account_id, side, source_type, source_id,
                                    currency, base, tax, deductible, company_base, company_tax, company_deductible)
    select company, entry, d.position, d.effective_on, d.tax_code_id, d.tax_rate_id, d.part, d.pending, d.base_only, d.account_id, d.side, d.source_type, d.source_id, d.currency,
           d.base, d.tax, d.tax, d.company_base, d.company_tax, d.company_tax
      from (
        select c.*,
               case when c.base_only then 0 else c.side * c.amount end as tax, case when c.base_only then 0 else c.side * c.company_amount end as company_tax,
               case when c.base_only and c.base_named then 0 else c.side * c.line_base end as base,
               case when c.base_only and c.base_named then 0
                    when c.amount = 0 or c.amount = c.company_amount then c.side * c.line_base
                    else c.side * round(c.line_base::numeric * c.company_amount / c.amount)::bigint end as company_base
          from (
            select l.position, l.effective_on, l.tax_code_id, l.account_id, l.currency, l.amount, l.company_amount, k.part, k.side, k.base_only, e.source_type, e.source_id,
                   coalesce(l.account_id = t.pending_account_id, false) as pending,
                   coalesce(l.tax_base, case when k.base_only then l.amount else 0 end) as line_base,
                   bool_or(not k.base_only and l.tax_base is not null) over (partition by l.tax_code_id) as base_named,
                   (select r.id from finance.tax_rate r where r.company_id = company and r.tax_code_id = t.id and r.valid @> l.effective_on) as tax_rate_id
              from finance.journal_line l
              join finance.journal_entry e on e.company_id = company and e.id = entry
              join finance.tax_code t on t.company_id = company and t.id = l.tax_code_id
             cross join lateral (
                   select l.account_id is distinct from t.account_id and l.account_id is distinct from t.reverse_account_id and l.account_id is distinct from t.pending_account_id as base_only,
                          case when t.treatment = 'withholding' then 'withheld' when l.account_id = t.reverse_account_id or t.usage = 'sale' then 'output' else 'input' end as part,
                          case when t.treatment = 'withholding' then case t.usage when 'sale' then 1 else -1 end
                               when l.account_id = t.reverse_account_id or t.usage = 'sale' then -1 else 1 end as side) k
             where l.company_id = company and l.entry_id = entry and l.tax_code_id is not null) c) d;
  end $$;
  grant execute on function finance.derive_tax_results(uuid, uuid) to enterprise_app;

  /* At COMMIT, for entries with a tax only: whoever posted its lines without results gets those the lines tell. Once for each entry, at its first such line. */
  create function finance.complete_tax_results() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  begin
    perform from finance.tax_result r where r.company_id = new.company_id and r.entry_id = new.entry_id limit 1;
    if not found then perform finance.derive_tax_results(new.company_id, new.entry_id); end if;
    return null;
  end $$;
  create constraint trigger tax_results_completed after insert on finance.journal_line deferrable initially deferred for each row
    when (new.tax_code_id is not null) execute function finance.complete_tax_results();
  `.execute(db);
  await past(db);
  await sql`create trigger results_checked after insert on finance.tax_result referencing new table as added for each statement execute function finance.check_tax_results()`.execute(
    db,
  );
};

/**
 * The results of everything posted before there were any. A document's lines hold them in its currency; in the company's they share what the ledger has,
 * the largest taking what rounding leaves.
 */
const past = (db: Kysely<unknown>) =>
  sql`
  insert into finance.tax_result (company_id, entry_id, position, effective_on, tax_code_id, part, account_id, side, source_type, source_id, line_id, currency,
                                  base, tax, deductible, company_base, company_tax, company_deductible)
  select s.company_id, s.entry_id, s.position, s.effective_on, s.tax_code_id, s.part, s.account_id, s.side, s.kind, s.invoice_id, s.line_id, s.currency, s.base, s.tax, s.tax,
         s.company_base, s.company_tax + s.missing, s.company_tax + s.missing
    from (
      select c.*, case when row_number() over (partition by c.company_id, c.entry_id, c.tax_code_id order by abs(c.tax) desc, c.position) = 1
                       then c.ledger_company - sum(c.company_tax) over (partition by c.company_id, c.entry_id, c.tax_code_id) else 0 end as missing
        from (
          select i.company_id, i.entry_id, e.effective_on, i.id as invoice_id, i.kind, i.currency, l.id as line_id, (x.tax ->> 'taxCodeId')::uuid as tax_code_id, n.sign * (x.tax ->> 'baseMinor')::bigint as base,
                 n.sign * (x.tax ->> 'taxMinor')::bigint as tax, case when i.kind in ('bill', 'debit_note') then 'input' else 'output' end as part, n.side,
                 row_number() over (partition by i.company_id, i.id order by l.position, x.place) as position,
                 coalesce(g.account_id, (x.tax ->> 'accountId')::uuid) as account_id, n.side * coalesce(g.company_amount, 0) as ledger_company,
                 round(n.sign * (x.tax ->> 'taxMinor')::numeric * i.company_minor / i.total_minor)::bigint as company_tax,
                 round(n.sign * (x.tax ->> 'baseMinor')::numeric * i.company_minor / i.total_minor)::bigint as company_base
            from finance.invoice i
            join finance.journal_entry e on e.company_id = i.company_id and e.id = i.entry_id and e.kind = 'standard'
            join finance.invoice_line l on l.company_id = i.company_id and l.invoice_id = i.id
           cross join lateral jsonb_array_elements(l.taxes) with ordinality as x (tax, place)
           cross join lateral (select case when i.kind in ('credit_note', 'debit_note') then -1 else 1 end as sign, case when i.kind in ('bill', 'debit_note') then 1 else -1 end as side) n
            left join finance.journal_line g on g.company_id = i.company_id and g.entry_id = i.entry_id and g.tax_code_id = (x.tax ->> 'taxCodeId')::uuid
           where i.state <> 'draft' and i.total_minor > 0) c) s;
  select finance.derive_tax_results(l.company_id, l.entry_id)
    from (select distinct l.company_id, l.entry_id from finance.journal_line l
           where l.tax_code_id is not null and not exists (select from finance.tax_result r where r.company_id = l.company_id and r.entry_id = l.entry_id)) l;
`.execute(db);

const recognition = (db: Kysely<unknown>) =>
  sql`
  /*
   * A tax that is recognised on payment waits on its pending account. Whenever a part of the document is settled, the same part of the tax moves to its
   * account, dated that day; the last settlement moves what is left, and taking one back moves it back. What was settled is read under the document's lock.
   */
  create function finance.recognise_taxes() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare document record; entry uuid; moves jsonb; results jsonb;
  begin
    for document in
      select i.id, i.total_minor, i.number, i.kind, i.currency from finance.invoice i
       where i.company_id = new.company_id and i.id in (new.invoice_id, new.credit_note_id)
         and exists (select from finance.tax_result r where r.company_id = new.company_id and r.source_id = i.id and r.pending) order by i.id for no key update
    loop
      entry := gen_random_uuid();
      with settled as (
        select coalesce(sum(a.amount_minor), 0) as minor from (
          select a.amount_minor from finance.allocation a where a.company_id = new.company_id and a.invoice_id = document.id
          union all select a.amount_minor from finance.allocation a where a.company_id = new.company_id and a.credit_note_id = document.id) a),
      waiting as (
        select r.tax_code_id, r.tax_rate_id, r.part, r.account_id as pending_account_id, t.account_id, r.side, r.line_id, sum(r.base) filter (where r.source_type <> 'allocation') as base,
               sum(r.tax) filter (where r.source_type <> 'allocation') as tax, sum(r.company_base) filter (where r.source_type <> 'allocation') as company_base,
               sum(r.company_tax) filter (where r.source_type <> 'allocation') as company_tax, sum(r.deductible) filter (where r.source_type <> 'allocation') as deductible,
               sum(r.company_deductible) filter (where r.source_type <> 'allocation') as company_deductible,
               sum(r.base) as left_base, sum(r.tax) as left_tax, sum(r.deductible) as left_deductible, sum(r.company_base) as left_company_base, sum(r.company_tax) as left_company_tax,
               sum(r.company_deductible) as left_company_deductible
          from finance.tax_result r join finance.tax_code t on t.company_id = r.company_id and t.id = r.tax_code_id
         where r.company_id = new.company_id and r.source_id = document.id and r.pending
         group by r.tax_code_id, r.tax_rate_id, r.part, r.account_id, t.account_id, r.side, r.line_id),
      due as (
        select w.*, w.left_base - w.base + round(w.base * s.minor / document.total_minor) as now_base, w.left_tax - w.tax + round(w.tax * s.minor / document.total_minor) as now_tax,
               w.left_deductible - w.deductible + round(w.deductible * s.minor / document.total_minor) as now_deductible,
               w.left_company_base - w.company_base + round(w.company_base * s.minor / document.total_minor) as now_company_base,
               w.left_company_tax - w.company_tax + round(w.company_tax * s.minor / document.total_minor) as now_company_tax,
               w.left_company_deductible - w.company_deductible + round(w.company_deductible * s.minor / document.total_minor) as now_company_deductible
          from waiting w cross join settled s),
      moved as (
        select d.*, m.pending, m.account, m.sign from due d cross join lateral (values (true, d.pending_account_id, -1), (false, d.account_id, 1)) as m (pending, account, sign)
         where d.now_base <> 0 or d.now_tax <> 0)
      select (select jsonb_agg(jsonb_build_object('accountId', l.account, 'currency', document.currency, 'amount', l.amount, 'companyAmount', l.company_amount, 'taxCodeId', l.tax_code_id, 'taxBase', l.base))
                from (select m.account, m.tax_code_id, sum(m.sign * m.side * m.now_deductible) as amount, sum(m.sign * m.side * m.now_company_deductible) as company_amount,
                             sum(m.sign * m.side * m.now_base) as base
                        from moved m group by m.account, m.tax_code_id having sum(m.now_deductible) <> 0 or sum(m.now_company_deductible) <> 0) l),
             (select jsonb_agg(jsonb_build_object('taxCodeId', m.tax_code_id, 'taxRateId', m.tax_rate_id, 'part', m.part, 'pending', m.pending, 'accountId', m.account, 'side', m.side, 'lineId', m.line_id,
                               'currency', document.currency, 'base', m.sign * m.now_base, 'tax', m.sign * m.now_tax, 'deductible', m.sign * m.now_deductible, 'companyBase', m.sign * m.now_company_base,
                               'companyTax', m.sign * m.now_company_tax, 'companyDeductible', m.sign * m.now_company_deductible)) from moved m)
        into moves, results;
      if moves is null then continue; end if;
      perform finance.post_entries(jsonb_build_array(jsonb_build_object('id', entry, 'effectiveOn', new.allocated_on, 'sourceType', 'allocation', 'sourceId', new.id, 'lines', moves,
        'journalId', (select j.id from finance.journal j where j.company_id = new.company_id and j.code = 'GEN'), 'description', 'Tax due on payment of ' || document.number)));
      perform finance.write_tax_results(jsonb_build_array(jsonb_build_object('entryId', entry, 'effectiveOn', new.allocated_on, 'sourceType', 'allocation', 'sourceId', document.id, 'results', results)));
    end loop;
    return null;
  end $$;
  create trigger taxes_recognised after insert on finance.allocation for each row execute function finance.recognise_taxes();
`.execute(db);

const boxes = (db: Kysely<unknown>) =>
  sql`
  /* A box of a return: sums of what its terms name. A term is what a tax came to, or another box. Boxes that add boxes come after them. */
  create table finance.tax_box (
    id          uuid primary key,
    company_id  uuid not null references shared.company (id),
    return_code text not null constraint return_code_shape check (return_code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
    box         text not null constraint box_shape check (box ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,15}$'),
    name        text not null constraint box_named check (name <> '' and length(name) <= 200),
    position    smallint not null check (position > 0),
    version     integer not null default 1,
    unique (company_id, id),
    constraint tax_box_once unique (company_id, return_code, box)
  );
  create table finance.tax_box_term (
    id          uuid primary key,
    company_id  uuid not null,
    box_id      uuid not null,
    sign        smallint not null check (sign in (-1, 1)),
    amount      text check (amount in ('base', 'tax', 'deductible')),
    part        text check (part in ('output', 'input', 'withheld')),
    tax_code_id uuid,
    of_box_id   uuid,
    constraint term_of_a_tax_or_a_box check ((tax_code_id is null) <> (of_box_id is null) and (tax_code_id is null) = (amount is null) and (tax_code_id is null) = (part is null)),
    constraint box_not_of_itself check (of_box_id <> box_id),
    constraint term_once unique nulls not distinct (company_id, box_id, tax_code_id, part, amount, of_box_id),
    foreign key (company_id, box_id) references finance.tax_box (company_id, id),
    foreign key (company_id, tax_code_id) references finance.tax_code (company_id, id),
    foreign key (company_id, of_box_id) references finance.tax_box (company_id, id)
  );
  create index term_of_code on finance.tax_box_term (company_id, tax_code_id) where tax_code_id is not null;
  create index term_of_box on finance.tax_box_term (company_id, of_box_id) where of_box_id is not null;
  call shared.fence('finance.tax_box', 'row');
  call shared.fence('finance.tax_box_term', 'row');
  grant select on finance.tax_box, finance.tax_box_term to enterprise_sealer, enterprise_reader;
`.execute(db);
