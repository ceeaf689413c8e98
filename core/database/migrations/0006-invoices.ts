import { type Kysely, sql } from "kysely";

/** Invoices, credit notes and bills on one document model; payments; allocations between them. company_minor is the amount in company currency at the document's rate. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table finance.invoice (
    id                  uuid not null,
    company_id          uuid not null,
    kind                text not null check (kind in ('invoice', 'credit_note', 'bill', 'debit_note')),
    state               text not null default 'draft' check (state in ('draft', 'issued', 'part_paid', 'paid', 'credited')),
    party_id            uuid not null,
    number              text,
    issued_on           date,
    due_on              date,
    currency            text not null check (currency ~ '^[A-Z]{3}$'),
    rounding            text not null check (rounding in ('line', 'document')),
    prices_include_tax  boolean not null default false,
    net_minor           bigint not null default 0 check (net_minor >= 0),
    tax_minor           bigint not null default 0 check (tax_minor >= 0),
    total_minor         bigint not null default 0 check (total_minor >= 0),
    open_minor          bigint not null default 0,
    company_minor       bigint not null default 0 check (company_minor >= 0),
    open_company_minor  bigint not null default 0,
    reference           text,
    notes               text,
    source_type         text,
    source_id           uuid,
    original_invoice_id uuid,
    entry_id            uuid,
    external_id         text,
    version             integer not null default 1,
    created_at          timestamptz not null default now(),
    primary key (company_id, id),
    constraint invoice_number_once unique nulls distinct (company_id, kind, number),
    constraint numbered_once_issued check ((state = 'draft') = (number is null) and (state = 'draft') = (issued_on is null) and (state = 'draft') = (entry_id is null)),
    constraint invoice_sums check (total_minor = net_minor + tax_minor),
    constraint invoice_not_over_allocated check (open_minor between 0 and total_minor),
    constraint open_company_within check (open_company_minor between 0 and company_minor and (open_minor > 0 or open_company_minor = 0)),
    constraint state_follows_open check (
      (state = 'draft' and open_minor = 0) or (state = 'issued' and open_minor = total_minor and total_minor > 0)
      or (state = 'part_paid' and open_minor > 0 and open_minor < total_minor) or (state in ('paid', 'credited') and open_minor = 0)),
    foreign key (company_id, party_id) references finance.party (company_id, id),
    foreign key (company_id, original_invoice_id) references finance.invoice (company_id, id),
    foreign key (company_id, entry_id) references finance.journal_entry (company_id, id)
  );
  create index invoice_by_date on finance.invoice (company_id, issued_on desc, id desc);
  create unique index invoice_external_id_once on finance.invoice (company_id, external_id) where external_id is not null;
  create index invoice_of_party on finance.invoice (company_id, party_id, id desc);
  create index invoice_open on finance.invoice (company_id, party_id, due_on) where open_minor > 0;
  create index invoice_of_source on finance.invoice (company_id, source_type, source_id) where source_id is not null;
  create index invoice_of_original on finance.invoice (company_id, original_invoice_id) where original_invoice_id is not null;
  create index invoice_of_entry on finance.invoice (company_id, entry_id) where entry_id is not null;

  create table finance.invoice_line (
    id               uuid not null,
    company_id       uuid not null,
    invoice_id       uuid not null,
    position         smallint not null check (position > 0),
    description      text not null,
    product_id       uuid,
    quantity         numeric(18, 6) not null,
    unit_price       numeric(18, 6) not null,
    discount_percent numeric(9, 6) not null default 0 check (discount_percent between 0 and 100),
    discount_minor   bigint not null default 0,
    net_minor        bigint not null,
    tax_minor        bigint not null,
    total_minor      bigint not null,
    account_id       uuid not null,
    dimension_id     uuid,
    taxes            jsonb not null default '[]',
    source_line_id   uuid,
    check (total_minor = net_minor + tax_minor),
    primary key (company_id, invoice_id, position),
    foreign key (company_id, invoice_id) references finance.invoice (company_id, id),
    foreign key (company_id, account_id) references finance.account (company_id, id),
    foreign key (company_id, dimension_id) references finance.dimension (company_id, id)
  );
  create index invoice_line_of_account on finance.invoice_line (company_id, account_id);
  create index invoice_line_of_dimension on finance.invoice_line (company_id, dimension_id) where dimension_id is not null;
  create index invoice_line_of_product on finance.invoice_line (company_id, product_id) where product_id is not null;

  create table finance.payment_method (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    code       text not null,
    name       text not null,
    account_id uuid not null,
    active     boolean not null default true,
    version    integer not null default 1,
    unique (company_id, id),
    constraint payment_method_code_once unique (company_id, code),
    foreign key (company_id, account_id) references finance.account (company_id, id)
  );
  create index payment_method_of_account on finance.payment_method (company_id, account_id);

  create table finance.payment (
    id                uuid primary key,
    company_id        uuid not null references shared.company (id),
    direction         text not null check (direction in ('in', 'out')),
    state             text not null default 'posted' check (state in ('posted', 'reversed')),
    party_id          uuid not null,
    method_id         uuid not null,
    number            text not null,
    paid_on           date not null,
    currency          text not null check (currency ~ '^[A-Z]{3}$'),
    amount_minor      bigint not null check (amount_minor > 0),
    unallocated_minor bigint not null,
    company_minor     bigint not null check (company_minor >= 0),
    unallocated_company_minor bigint not null check (unallocated_company_minor between 0 and company_minor),
    reference         text,
    entry_id          uuid not null,
    external_id       text,
    version           integer not null default 1,
    created_at        timestamptz not null default now(),
    unique (company_id, id),
    constraint payment_number_once unique (company_id, number),
    constraint payment_external_id_once unique (company_id, external_id),
    constraint payment_not_over_allocated check (unallocated_minor between 0 and amount_minor),
    foreign key (company_id, party_id) references finance.party (company_id, id),
    foreign key (company_id, method_id) references finance.payment_method (company_id, id),
    foreign key (company_id, entry_id) references finance.journal_entry (company_id, id)
  );
  create index payment_newest on finance.payment (company_id, id desc);
  create index payment_of_party on finance.payment (company_id, party_id, id desc);
  create index payment_of_method on finance.payment (company_id, method_id);
  create index payment_of_entry on finance.payment (company_id, entry_id);

  /* An open item is settled by edges: an invoice by a payment or by a credit note. Undoing one is another with the amount negated. */
  create table finance.allocation (
    id             uuid primary key,
    company_id     uuid not null,
    invoice_id     uuid not null,
    payment_id     uuid,
    credit_note_id uuid,
    amount_minor   bigint not null check (amount_minor <> 0),
    company_minor  bigint not null,
    allocated_on   date not null,
    allocated_at   timestamptz not null default now(),
    check ((payment_id is null) <> (credit_note_id is null)),
    foreign key (company_id, invoice_id) references finance.invoice (company_id, id),
    foreign key (company_id, payment_id) references finance.payment (company_id, id),
    foreign key (company_id, credit_note_id) references finance.invoice (company_id, id)
  );
  create index allocation_of_invoice on finance.allocation (company_id, invoice_id, id);
  create index allocation_of_payment on finance.allocation (company_id, payment_id) where payment_id is not null;
  create index allocation_of_credit_note on finance.allocation (company_id, credit_note_id) where credit_note_id is not null;

  call shared.fence('finance.invoice', 'document');
  call shared.fence('finance.invoice_line', 'row');
  call shared.fence('finance.payment_method', 'document');
  call shared.fence('finance.payment', 'document');
  call shared.fence('finance.allocation', 'append');
  grant delete on finance.invoice to enterprise_app;
  create trigger append_only before update or delete or truncate on finance.allocation for each statement execute function shared.refuse_change();

  /* What left the draft state keeps its number, amounts and lines for ever; only what follows from settling may change. */
  create function finance.keep_issued() returns trigger language plpgsql as $$
  begin
    if old.state <> 'draft' and (tg_op = 'DELETE' or
       (new.company_id, new.kind, new.party_id, new.number, new.issued_on, new.currency, new.net_minor, new.tax_minor, new.total_minor, new.entry_id, new.state = 'draft')
       is distinct from (old.company_id, old.kind, old.party_id, old.number, old.issued_on, old.currency, old.net_minor, old.tax_minor, old.total_minor, old.entry_id, false)) then
      raise exception 'Invoice % is issued; correct it with a credit note.', old.number using constraint = 'issued_invoice_is_final', errcode = 'restrict_violation';
    end if;
    return coalesce(new, old);
  end $$;
  create trigger issued_is_final before update or delete on finance.invoice for each row execute function finance.keep_issued();

  create function finance.keep_issued_lines() returns trigger language plpgsql as $$
  begin
    if exists (select from finance.invoice i where i.company_id = old.company_id and i.id = old.invoice_id and i.state <> 'draft') then
      raise exception 'The lines of an issued invoice do not change.' using constraint = 'issued_invoice_is_final', errcode = 'restrict_violation';
    end if;
    return coalesce(new, old);
  end $$;
  create trigger issued_is_final before update or delete on finance.invoice_line for each row execute function finance.keep_issued_lines();

  /* Document = sum of its lines, at the end of every statement that touches either in its issued state. */
  create function finance.check_invoice_sums() returns trigger language plpgsql as $$
  declare bad text;
  begin
    select i.number into bad from added i
     cross join lateral (select coalesce(sum(l.net_minor), 0) as net, coalesce(sum(l.tax_minor), 0) as tax, coalesce(sum(l.total_minor), 0) as total
                           from finance.invoice_line l where l.company_id = i.company_id and l.invoice_id = i.id) s
     where i.state <> 'draft' and (i.net_minor <> s.net or i.tax_minor <> s.tax or i.total_minor <> s.total) limit 1;
    if found then
      raise exception 'Invoice % is not the sum of its lines.', bad using constraint = 'invoice_is_the_sum_of_its_lines', errcode = 'check_violation';
    end if;
    return null;
  end $$;
  create trigger sums_checked_on_insert after insert on finance.invoice referencing new table as added for each statement execute function finance.check_invoice_sums();
  create trigger sums_checked_on_update after update on finance.invoice referencing new table as added for each statement execute function finance.check_invoice_sums();
`.execute(db);
