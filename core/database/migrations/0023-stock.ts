import { type Kysely, sql } from "kysely";

/** Lists of stock and moves; a level that appears while its product changes; promises that say what is missing. */
export const up = (db: Kysely<unknown>) =>
  sql`
  drop index sales.stock_of_product;
  create index stock_of_product on sales.stock_level (company_id, product_id, warehouse_id);
  drop index sales.move_of_product;
  drop index sales.move_of_warehouse;
  create index move_of_product on sales.stock_move (company_id, product_id, moved_on desc, id desc);
  create index move_of_warehouse on sales.stock_move (company_id, warehouse_id, moved_on desc, id desc);
  create index move_by_date on sales.stock_move (company_id, moved_on desc, id desc);
  /* Levels change with every order; room on their pages spares the indexes. */
  alter table sales.stock_level set (fillfactor = 70);

  /* The product is held while its first level is made, so that a change of allow_negative at the same time cannot miss it. */
  grant update (allow_negative) on sales.product to enterprise_definer;
  create or replace function sales.apply_moves() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
  begin
    insert into sales.stock_level as s (company_id, warehouse_id, product_id, on_hand, allow_negative)
    select m.company_id, m.warehouse_id, m.product_id, 0, p.allow_negative
      from (select distinct company_id, warehouse_id, product_id from added) m
      join sales.product p on p.company_id = m.company_id and p.id = m.product_id
     where not exists (select from sales.stock_level l where (l.company_id, l.warehouse_id, l.product_id) = (m.company_id, m.warehouse_id, m.product_id))
     order by m.company_id, m.warehouse_id, m.product_id
       for share of p
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

  /* Levels of zero for goods that were never in a warehouse. The product is held for the same reason as above. */
  create function sales.ensure_levels(p_warehouse uuid, p_products uuid[]) returns void language sql as $$
    insert into sales.stock_level (company_id, warehouse_id, product_id, allow_negative)
    select p.company_id, p_warehouse, p.id, p.allow_negative from sales.product p
     where p.company_id = shared.current_company() and p.id = any (p_products)
       and not exists (select from sales.stock_level s where s.company_id = p.company_id and s.warehouse_id = p_warehouse and s.product_id = p.id)
     order by p.id for share of p
    on conflict do nothing
  $$;

  /*
   * Promises goods to an order, summed per product, in key order: each is promised only if it is free when its row is held. Negative releases. The
   * constraint stock_never_below_zero stands behind it; the function says what is missing.
   */
  create or replace function sales.reserve_stock(p_warehouse uuid, p_products uuid[], p_quantities numeric[]) returns void language plpgsql as $$
  declare company uuid := shared.current_company(); need record;
  begin
    for need in select n.product_id, sum(n.quantity) as quantity from unnest(p_products, p_quantities) as n (product_id, quantity) group by 1 order by 1 loop
      update sales.stock_level s set reserved = s.reserved + need.quantity
       where s.company_id = company and s.warehouse_id = p_warehouse and s.product_id = need.product_id and (s.allow_negative or need.quantity <= s.on_hand - s.reserved);
      continue when found;
      /* Goods never stocked here get a level of zero, which only a product that may go below it can promise from. */
      perform sales.ensure_levels(p_warehouse, array[need.product_id]);
      update sales.stock_level s set reserved = s.reserved + need.quantity
       where s.company_id = company and s.warehouse_id = p_warehouse and s.product_id = need.product_id and (s.allow_negative or need.quantity <= s.on_hand - s.reserved);
      continue when found;
      raise exception 'There is not enough stock of % (% free, % wanted).',
        coalesce((select p.sku from sales.product p where p.company_id = company and p.id = need.product_id), need.product_id::text),
        coalesce((select trim_scale(s.on_hand - s.reserved) from sales.stock_level s where s.company_id = company and s.warehouse_id = p_warehouse and s.product_id = need.product_id), 0),
        trim_scale(need.quantity)
        using constraint = 'stock_never_below_zero', errcode = 'check_violation';
    end loop;
  end $$;
  grant execute on function sales.ensure_levels(uuid, uuid[]) to enterprise_app;
`.execute(db);
