import { type Kysely, sql } from "kysely";

/** The chart of accounts, journals, fiscal years and periods, taxes, account determination, and parties (whom we owe or who owes us). */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table finance.account (
    id             uuid    primary key,
    company_id     uuid    not null references shared.company (id),
    code           text    not null constraint account_code_shape check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
    name           text    not null constraint account_named check (name <> ''),
    name_local     text,
    type           text    not null check (type in ('asset', 'liability', 'equity', 'income', 'expense')),
    subtype        text    not null default 'other',
    normal_balance text    not null check (normal_balance in ('debit', 'credit')),
    is_contra      boolean not null default false,
    active         boolean not null default true,
    manual_posting boolean not null default true,
    version        integer not null default 1,
    created_at     timestamptz not null default now(),
    unique (company_id, id),
    constraint account_code_once unique (company_id, code)
  );
  create index account_search on finance.account using gin (name shared.gin_trgm_ops);

  create table finance.journal (
    id         uuid    primary key,
    company_id uuid    not null references shared.company (id),
    code       text    not null,
    name       text    not null,
    kind       text    not null check (kind in ('general', 'sales', 'purchase', 'bank', 'cash', 'payroll', 'closing', 'opening')),
    active     boolean not null default true,
    version    integer not null default 1,
    unique (company_id, id),
    constraint journal_code_once unique (company_id, code)
  );

  create table finance.fiscal_year (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    name       text not null,
    starts_on  date not null,
    ends_on    date not null,
    version    integer not null default 1,
    unique (company_id, id),
    check (ends_on > starts_on),
    constraint fiscal_years_do_not_overlap exclude using gist (company_id with =, daterange(starts_on, ends_on, '[]') with &&)
  );
  create table finance.period (
    id             uuid primary key,
    company_id     uuid not null,
    fiscal_year_id uuid not null,
    name           text not null,
    starts_on      date not null,
    ends_on        date not null,
    state          text not null default 'open' check (state in ('open', 'closed')),
    version        integer not null default 1,
    unique (company_id, id),
    unique (company_id, starts_on),
    foreign key (company_id, fiscal_year_id) references finance.fiscal_year (company_id, id),
    check (ends_on >= starts_on),
    constraint periods_do_not_overlap exclude using gist (company_id with =, daterange(starts_on, ends_on, '[]') with &&)
  );
  create index period_of_year on finance.period (company_id, fiscal_year_id);

  create table finance.party (
    id                 uuid primary key,
    company_id         uuid not null references shared.company (id),
    code               text not null constraint party_code_shape check (code <> '' and length(code) <= 64),
    name               text not null constraint party_named check (name <> ''),
    is_customer        boolean not null default false,
    is_supplier        boolean not null default false,
    tax_number         text,
    email              text,
    currency           text not null check (currency ~ '^[A-Z]{3}$'),
    payment_terms_days smallint not null default 30 check (payment_terms_days between 0 and 365),
    tax_exempt         boolean not null default false,
    active             boolean not null default true,
    external_id        text,
    version            integer not null default 1,
    created_at         timestamptz not null default now(),
    unique (company_id, id),
    constraint party_code_once unique (company_id, code),
    constraint party_external_id_once unique (company_id, external_id)
  );
  create index party_search on finance.party using gin (name shared.gin_trgm_ops);

  create table finance.tax_code (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    code       text not null,
    name       text not null,
    kind       text not null check (kind in ('percent', 'fixed_per_unit')),
    usage      text not null default 'sale' check (usage in ('sale', 'purchase')),
    included   boolean not null default false,
    compound   boolean not null default false,
    account_id uuid not null,
    active     boolean not null default true,
    version    integer not null default 1,
    unique (company_id, id),
    constraint tax_code_once unique (company_id, code),
    foreign key (company_id, account_id) references finance.account (company_id, id)
  );
  create index tax_code_of_account on finance.tax_code (company_id, account_id);
  /* A percentage (19 = 19 %), or an amount in major units per unit of quantity. */
  create table finance.tax_rate (
    id          uuid primary key,
    company_id  uuid not null,
    tax_code_id uuid not null,
    rate        numeric(18, 6) not null check (rate >= 0),
    valid       daterange not null check (not isempty(valid)),
    foreign key (company_id, tax_code_id) references finance.tax_code (company_id, id),
    constraint tax_rates_do_not_overlap exclude using gist (company_id with =, tax_code_id with =, valid with &&)
  );
  /* Which taxes a class of goods bears, in the order they are computed. */
  create table finance.tax_class_code (
    company_id  uuid not null,
    tax_class   text not null check (tax_class ~ '^[a-z][a-z0-9_]*$'),
    position    smallint not null,
    tax_code_id uuid not null,
    primary key (company_id, tax_class, position),
    unique (company_id, tax_class, tax_code_id),
    foreign key (company_id, tax_code_id) references finance.tax_code (company_id, id)
  );
  create index tax_class_of_code on finance.tax_class_code (company_id, tax_code_id);

  /* Account determination: the most specific rule wins; a 'default' for every purpose is there from set-up on. */
  create table finance.account_rule (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    purpose    text not null check (purpose in ('receivable', 'payable', 'revenue', 'freight', 'discount', 'purchase', 'payment', 'exchange', 'rounding', 'retained_earnings', 'opening', 'suspense')),
    key_kind   text not null default 'default' check (key_kind in ('default', 'product_category', 'party', 'tax', 'payment_method')),
    key        text not null default '',
    account_id uuid not null,
    version    integer not null default 1,
    check ((key_kind = 'default') = (key = '')),
    constraint account_rule_once unique (company_id, purpose, key_kind, key),
    foreign key (company_id, account_id) references finance.account (company_id, id)
  );
  create index account_rule_of_account on finance.account_rule (company_id, account_id);

  /* Units of company currency for one unit of the other. */
  create table finance.exchange_rate (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    rate       numeric(24, 12) not null constraint rate_positive check (rate > 0),
    valid_on   date not null,
    version    integer not null default 1,
    constraint exchange_rate_once unique (company_id, currency, valid_on)
  );

  call shared.fence('finance.account', 'document');
  call shared.fence('finance.journal', 'document');
  call shared.fence('finance.fiscal_year', 'document');
  call shared.fence('finance.period', 'document');
  call shared.fence('finance.party', 'document');
  call shared.fence('finance.tax_code', 'document');
  call shared.fence('finance.tax_rate', 'row');
  call shared.fence('finance.tax_class_code', 'plain');
  call shared.fence('finance.account_rule', 'row');
  call shared.fence('finance.exchange_rate', 'row');
  grant select on all tables in schema finance to enterprise_sealer, enterprise_reader;
`.execute(db);
