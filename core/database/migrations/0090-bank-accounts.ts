import { type Kysely, sql } from "kysely";

/** The company's accounts at banks, each with a ledger account of its own, and how its banks write their CSV. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table finance.bank_account (
    id               uuid primary key,
    company_id       uuid not null references shared.company (id),
    code             text not null constraint bank_account_code_shape check (code ~ '^[^[:space:]]{1,32}$'),
    name             text not null constraint bank_account_named check (name <> ''),
    currency         text not null check (currency ~ '^[A-Z]{3}$'),
    iban             text constraint bank_account_iban_shape check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'),
    account_number   text constraint bank_account_number_shape check (account_number ~ '^[A-Z0-9/*]{1,40}$'),
    bank_code        text check (bank_code <> ''),
    bic              text constraint bank_account_bic_shape check (bic ~ '^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
    bank_name        text,
    account_id       uuid not null,
    journal_id       uuid not null,
    method_id        uuid not null,
    opening_on       date not null,
    opening_minor    bigint not null default 0,
    opening_entry_id uuid,
    reconciled_on    date,
    active           boolean not null default true,
    version          integer not null default 1,
    created_at       timestamptz not null default now(),
    unique (company_id, id),
    constraint bank_account_numbered check (iban is not null or account_number is not null),
    constraint bank_account_code_once unique (company_id, code),
    constraint bank_account_ledger_once unique (company_id, account_id),
    constraint bank_account_iban_once unique (company_id, iban, currency),
    foreign key (company_id, account_id) references finance.account (company_id, id),
    foreign key (company_id, journal_id) references finance.journal (company_id, id),
    foreign key (company_id, method_id) references finance.payment_method (company_id, id),
    foreign key (company_id, opening_entry_id) references finance.journal_entry (company_id, id)
  );
  create unique index bank_account_number_once on finance.bank_account (company_id, account_number, coalesce(bank_code, ''), currency) where account_number is not null;
  create index bank_account_of_journal on finance.bank_account (company_id, journal_id);
  create index bank_account_of_method on finance.bank_account (company_id, method_id);
  create index bank_account_of_opening on finance.bank_account (company_id, opening_entry_id) where opening_entry_id is not null;

  create table finance.bank_csv_format (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    name       text not null check (name <> ''),
    mapping    jsonb not null check (jsonb_typeof(mapping) = 'object'),
    version    integer not null default 1,
    unique (company_id, id),
    constraint bank_csv_format_name_once unique (company_id, name)
  );

  call shared.fence('finance.bank_account', 'document');
  call shared.fence('finance.bank_csv_format', 'row');
  grant select on finance.bank_account to enterprise_reader, enterprise_definer;
`.execute(db);
