import { type Kysely, sql } from "kysely";

/** Stock, orders, deliveries and returns. */
export const up = async (db: Kysely<unknown>) => {
  await stock(db);
  await sql`
  create table sales.sales_order (
    id                 uuid not null,
    company_id         uuid not null,
    number             text not null,
    customer_id        uuid not null,
    state              text not null check (state in ('draft', 'confirmed', 'closed', 'cancelled')),
    delivery_state     text not null default 'none' check (delivery_state in ('none', 'partial', 'full')),
    invoice_state      text not null default 'none' check (invoice_state in ('none', 'partial', 'full')),
    warehouse_id       uuid,
    currency           text not null check (currency ~ '^[A-Z]{3}$'),
    prices_include_tax boolean not null default false,
    rounding           text not null check (rounding in ('line', 'document')),
    ordered_on         date not null,
    requested_on       date,
    net_minor          bigint not null check (net_minor >= 0),
    tax_minor          bigint not null check (tax_minor >= 0),
    total_minor        bigint not null check (total_minor >= 0),
    customer_reference text,
    notes              text,
    salesperson_id     uuid,
    shipping_address   jsonb,
    external_id        text,
    version            integer not null default 1,
    created_at         timestamptz not null default now(),
    primary key (company_id, id),
    check (total_minor = net_minor + tax_minor),
    constraint order_number_once unique (company_id, number),
    foreign key (company_id, customer_id) references sales.customer (company_id, id),
    foreign key (company_id, warehouse_id) references sales.warehouse (company_id, id)
  );
  create unique index order_external_id_once on sales.sales_order (company_id, external_id) where external_id is not null;
  create index order_of_customer on sales.sales_order (company_id, customer_id, id desc);
  create index order_by_state on sales.sales_order (company_id, state, id desc);
  create index order_by_date on sales.sales_order (company_id, ordered_on desc, id desc);
  create index order_to_deliver on sales.sales_order (company_id, id desc) where state = 'confirmed' and delivery_state <> 'full';
  create index order_of_warehouse on sales.sales_order (company_id, warehouse_id);

  create table sales.sales_order_line (
    id               uuid not null,
    company_id       uuid not null,
    order_id         uuid not null,
    position         smallint not null check (position > 0),
    kind             text not null default 'product' check (kind in ('product', 'freight', 'service')),
    product_id       uuid,
    description      text not null,
    quantity         numeric(18, 6) not null constraint order_line_quantity_positive check (quantity > 0),
    delivered        numeric(18, 6) not null default 0,
    returned         numeric(18, 6) not null default 0,
    invoiced         numeric(18, 6) not null default 0,
    reserved         numeric(18, 6) not null default 0 check (reserved >= 0),
    unit_price       numeric(18, 6) not null check (unit_price >= 0),
    discount_percent numeric(9, 6) not null default 0 check (discount_percent between 0 and 100),
    discount_minor   bigint not null default 0,
    net_minor        bigint not null,
    tax_minor        bigint not null,
    total_minor      bigint not null,
    account_id       uuid not null,
    taxes            jsonb not null default '[]',
    check (total_minor = net_minor + tax_minor),
    constraint not_over_delivered check (delivered between 0 and quantity),
    constraint not_over_returned check (returned between 0 and delivered),
    constraint not_over_invoiced check (invoiced between 0 and quantity),
    unique (company_id, order_id, position),
    primary key (company_id, id),
    foreign key (company_id, order_id) references sales.sales_order (company_id, id),
    foreign key (company_id, product_id) references sales.product (company_id, id),
    foreign key (company_id, account_id) references finance.account (company_id, id)
  );
  create index order_line_of_product on sales.sales_order_line (company_id, product_id) where product_id is not null;
  create index order_line_of_account on sales.sales_order_line (company_id, account_id);

  create table sales.delivery (
    id           uuid primary key,
    company_id   uuid not null,
    number       text not null,
    kind         text not null default 'delivery' check (kind in ('delivery', 'return')),
    order_id     uuid not null,
    warehouse_id uuid not null,
    delivered_on date not null,
    tracking     text,
    reason       text,
    external_id  text,
    created_at   timestamptz not null default now(),
    unique (company_id, id),
    constraint delivery_number_once unique (company_id, number),
    foreign key (company_id, order_id) references sales.sales_order (company_id, id),
    foreign key (company_id, warehouse_id) references sales.warehouse (company_id, id)
  );
  create index delivery_newest on sales.delivery (company_id, kind, id desc);
  create index delivery_of_order on sales.delivery (company_id, order_id, id);
  create index delivery_of_warehouse on sales.delivery (company_id, warehouse_id);
  create table sales.delivery_line (
    company_id    uuid not null,
    delivery_id   uuid not null,
    order_line_id uuid not null,
    quantity      numeric(18, 6) not null check (quantity > 0),
    primary key (company_id, delivery_id, order_line_id),
    foreign key (company_id, delivery_id) references sales.delivery (company_id, id),
    foreign key (company_id, order_line_id) references sales.sales_order_line (company_id, id)
  );
  create index delivery_line_of_order_line on sales.delivery_line (company_id, order_line_id);

  call shared.fence('sales.sales_order', 'document');
  call shared.fence('sales.sales_order_line', 'row');
  call shared.fence('sales.delivery', 'append');
  call shared.fence('sales.delivery_line', 'append');
  `.execute(db);
  await statuses(db);
};

const stock = (db: Kysely<unknown>) =>
  sql`
  create table sales.warehouse (
    id         uuid primary key,
    company_id uuid not null references shared.company (id),
    code       text not null,
    name       text not null,
    is_default boolean not null default false,
    active     boolean not null default true,
    version    integer not null default 1,
    unique (company_id, id),
    constraint warehouse_code_once unique (company_id, code)
  );
  create unique index one_default_warehouse on sales.warehouse (company_id) where is_default;

  /* on_hand is the sum of the moves (a trigger keeps it); reserved is promised to confirmed orders. */
  create table sales.stock_level (
    company_id     uuid not null,
    warehouse_id   uuid not null,
    product_id     uuid not null,
    on_hand        numeric(18, 6) not null default 0,
    reserved       numeric(18, 6) not null default 0 constraint reserved_not_negative check (reserved >= 0),
    allow_negative boolean not null default false,
    primary key (company_id, warehouse_id, product_id),
    constraint stock_never_below_zero check (allow_negative or (on_hand >= 0 and on_hand >= reserved)),
    foreign key (company_id, warehouse_id) references sales.warehouse (company_id, id),
    foreign key (company_id, product_id) references sales.product (company_id, id)
  );
  create index stock_of_product on sales.stock_level (company_id, product_id);

  create table sales.stock_move (
    id           uuid primary key,
    company_id   uuid not null,
    warehouse_id uuid not null,
    product_id   uuid not null,
    kind         text not null check (kind in ('receipt', 'issue', 'return', 'count', 'adjustment')),
    quantity     numeric(18, 6) not null check (quantity <> 0),
    moved_on     date not null,
    source_type  text,
    source_id    uuid,
    reason       text,
    external_id  text,
    created_at   timestamptz not null default now(),
    constraint stock_move_external_id_once unique (company_id, external_id),
    foreign key (company_id, warehouse_id) references sales.warehouse (company_id, id),
    foreign key (company_id, product_id) references sales.product (company_id, id)
  );
  create index move_of_product on sales.stock_move (company_id, product_id, id desc);
  create index move_of_warehouse on sales.stock_move (company_id, warehouse_id, id desc);
  create index move_of_source on sales.stock_move (company_id, source_id) where source_id is not null;

  call shared.fence('sales.warehouse', 'document');
  call shared.fence('sales.stock_level', 'append');
  call shared.fence('sales.stock_move', 'append');
  revoke insert on sales.stock_level from enterprise_app;
  grant insert (company_id, warehouse_id, product_id, allow_negative), update (reserved, allow_negative) on sales.stock_level to enterprise_app;
  grant select, insert, update on sales.stock_level to enterprise_definer;
  grant select on sales.product to enterprise_definer;
  create trigger append_only before update or delete or truncate on sales.stock_move for each statement execute function shared.refuse_change();

  /* The only writer of on_hand. Rows are locked in key order, so two deliveries of the same goods queue instead of deadlocking. */
  create function sales.apply_moves() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    insert into sales.stock_level as s (company_id, warehouse_id, product_id, on_hand, allow_negative)
    select m.company_id, m.warehouse_id, m.product_id, 0, p.allow_negative
      from (select distinct company_id, warehouse_id, product_id from added) m
      join sales.product p on p.company_id = m.company_id and p.id = m.product_id
     where not exists (select from sales.stock_level l where (l.company_id, l.warehouse_id, l.product_id) = (m.company_id, m.warehouse_id, m.product_id))
     order by m.company_id, m.warehouse_id, m.product_id
    on conflict do nothing;
    perform from sales.stock_level s where (s.company_id, s.warehouse_id, s.product_id) in (select company_id, warehouse_id, product_id from added)
     order by s.company_id, s.warehouse_id, s.product_id for update;
    update sales.stock_level s set on_hand = s.on_hand + m.quantity, reserved = greatest(0, s.reserved - m.issued_from_reservation)
      from (select company_id, warehouse_id, product_id, sum(quantity) as quantity,
                   sum(case when kind = 'issue' and source_type = 'sales_order' then -quantity else 0 end) as issued_from_reservation
              from added group by 1, 2, 3) m
     where (s.company_id, s.warehouse_id, s.product_id) = (m.company_id, m.warehouse_id, m.product_id);
    return null;
  end $$;
  grant create on schema sales to enterprise_definer;
  alter function sales.apply_moves() owner to enterprise_definer;
  revoke create on schema sales from enterprise_definer;
  create trigger moves_applied after insert on sales.stock_move referencing new table as added for each statement execute function sales.apply_moves();

  /* Promises goods to an order: conditional by the constraint stock_never_below_zero, summed per product, locked in key order. Negative releases. */
  create function sales.reserve_stock(p_warehouse uuid, p_products uuid[], p_quantities numeric[]) returns void language plpgsql as $$
  declare company uuid := shared.current_company(); need record;
  begin
    for need in select n.product_id, sum(n.quantity) as quantity from unnest(p_products, p_quantities) as n (product_id, quantity) group by 1 order by 1 loop
      update sales.stock_level s set reserved = s.reserved + need.quantity where s.company_id = company and s.warehouse_id = p_warehouse and s.product_id = need.product_id;
      if not found then
        /* Goods never stocked here: a level of zero, which only a product allowed below zero can promise from. */
        insert into sales.stock_level (company_id, warehouse_id, product_id, allow_negative)
        select company, p_warehouse, p.id, p.allow_negative from sales.product p where p.company_id = company and p.id = need.product_id on conflict do nothing;
        update sales.stock_level s set reserved = s.reserved + need.quantity where s.company_id = company and s.warehouse_id = p_warehouse and s.product_id = need.product_id;
      end if;
    end loop;
  end $$;
  grant execute on function sales.reserve_stock(uuid, uuid[], numeric[]) to enterprise_app;
`.execute(db);

const statuses = (db: Kysely<unknown>) =>
  sql`
  /* Every status follows from the quantities of the lines. Freight and services need no delivery. Looked up by key, so that a plan made for a young table stays right. */
  create function sales.derive_order_states() returns trigger language plpgsql as $$
  declare changed record;
  begin
    for changed in
      select a.company_id, a.order_id, d.delivery_state, d.invoice_state
        from (select distinct company_id, order_id from added) a
       cross join lateral (
             select case when coalesce(bool_and(l.delivered >= l.quantity) filter (where l.kind = 'product'), true) then 'full'
                         when sum(l.delivered) filter (where l.kind = 'product') > 0 then 'partial' else 'none' end as delivery_state,
                    case when bool_and(l.invoiced >= l.quantity) then 'full' when sum(l.invoiced) > 0 then 'partial' else 'none' end as invoice_state
               from sales.sales_order_line l where l.company_id = a.company_id and l.order_id = a.order_id) d
       where (select o.delivery_state || ' ' || o.invoice_state from sales.sales_order o where o.company_id = a.company_id and o.id = a.order_id)
             is distinct from d.delivery_state || ' ' || d.invoice_state
       order by a.company_id, a.order_id
    loop
      update sales.sales_order o set delivery_state = changed.delivery_state, invoice_state = changed.invoice_state
       where o.company_id = changed.company_id and o.id = changed.order_id;
    end loop;
    return null;
  end $$;
  create trigger states_derived_on_insert after insert on sales.sales_order_line referencing new table as added for each statement execute function sales.derive_order_states();
  create trigger states_derived_on_update after update on sales.sales_order_line referencing new table as added for each statement execute function sales.derive_order_states();

  /* What a customer may still owe: open invoices and what confirmed orders have not invoiced yet. Holds the customer's row, so two orders cannot both fit. */
  create function sales.check_credit(p_customer uuid) returns void language plpgsql as $$
  declare company uuid := shared.current_company(); credit_limit bigint; exposure numeric;
  begin
    select c.credit_limit_minor into credit_limit from sales.customer c where c.company_id = company and c.id = p_customer for no key update;
    if credit_limit is null then return; end if;
    select coalesce((select sum(i.open_minor) from finance.invoice i where i.company_id = company and i.party_id = p_customer and i.open_minor > 0 and i.kind = 'invoice'), 0)
         + coalesce((select sum(round(l.total_minor * (l.quantity - l.invoiced) / l.quantity)) from sales.sales_order o
                      join sales.sales_order_line l on l.company_id = o.company_id and l.order_id = o.id
                     where o.company_id = company and o.customer_id = p_customer and o.state = 'confirmed' and o.invoice_state <> 'full'), 0)
      into exposure;
    if exposure > credit_limit then
      raise exception 'This order would take the customer over the credit limit.' using constraint = 'within_credit_limit', errcode = 'check_violation';
    end if;
  end $$;
  grant execute on function sales.check_credit(uuid) to enterprise_app;
  create index order_uninvoiced on sales.sales_order (company_id, customer_id) where state = 'confirmed' and invoice_state <> 'full';
`.execute(db);
