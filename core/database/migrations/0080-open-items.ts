import { type Kysely, sql } from "kysely";

/**
 * Open items: what a line of a control account still has to be settled. A line and what settles it are joined by allocations, which are only added.
 * Postgres keeps every item between zero and its line's amount, and derives from the items what is open of invoices and payments.
 */
export const up = async (db: Kysely<unknown>) => {
  await tables(db);
  await takeOver(db);
  await guards(db);
  await openings(db);
  await settlements(db);
  await taxes(db);
};

const tables = (db: Kysely<unknown>) =>
  sql`
  /*
   * One row for each line of a control account that a document, a payment or a settlement posted; an invoice in instalments has several. Signed as the
   * line: a debit is positive. Only functions of the definer write here, and they copy what the line says, so no key refers to it: lines are never taken away.
   */
  create table finance.open_item (
    company_id         uuid     not null,
    entry_id           uuid     not null,
    position           smallint not null,
    ledger             text     not null check (ledger in ('receivable', 'payable')),
    document_kind      text     not null check (document_kind in ('invoice', 'payment', 'discount', 'write_off', 'reversal', 'entry')),
    document_id        uuid     not null,
    account_id         uuid     not null,
    party_id           uuid     not null,
    currency           text     not null,
    amount_minor       bigint   not null check (amount_minor <> 0),
    company_minor      bigint   not null,
    open_minor         bigint   not null,
    open_company_minor bigint   not null,
    effective_on       date     not null,
    due_on             date     not null,
    primary key (company_id, entry_id, position),
    constraint line_never_over_allocated check (open_minor between least(0, amount_minor) and greatest(0, amount_minor)),
    constraint open_company_within_line check (open_company_minor between least(0, company_minor) and greatest(0, company_minor) and (open_minor <> 0 or open_company_minor = 0))
  ) with (fillfactor = 85);
  create index open_item_open on finance.open_item (company_id, ledger, party_id, due_on) where open_minor <> 0;
  call shared.fence('finance.open_item', 'append');
  revoke insert on finance.open_item from enterprise_app;
  grant select on finance.open_item to enterprise_sealer, enterprise_reader;
  grant select, insert, update on finance.open_item to enterprise_definer;
  create trigger items_stay before delete or truncate on finance.open_item for each statement execute function shared.refuse_change();
  create function finance.keep_item() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    raise exception 'An open item changes by allocations alone.' using constraint = 'open_item_is_its_line', errcode = 'restrict_violation';
  end $$;
  create trigger item_is_its_line before update on finance.open_item for each row
    when ((new.company_id, new.entry_id, new.position, new.ledger, new.document_kind, new.document_id, new.account_id, new.party_id, new.currency, new.amount_minor, new.company_minor,
           new.effective_on) is distinct from
          (old.company_id, old.entry_id, old.position, old.ledger, old.document_kind, old.document_id, old.account_id, old.party_id, old.currency, old.amount_minor, old.company_minor,
           old.effective_on)) execute function finance.keep_item();

  /* Due dates of an invoice in instalments, the first for line 1 of its entry; absent when it is due at once. */
  alter table finance.invoice add due_dates date[] constraint instalments_have_due_dates check (due_dates is null or cardinality(due_dates) between 2 and 36);
  alter table finance.payment add ledger text check (ledger in ('receivable', 'payable'));

  alter table finance.allocation
    add debit_entry_id uuid, add debit_position smallint, add credit_entry_id uuid, add credit_position smallint,
    add debit_company_minor bigint, add credit_company_minor bigint, add exchange_entry_id uuid, add undoes_id uuid;
  `.execute(db);

/** Documents and payments of earlier versions become items, and the edges between them edges between their lines. */
const takeOver = (db: Kysely<unknown>) =>
  sql`
  alter table finance.allocation disable trigger append_only;
  alter table finance.payment disable trigger keep_history;
  insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor, open_company_minor,
                                 effective_on, due_on)
  select i.company_id, i.entry_id, l.position, case when i.kind in ('invoice', 'credit_note') then 'receivable' else 'payable' end, 'invoice', i.id, l.account_id, l.party_id, l.currency,
         l.amount, l.company_amount, sign(l.amount) * i.open_minor, sign(l.amount) * i.open_company_minor, l.effective_on, coalesce(i.due_on, i.issued_on)
    from finance.invoice i join finance.journal_line l on l.company_id = i.company_id and l.entry_id = i.entry_id and l.position = 1
   where i.state <> 'draft';

  update finance.payment p set ledger = case
      when k.kind is not null then case when k.kind in ('invoice', 'credit_note') then 'receivable' else 'payable' end
      when p.direction = 'in' then 'receivable' else 'payable' end
    from finance.payment q
    left join lateral (select i.kind from finance.allocation a join finance.invoice i on i.company_id = a.company_id and i.id = a.invoice_id
                        where a.company_id = q.company_id and a.payment_id = q.id limit 1) k on true
   where p.id = q.id;
  insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor, open_company_minor,
                                 effective_on, due_on)
  select p.company_id, p.entry_id, l.position, p.ledger, 'payment', p.id, l.account_id, l.party_id, l.currency, l.amount, l.company_amount,
         sign(l.amount) * p.unallocated_minor, sign(l.amount) * p.unallocated_company_minor, l.effective_on, l.effective_on
    from finance.payment p join finance.journal_line l on l.company_id = p.company_id and l.entry_id = p.entry_id and l.party_id = p.party_id;
  alter table finance.payment alter ledger set not null;

  /* What the other side lost in company currency was not kept by edge, only in all: it is shared out in the order of the edges. */
  with edge as (
    select a.id, a.company_id, a.amount_minor, a.company_minor, mine.entry_id as own_entry, mine.position as own_position, mine.amount_minor as own_amount,
           other.entry_id as other_entry, other.position as other_position, abs(other.company_minor) - abs(other.open_company_minor) as settled,
           sum(a.amount_minor) over (partition by a.company_id, other.entry_id order by a.id) as up_to,
           sum(a.amount_minor) over (partition by a.company_id, other.entry_id) as in_all
      from finance.allocation a
      join finance.invoice i on i.company_id = a.company_id and i.id = a.invoice_id
      join finance.open_item mine on mine.company_id = i.company_id and mine.entry_id = i.entry_id and mine.document_kind = 'invoice'
      left join finance.payment p on p.company_id = a.company_id and p.id = a.payment_id
      left join finance.invoice c on c.company_id = a.company_id and c.id = a.credit_note_id
      join finance.open_item other on other.company_id = a.company_id and other.entry_id = coalesce(p.entry_id, c.entry_id)),
  share as (
    select e.*, round(e.settled::numeric * e.up_to / nullif(e.in_all, 0)) - round(e.settled::numeric * (e.up_to - e.amount_minor) / nullif(e.in_all, 0)) as other_company from edge e)
  update finance.allocation a set
      debit_entry_id = case when s.own_amount > 0 then s.own_entry else s.other_entry end, debit_position = case when s.own_amount > 0 then s.own_position else s.other_position end,
      credit_entry_id = case when s.own_amount > 0 then s.other_entry else s.own_entry end, credit_position = case when s.own_amount > 0 then s.other_position else s.own_position end,
      debit_company_minor = case when s.own_amount > 0 then s.company_minor else coalesce(s.other_company, 0) end,
      credit_company_minor = case when s.own_amount > 0 then coalesce(s.other_company, 0) else s.company_minor end,
      exchange_entry_id = (select e.id from finance.journal_entry e where e.company_id = a.company_id and e.source_type = 'allocation' and e.source_id = a.id limit 1)
    from share s where s.company_id = a.company_id and s.id = a.id;
  alter table finance.allocation enable trigger append_only;
  alter table finance.payment enable trigger keep_history;
  `.execute(db);

const guards = (db: Kysely<unknown>) =>
  sql`
  drop index finance.allocation_of_invoice, finance.allocation_of_payment, finance.allocation_of_credit_note;
  alter table finance.allocation drop invoice_id, drop payment_id, drop credit_note_id, drop company_minor,
    alter debit_entry_id set not null, alter debit_position set not null, alter credit_entry_id set not null, alter credit_position set not null,
    alter debit_company_minor set not null, alter credit_company_minor set not null, alter allocated_at set default clock_timestamp(),
    add unique (company_id, id),
    add constraint allocation_company_sides check (sign(debit_company_minor) * sign(amount_minor) >= 0 and sign(credit_company_minor) * sign(amount_minor) >= 0),
    add constraint undoing_is_negative check ((undoes_id is not null) = (amount_minor < 0)),
    add foreign key (company_id, debit_entry_id, debit_position) references finance.open_item (company_id, entry_id, position),
    add foreign key (company_id, credit_entry_id, credit_position) references finance.open_item (company_id, entry_id, position),
    add foreign key (company_id, exchange_entry_id) references finance.journal_entry (company_id, id),
    add foreign key (company_id, undoes_id) references finance.allocation (company_id, id);
  create index allocation_of_debit on finance.allocation (company_id, debit_entry_id, debit_position, id);
  create index allocation_of_credit on finance.allocation (company_id, credit_entry_id, credit_position, id);
  create index allocation_of_exchange on finance.allocation (company_id, exchange_entry_id) where exchange_entry_id is not null;
  create unique index allocation_undone_once on finance.allocation (company_id, undoes_id) where undoes_id is not null;
  create index allocation_by_day on finance.allocation (company_id, allocated_on);
  create index allocation_by_time on finance.allocation (company_id, allocated_at);
  revoke insert on finance.allocation from enterprise_app;
  grant insert (id, company_id, debit_entry_id, debit_position, credit_entry_id, credit_position, amount_minor, debit_company_minor, credit_company_minor, allocated_on, exchange_entry_id, undoes_id)
    on finance.allocation to enterprise_app;
  grant select on finance.allocation, finance.journal_line, finance.journal_entry to enterprise_definer;
  grant select, update on finance.invoice, finance.payment to enterprise_definer;
  grant select on finance.invoice_line to enterprise_definer;

  /* Shared by whoever allocates; who has held it alone after an instant knows that no allocation of an earlier moment is still to appear. */
  create function finance.allocation_lock(company uuid) returns bigint language sql immutable
    return hashtextextended('allocation' || company::text, 4);
  create function finance.share_allocation_lock() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
  begin
    if pg_advisory_xact_lock_shared(finance.allocation_lock(shared.current_company())) is null then null; end if;
    return null;
  end $$;
  create trigger allocating before insert on finance.allocation for each statement execute function finance.share_allocation_lock();
  grant execute on function finance.allocation_lock(uuid) to enterprise_app, enterprise_definer;
  `.execute(db);

const openings = (db: Kysely<unknown>) =>
  sql`
  /*
   * An issued document is the sum of its lines and opens the items of its control lines, the first of its entry, which add up to it too. Its lines and
   * amounts are final, so this is looked at once, when it is issued.
   */
  create function finance.open_document() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare lines record; opened record; side integer := case when new.kind in ('invoice', 'debit_note') then 1 else -1 end;
  begin
    select coalesce(sum(l.net_minor), 0) as net, coalesce(sum(l.tax_minor), 0) as tax into lines
      from finance.invoice_line l where l.company_id = new.company_id and l.invoice_id = new.id;
    if new.net_minor <> lines.net or new.tax_minor <> lines.tax then
      raise exception 'Invoice % is not the sum of its lines.', new.number using constraint = 'invoice_is_the_sum_of_its_lines', errcode = 'check_violation';
    end if;
    if new.due_dates is null then
      insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor,
                                     open_company_minor, effective_on, due_on)
      select l.company_id, l.entry_id, l.position, case when new.kind in ('invoice', 'credit_note') then 'receivable' else 'payable' end, 'invoice', new.id, l.account_id, l.party_id,
             l.currency, l.amount, l.company_amount, l.amount, l.company_amount, l.effective_on, coalesce(new.due_on, l.effective_on)
        from finance.journal_line l where l.company_id = new.company_id and l.entry_id = new.entry_id and l.position = 1
      returning amount_minor as amount, company_minor as company_amount, party_id, currency into opened;
    else
      with item as (
        insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor,
                                       open_company_minor, effective_on, due_on)
        select l.company_id, l.entry_id, l.position, case when new.kind in ('invoice', 'credit_note') then 'receivable' else 'payable' end, 'invoice', new.id, l.account_id, l.party_id,
               l.currency, l.amount, l.company_amount, l.amount, l.company_amount, l.effective_on, new.due_dates[l.position]
          from finance.journal_line l where l.company_id = new.company_id and l.entry_id = new.entry_id and l.position <= cardinality(new.due_dates)
        returning amount_minor, company_minor, party_id, currency)
      select sum(i.amount_minor)::bigint as amount, sum(i.company_minor)::bigint as company_amount, case when min(i.party_id::text) = max(i.party_id::text) then min(i.party_id::text)::uuid end as party_id,
             case when min(i.currency) = max(i.currency) then min(i.currency) end as currency into opened from item i;
    end if;
    if opened.party_id is distinct from new.party_id or opened.currency is distinct from new.currency or opened.amount <> side * new.total_minor or opened.company_amount <> side * new.company_minor or new.open_minor <> new.total_minor then
      raise exception 'Document % is not the sum of its control lines.', new.number using constraint = 'document_is_its_open_items', errcode = 'check_violation';
    end if;
    return null;
  end $$;
  drop trigger sums_checked_on_insert on finance.invoice;
  drop trigger sums_checked_on_update on finance.invoice;
  drop function finance.check_invoice_sums();
  create trigger opened_on_insert after insert on finance.invoice for each row when (new.state <> 'draft') execute function finance.open_document();
  create trigger opened_on_issue after update on finance.invoice for each row when (old.state = 'draft' and new.state <> 'draft') execute function finance.open_document();

  /* A payment opens the one line of its entry that has its party. */
  create function finance.open_payment() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare opened record; side integer := case new.direction when 'out' then 1 else -1 end; items integer;
  begin
    insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor,
                                   open_company_minor, effective_on, due_on)
    select l.company_id, l.entry_id, l.position, new.ledger, 'payment', new.id, l.account_id, l.party_id, l.currency, l.amount, l.company_amount, l.amount, l.company_amount,
           l.effective_on, l.effective_on
      from finance.journal_line l where l.company_id = new.company_id and l.entry_id = new.entry_id and l.party_id is not null
    returning amount_minor as amount, company_minor as company_amount, party_id, currency into opened;
    get diagnostics items = row_count;
    if items <> 1 or opened.party_id is distinct from new.party_id or opened.currency is distinct from new.currency or opened.amount <> side * new.amount_minor or opened.company_amount <> side * new.company_minor
       or new.unallocated_minor <> new.amount_minor or new.unallocated_company_minor <> new.company_minor then
      raise exception 'Payment % is not what its control line says.', new.number using constraint = 'payment_is_its_open_item', errcode = 'check_violation';
    end if;
    return null;
  end $$;
  create trigger opened_on_insert after insert on finance.payment for each row execute function finance.open_payment();

  /* The lines with a party of entries that this very transaction posted: discounts, write-offs, and what takes them or a payment back. */
  create function finance.open_entries(items jsonb) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  begin
    insert into finance.open_item (company_id, entry_id, position, ledger, document_kind, document_id, account_id, party_id, currency, amount_minor, company_minor, open_minor,
                                   open_company_minor, effective_on, due_on)
    select l.company_id, l.entry_id, l.position, n.ledger, n.kind, n."documentId", l.account_id, l.party_id, l.currency, l.amount, l.company_amount, l.amount, l.company_amount,
           l.effective_on, l.effective_on
      from jsonb_to_recordset(items) as n ("entryId" uuid, ledger text, kind text, "documentId" uuid)
      join finance.journal_entry e on e.company_id = shared.current_company() and e.id = n."entryId" and e.xid = pg_current_xact_id()
      join finance.journal_line l on l.company_id = e.company_id and l.entry_id = e.id and l.party_id is not null and l.amount <> 0
     where n.kind in ('discount', 'write_off', 'reversal', 'entry');
  end $$;
  `.execute(db);

const settlements = (db: Kysely<unknown>) =>
  sql`
  /*
   * The only writer of what is open. Items are changed in key order, then invoices, then payments, so that two settlements of the same lines queue;
   * the constraint line_never_over_allocated refuses whichever comes too late. Every row is looked up by its key, one at a time.
   */
  create function finance.apply_allocations() returns trigger language plpgsql security definer
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare
    facts record; side record; item record; document record; company uuid;
    kinds text[] := '{}'; documents uuid[] := '{}'; amounts bigint[] := '{}'; company_amounts bigint[] := '{}';
  begin
    select count(distinct a.company_id) as companies, min(a.company_id::text)::uuid as company_id, bool_or(a.undoes_id is not null) as undoes,
           bool_or(a.debit_company_minor <> a.credit_company_minor or a.exchange_entry_id is not null) as exchanges into facts from added a;
    if facts.companies <> 1 then return null; end if;
    company := facts.company_id;
    for side in
      select s.entry_id, s.position, sum(s.amount)::bigint as amount, sum(s.company_amount)::bigint as company_amount
        from (select a.debit_entry_id as entry_id, a.debit_position as position, a.amount_minor as amount, a.debit_company_minor as company_amount from added a
              union all
              select a.credit_entry_id, a.credit_position, -a.amount_minor, -a.credit_company_minor from added a) s
       group by s.entry_id, s.position order by s.entry_id, s.position
    loop
      update finance.open_item i set open_minor = i.open_minor - side.amount, open_company_minor = i.open_company_minor - side.company_amount
       where i.company_id = company and i.entry_id = side.entry_id and i.position = side.position
      returning i.document_kind, i.document_id, sign(i.amount_minor) as sign into item;
      if item.document_kind in ('invoice', 'payment') then
        kinds := kinds || item.document_kind; documents := documents || item.document_id;
        amounts := amounts || (item.sign * side.amount)::bigint; company_amounts := company_amounts || (item.sign * side.company_amount)::bigint;
      end if;
    end loop;
    perform from added a
     cross join lateral (select i.* from finance.open_item i where i.company_id = company and i.entry_id = a.debit_entry_id and i.position = a.debit_position offset 0) d
     cross join lateral (select i.* from finance.open_item i where i.company_id = company and i.entry_id = a.credit_entry_id and i.position = a.credit_position offset 0) c
     where d.amount_minor < 0 or c.amount_minor > 0 or d.party_id <> c.party_id or d.account_id <> c.account_id or d.currency <> c.currency
        or a.allocated_on < d.effective_on or a.allocated_on < c.effective_on limit 1;
    if found then
      raise exception 'an allocation does not join a debit and a credit of one party, account and currency on or after their days'
        using constraint = 'allocation_joins_a_debit_and_a_credit', errcode = 'check_violation';
    end if;
    if facts.undoes then
      perform from added a
       cross join lateral (select o.* from finance.allocation o where o.company_id = company and o.id = a.undoes_id offset 0) o
       where o.undoes_id is not null or a.allocated_on < o.allocated_on
          or (a.debit_entry_id, a.debit_position, a.credit_entry_id, a.credit_position, a.amount_minor, a.debit_company_minor, a.credit_company_minor) is distinct from
             (o.debit_entry_id, o.debit_position, o.credit_entry_id, o.credit_position, -o.amount_minor, -o.debit_company_minor, -o.credit_company_minor) limit 1;
      if found then
        raise exception 'an allocation does not mirror the one it undoes' using constraint = 'undoing_mirrors', errcode = 'check_violation';
      end if;
    end if;
    if facts.exchanges then
      perform from (select sum(a.credit_company_minor - a.debit_company_minor) as difference from added a) e
       where e.difference <> (select coalesce(sum(l.company_amount), 0) from (select distinct a.exchange_entry_id as id from added a where a.exchange_entry_id is not null) x
                               cross join lateral (select l.company_amount from finance.journal_line l
                                                    where l.company_id = company and l.entry_id = x.id and l.party_id is not null offset 0) l);
      if found then
        raise exception 'allocations leave an exchange difference that their entries do not post' using constraint = 'exchange_difference_posted', errcode = 'check_violation';
      end if;
    end if;
    for document in
      select u.kind, u.id, sum(u.amount)::bigint as amount, sum(u.company_amount)::bigint as company_amount
        from unnest(kinds, documents, amounts, company_amounts) as u (kind, id, amount, company_amount) group by u.kind, u.id order by u.kind, u.id
    loop
      if document.kind = 'payment' then
        update finance.payment p set unallocated_minor = p.unallocated_minor - document.amount, unallocated_company_minor = p.unallocated_company_minor - document.company_amount,
               version = p.version + 1
         where p.company_id = company and p.id = document.id;
        continue;
      end if;
      /* Due is what is due next. An invoice is credited when credit notes alone took it all. */
      update finance.invoice i
         set open_minor = i.open_minor - document.amount, open_company_minor = i.open_company_minor - document.company_amount, version = i.version + 1,
             due_on = case when i.due_dates is null then i.due_on
                           else coalesce((select min(o.due_on) from finance.open_item o where o.company_id = i.company_id and o.entry_id = i.entry_id and o.open_minor <> 0), i.due_on) end,
             state = case when i.open_minor - document.amount = i.total_minor then 'issued' when i.open_minor - document.amount > 0 then 'part_paid'
                          when i.kind in ('invoice', 'bill') and finance.settled_by_notes(i.company_id, i.entry_id, i.kind = 'invoice') then 'credited' else 'paid' end
       where i.company_id = company and i.id = document.id;
    end loop;
    return null;
  end $$;

  /* Whether documents alone stand against the items of an entry: no payment, discount or write-off that is not taken back. */
  create function finance.settled_by_notes(company uuid, entry uuid, debit boolean) returns boolean language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  begin
    if debit then
      perform from (select a.credit_entry_id as entry_id, a.credit_position as position from finance.allocation a
                     where a.company_id = company and a.debit_entry_id = entry group by 1, 2 having sum(a.amount_minor) <> 0) s
       cross join lateral (select i.document_kind from finance.open_item i where i.company_id = company and i.entry_id = s.entry_id and i.position = s.position offset 0) o
       where o.document_kind <> 'invoice' limit 1;
    else
      perform from (select a.debit_entry_id as entry_id, a.debit_position as position from finance.allocation a
                     where a.company_id = company and a.credit_entry_id = entry group by 1, 2 having sum(a.amount_minor) <> 0) s
       cross join lateral (select i.document_kind from finance.open_item i where i.company_id = company and i.entry_id = s.entry_id and i.position = s.position offset 0) o
       where o.document_kind <> 'invoice' limit 1;
    end if;
    return not found;
  end $$;

  drop function finance.write_allocations(jsonb);
  /* Edge: {id, debitEntryId, debitPosition, creditEntryId, creditPosition, amountMinor, debitCompanyMinor, creditCompanyMinor, allocatedOn, exchangeEntryId?, undoesId?}. */
  create function finance.write_allocations(edges jsonb) returns void language plpgsql as $$
  begin
    insert into finance.allocation (id, company_id, debit_entry_id, debit_position, credit_entry_id, credit_position, amount_minor, debit_company_minor, credit_company_minor, allocated_on,
                                    exchange_entry_id, undoes_id)
    select e.id, shared.current_company(), e."debitEntryId", e."debitPosition", e."creditEntryId", e."creditPosition", e."amountMinor", e."debitCompanyMinor", e."creditCompanyMinor",
           e."allocatedOn", e."exchangeEntryId", e."undoesId"
      from jsonb_to_recordset(edges) as e (id uuid, "debitEntryId" uuid, "debitPosition" smallint, "creditEntryId" uuid, "creditPosition" smallint, "amountMinor" bigint,
           "debitCompanyMinor" bigint, "creditCompanyMinor" bigint, "allocatedOn" date, "exchangeEntryId" uuid, "undoesId" uuid);
  end $$;

  /* Payment: {id, direction, ledger, partyId, methodId, paidOn, currency, amountMinor, companyMinor, reference?, entryId, externalId?}; its entry is posted before. Numbers in the order given. */
  create function finance.write_payments(payments jsonb) returns void language plpgsql as $$
  begin
    insert into finance.payment (id, company_id, direction, ledger, party_id, method_id, number, paid_on, currency, amount_minor, unallocated_minor, company_minor, unallocated_company_minor,
                                 reference, entry_id, external_id)
    select p.id, shared.current_company(), p.direction, p.ledger, p."partyId", p."methodId", shared.take_number(shared.current_company(), 'payment', p."paidOn"), p."paidOn", p.currency,
           p."amountMinor", p."amountMinor", p."companyMinor", p."companyMinor", p.reference, p."entryId", p."externalId"
      from rows from (jsonb_to_recordset(payments) as (id uuid, direction text, ledger text, "partyId" uuid, "methodId" uuid, "paidOn" date, currency text, "amountMinor" bigint,
                                                       "companyMinor" bigint, reference text, "entryId" uuid, "externalId" text)) with ordinality
           as p (id, direction, ledger, "partyId", "methodId", "paidOn", currency, "amountMinor", "companyMinor", reference, "entryId", "externalId", place)
     order by p.place;
  end $$;
  grant execute on function finance.write_payments(jsonb) to enterprise_app;

  /*
   * The items of documents and payments of a party, those named or (null) all that are open on one side in a currency (the party's own). The documents are locked in key order
   * first and their items read afterwards, by a statement that sees what was settled until then.
   */
  create function finance.lock_items(p_party uuid, p_documents uuid[], p_debit boolean, p_currency text, p_also uuid[])
  returns table (document_id uuid, party_id uuid, kind text, number text, state text, ledger text, account_id uuid, currency text, entry_id uuid, "position" smallint, effective_on date, due_on date,
                 amount_minor bigint, open_minor bigint, open_company_minor bigint)
  language plpgsql set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare company uuid := shared.current_company(); ids uuid[] := p_documents; wanted record;
  begin
    if ids is null then
      ids := array(select distinct o.document_id from finance.open_item o
                    where o.company_id = company and o.ledger in ('receivable', 'payable') and o.party_id = p_party and o.open_minor <> 0 and (o.open_minor > 0) = p_debit
                      and o.currency = coalesce(p_currency, (select r.currency from finance.party r where r.company_id = company and r.id = p_party)) and o.document_kind in ('invoice', 'payment'));
    end if;
    for wanted in select distinct u.id from unnest(ids || p_also) as u (id) order by u.id loop
      perform from finance.invoice i where i.company_id = company and i.id = wanted.id for no key update;
    end loop;
    for wanted in select distinct u.id from unnest(ids || p_also) as u (id) order by u.id loop
      perform from finance.payment p where p.company_id = company and p.id = wanted.id for no key update;
    end loop;
    return query
    select d.id, d.party_id, d.kind, d.number, d.state, o.ledger, o.account_id, d.currency, o.entry_id, o.position, o.effective_on, o.due_on, o.amount_minor, o.open_minor, o.open_company_minor
      from (select distinct u.id from unnest(ids || p_also) as u (id)) w
     cross join lateral (select i.id, i.kind, i.number, i.state, i.currency, i.entry_id, i.party_id from finance.invoice i where i.company_id = company and i.id = w.id
                         union all
                         select p.id, 'payment', p.number, p.state, p.currency, p.entry_id, p.party_id from finance.payment p where p.company_id = company and p.id = w.id offset 0) d
      left join lateral (select i.* from finance.open_item i where i.company_id = company and i.entry_id = d.entry_id offset 0) o on true
     where p_party is null or d.party_id = p_party order by o.due_on, d.id, o.position;
  end $$;
  grant execute on function finance.lock_items(uuid, uuid[], boolean, text, uuid[]) to enterprise_app;

  grant create on schema finance to enterprise_definer;
  alter function finance.open_document() owner to enterprise_definer;
  alter function finance.open_payment() owner to enterprise_definer;
  alter function finance.open_entries(jsonb) owner to enterprise_definer;
  alter function finance.apply_allocations() owner to enterprise_definer;
  alter function finance.settled_by_notes(uuid, uuid, boolean) owner to enterprise_definer;
  revoke create on schema finance from enterprise_definer;
  create trigger allocations_applied after insert on finance.allocation referencing new table as added for each statement execute function finance.apply_allocations();
  grant execute on function finance.write_allocations(jsonb), finance.open_entries(jsonb) to enterprise_app;
  `.execute(db);

const taxes = (db: Kysely<unknown>) =>
  sql`
  /*
   * As before, the document being found by the lines an allocation joins. A tax that is recognised on payment waits on its pending account. Whenever a part of the document is settled, the same part of the tax moves to its
   * account, dated that day; the last settlement moves what is left, and taking one back moves it back. What was settled is read under the document's lock.
   */
  create or replace function finance.recognise_taxes() returns trigger language plpgsql
  set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
  declare document record; entry uuid; moves jsonb; results jsonb;
  begin
    for document in
      select i.id, i.entry_id, i.total_minor, i.number, i.kind, i.currency from finance.invoice i
       where i.company_id = new.company_id and i.entry_id in (new.debit_entry_id, new.credit_entry_id)
         and exists (select from finance.tax_result r where r.company_id = new.company_id and r.source_id = i.id and r.pending) order by i.id for no key update
    loop
      entry := gen_random_uuid();
      with settled as (
        select coalesce(sum(a.amount_minor), 0) as minor from (
          select a.amount_minor from finance.allocation a where a.company_id = new.company_id and a.debit_entry_id = document.entry_id
          union all select a.amount_minor from finance.allocation a where a.company_id = new.company_id and a.credit_entry_id = document.entry_id) a),
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
`.execute(db);
