import { type Kysely, sql } from "kysely";

/** One default list for each currency, and the one way prices are set: what was known for the time is cut or replaced, never overlapped. */
export const up = (db: Kysely<unknown>) =>
  sql`
  drop index sales.one_default_price_list;
  create unique index one_default_price_list on sales.price_list (company_id, currency) where is_default;
  create index price_of_list on sales.price (company_id, price_list_id, product_id, id);

  /*
   * Sets prices of distinct (list, product, quantity). One without an end holds until the next one known, or for good. Whoever sets prices of a list
   * holds its row, so that two settings of one price come one after the other. What is so already is left as it is: stored_id is then the price known.
   */
  create function sales.set_distinct_prices(p_prices jsonb) returns table (price_id uuid, stored_id uuid, valid_range daterange, price_before numeric) language plpgsql as $$
  declare company uuid := shared.current_company(); given jsonb; split jsonb;
  begin
    select jsonb_agg(jsonb_build_object('id', r.id, 'restId', r."restId", 'list', r."priceListId", 'product', r."productId", 'quantity', r."minQuantity", 'price', r."unitPrice",
                                        'externalId', r."externalId", 'valid', r.valid, 'before', known.unit_price, 'knownId', known.id, 'knownValid', known.valid,
                                        'unchanged', known.id is not null and known.unit_price = r."unitPrice" and known.valid @> r.valid
                                                     and (r."externalId" is null or r."externalId" is not distinct from known.external_id)))
      into given
      from (select g.*, daterange(g."validFrom", coalesce(g."validTo" + 1,
                     (select min(lower(p.valid)) from sales.price p
                       where p.company_id = company and p.price_list_id = g."priceListId" and p.product_id = g."productId" and p.min_quantity = g."minQuantity"
                         and lower(p.valid) > coalesce(g."validFrom", '-infinity'::date)))) as valid
              from jsonb_to_recordset(p_prices) as g (id uuid, "restId" uuid, "priceListId" uuid, "productId" uuid, "minQuantity" numeric(18, 6), "unitPrice" numeric(18, 6),
                   "validFrom" date, "validTo" date, "externalId" text)) r
      left join sales.price known on known.company_id = company and known.price_list_id = r."priceListId" and known.product_id = r."productId" and known.min_quantity = r."minQuantity"
           and known.valid @> coalesce(lower(r.valid), '-infinity'::date);

    select jsonb_agg(jsonb_build_object('id', g."restId", 'list', p.price_list_id, 'product', p.product_id, 'quantity', p.min_quantity, 'price', p.unit_price,
                                        'valid', daterange(upper(g.valid), upper(p.valid))))
      into split
      from sales.changed_prices(given) g
      join sales.price p on p.company_id = company and p.price_list_id = g.list and p.product_id = g.product and p.min_quantity = g.quantity
     where p.valid && g.valid and p.valid &< g.valid is false and p.valid &> g.valid is false;

    delete from sales.price p using sales.changed_prices(given) g
     where p.company_id = company and p.price_list_id = g.list and p.product_id = g.product and p.min_quantity = g.quantity and p.valid <@ g.valid;
    update sales.price p set valid = daterange(lower(p.valid), lower(g.valid)) from sales.changed_prices(given) g
     where p.company_id = company and p.price_list_id = g.list and p.product_id = g.product and p.min_quantity = g.quantity and p.valid && g.valid and p.valid &> g.valid is false;
    update sales.price p set valid = daterange(upper(g.valid), upper(p.valid)) from sales.changed_prices(given) g
     where p.company_id = company and p.price_list_id = g.list and p.product_id = g.product and p.min_quantity = g.quantity and p.valid && g.valid;
    insert into sales.price (id, company_id, price_list_id, product_id, min_quantity, unit_price, valid, external_id)
    select w.id, company, w.list, w.product, w.quantity, w.price, w.valid, w."externalId"
      from (select * from sales.changed_prices(given) union all select * from sales.changed_prices(split)) w;

    return query
      select (e ->> 'id')::uuid, (e ->> case when (e ->> 'unchanged')::boolean then 'knownId' else 'id' end)::uuid,
             (e ->> case when (e ->> 'unchanged')::boolean then 'knownValid' else 'valid' end)::daterange, (e ->> 'before')::numeric
        from jsonb_array_elements(given) e;
  end $$;

  create function sales.changed_prices(p_prices jsonb)
  returns table (id uuid, "restId" uuid, list uuid, product uuid, quantity numeric, price numeric, valid daterange, "externalId" text) language sql immutable as $$
    select r.id, r."restId", r.list, r.product, r.quantity, r.price, r.valid, r."externalId"
      from jsonb_to_recordset(p_prices) as r (id uuid, "restId" uuid, list uuid, product uuid, quantity numeric(18, 6), price numeric(18, 6), valid daterange, "externalId" text, unchanged boolean)
     where r.unchanged is not true
  $$;

  /* Several prices of one product are set in the order of their dates, all products side by side. */
  create function sales.set_prices(p_prices jsonb) returns table (price_id uuid, stored_id uuid, valid_range daterange, price_before numeric) language plpgsql as $$
  declare company uuid := shared.current_company(); turn jsonb;
  begin
    perform from sales.price_list l
      where l.company_id = company and l.id in (select (e ->> 'priceListId')::uuid from jsonb_array_elements(p_prices) e) order by l.id for no key update;
    for turn in
      select jsonb_agg(n.e) from (
        select e, row_number() over (partition by e ->> 'priceListId', e ->> 'productId', (e ->> 'minQuantity')::numeric order by (e ->> 'validFrom')::date nulls first, e ->> 'id') as nth
          from jsonb_array_elements(p_prices) e) n
       group by n.nth order by n.nth
    loop
      return query select * from sales.set_distinct_prices(turn);
    end loop;
  end $$;
  grant execute on function sales.set_prices(jsonb), sales.set_distinct_prices(jsonb), sales.changed_prices(jsonb) to enterprise_app;
`.execute(db);
