import { type Kysely, sql } from "kysely";

/** Customers (each is a finance party with the same id), the catalogue, and prices. */
export const up = (db: Kysely<unknown>) =>
  sql`
  create table sales.price_list (
    id                 uuid primary key,
    company_id         uuid not null references shared.company (id),
    code               text not null,
    name               text not null,
    currency           text not null check (currency ~ '^[A-Z]{3}$'),
    prices_include_tax boolean not null default false,
    is_default         boolean not null default false,
    active             boolean not null default true,
    version            integer not null default 1,
    unique (company_id, id),
    constraint price_list_code_once unique (company_id, code)
  );
  create unique index one_default_price_list on sales.price_list (company_id) where is_default;

  create table sales.customer (
    id                 uuid primary key,
    company_id         uuid not null,
    price_list_id      uuid,
    credit_limit_minor bigint check (credit_limit_minor >= 0),
    salesperson_id     uuid,
    notes              text,
    version            integer not null default 1,
    created_at         timestamptz not null default now(),
    unique (company_id, id),
    foreign key (company_id, id) references finance.party (company_id, id),
    foreign key (company_id, price_list_id) references sales.price_list (company_id, id)
  );
  create index customer_of_price_list on sales.customer (company_id, price_list_id) where price_list_id is not null;
  create index customer_newest on sales.customer (company_id, id desc);

  create table sales.customer_address (
    id          uuid primary key,
    company_id  uuid not null,
    customer_id uuid not null,
    kind        text not null check (kind in ('billing', 'shipping')),
    is_default  boolean not null default false,
    name        text,
    street      text not null,
    city        text not null,
    region      text,
    postal_code text,
    country     text not null check (country ~ '^[A-Z]{2}$'),
    foreign key (company_id, customer_id) references sales.customer (company_id, id)
  );
  create index address_of_customer on sales.customer_address (company_id, customer_id, kind);
  create unique index one_default_address on sales.customer_address (company_id, customer_id, kind) where is_default;
  create table sales.customer_contact (
    id          uuid primary key,
    company_id  uuid not null,
    customer_id uuid not null,
    name        text not null check (name <> ''),
    role        text,
    email       text,
    phone       text,
    foreign key (company_id, customer_id) references sales.customer (company_id, id)
  );
  create index contact_of_customer on sales.customer_contact (company_id, customer_id);

  create table sales.category (
    id          uuid primary key,
    company_id  uuid not null references shared.company (id),
    parent_id   uuid,
    code        text not null,
    name        text not null,
    names       jsonb not null default '{}' check (jsonb_typeof(names) = 'object'),
    position    integer not null default 0,
    external_id text,
    version     integer not null default 1,
    unique (company_id, id),
    constraint category_code_once unique (company_id, code),
    constraint category_external_id_once unique (company_id, external_id),
    constraint category_not_its_own_parent check (parent_id <> id),
    foreign key (company_id, parent_id) references sales.category (company_id, id)
  );
  create index category_of_parent on sales.category (company_id, parent_id, position);

  create table sales.product (
    id             uuid primary key,
    company_id     uuid not null references shared.company (id),
    sku            text not null constraint sku_shape check (sku <> '' and length(sku) <= 64),
    name           text not null constraint product_named check (name <> ''),
    names          jsonb not null default '{}' check (jsonb_typeof(names) = 'object'),
    description    text,
    descriptions   jsonb not null default '{}' check (jsonb_typeof(descriptions) = 'object'),
    category_id    uuid,
    unit           text not null default 'piece',
    tax_class      text not null default 'standard',
    attributes     jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
    state          text not null default 'draft' check (state in ('draft', 'published', 'archived')),
    stocked        boolean not null default true,
    allow_negative boolean not null default false,
    external_id    text,
    version        integer not null default 1,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    unique (company_id, id),
    constraint sku_once unique (company_id, sku),
    constraint product_external_id_once unique (company_id, external_id),
    foreign key (company_id, category_id) references sales.category (company_id, id)
  );
  create index product_of_category on sales.product (company_id, category_id);
  create index product_newest on sales.product (company_id, id desc);
  create index product_published on sales.product (company_id, sku) where state = 'published';
  create index product_search on sales.product using gin (name shared.gin_trgm_ops, sku shared.gin_trgm_ops);

  create table sales.product_image (
    id         uuid primary key,
    company_id uuid not null,
    product_id uuid not null,
    position   smallint not null check (position > 0),
    media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'image/avif')),
    alt        text not null default '',
    bytes      bytea not null check (length(bytes) <= 10485760),
    sha256     bytea not null,
    unique (company_id, product_id, position),
    foreign key (company_id, product_id) references sales.product (company_id, id)
  );

  /* A price holds from min_quantity on, within valid. */
  create table sales.price (
    id            uuid primary key,
    company_id    uuid not null,
    price_list_id uuid not null,
    product_id    uuid not null,
    min_quantity  numeric(18, 6) not null default 0 check (min_quantity >= 0),
    unit_price    numeric(18, 6) not null check (unit_price >= 0),
    valid         daterange not null default '[,)' check (not isempty(valid)),
    external_id   text,
    constraint prices_do_not_overlap exclude using gist (company_id with =, price_list_id with =, product_id with =, min_quantity with =, valid with &&),
    constraint price_external_id_once unique (company_id, external_id),
    foreign key (company_id, price_list_id) references sales.price_list (company_id, id),
    foreign key (company_id, product_id) references sales.product (company_id, id)
  );
  create index price_of_product on sales.price (company_id, product_id, price_list_id, min_quantity desc);

  call shared.fence('sales.price_list', 'document');
  call shared.fence('sales.customer', 'document');
  call shared.fence('sales.customer_address', 'row');
  call shared.fence('sales.customer_contact', 'row');
  call shared.fence('sales.category', 'row');
  call shared.fence('sales.product', 'document');
  call shared.fence('sales.product_image', 'plain');
  call shared.fence('sales.price', 'row');
`.execute(db);
