import { type Kysely, sql } from "kysely";

/** Lists and search of products, a category tree that cannot become a circle, and stock levels that follow what their product allows. */
export const up = (db: Kysely<unknown>) =>
  sql`
  drop index sales.product_search;
  create index product_search on sales.product using gin (company_id, name shared.gin_trgm_ops, sku shared.gin_trgm_ops);
  drop index sales.product_of_category;
  create index product_of_category on sales.product (company_id, category_id, sku);
  create index product_by_name on sales.product (company_id, name, id);
  create index product_by_state on sales.product (company_id, state, sku);
  create index product_not_stocked on sales.product (company_id, sku) where not stocked;

  grant select on sales.product to enterprise_definer;
  create function sales.search_products(p_query text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, shared, pg_temp as $$
    select p.id from sales.product p
     where p.company_id = shared.current_company()
       and (p.name ilike shared.search_pattern(p_query) or p.sku ilike shared.search_pattern(p_query))
  $$;
  grant create on schema sales to enterprise_definer;
  alter function sales.search_products(text) owner to enterprise_definer;
  revoke create on schema sales from enterprise_definer;
  grant execute on function sales.search_products(text) to enterprise_app;

  /* Two moves at once could each see no circle and make one together, so moves in a company's tree go one after the other. */
  create function sales.refuse_category_cycle() returns trigger language plpgsql as $$
  declare ancestor uuid := new.parent_id;
  begin
    if new.parent_id is null or new.parent_id is not distinct from old.parent_id then return new; end if;
    perform pg_advisory_xact_lock(hashtextextended('category tree' || new.company_id::text, 3));
    while ancestor is not null loop
      if ancestor = new.id then
        raise exception 'A category cannot be moved below itself.' using constraint = 'category_tree_without_cycle', errcode = 'check_violation';
      end if;
      select c.parent_id into ancestor from sales.category c where c.company_id = new.company_id and c.id = ancestor;
    end loop;
    return new;
  end $$;
  create trigger no_cycle before update of parent_id on sales.category for each row execute function sales.refuse_category_cycle();

  create function sales.follow_allow_negative() returns trigger language plpgsql as $$
  begin
    update sales.stock_level s set allow_negative = new.allow_negative where s.company_id = new.company_id and s.product_id = new.id and s.allow_negative <> new.allow_negative;
    return null;
  end $$;
  create trigger allow_negative_followed after update of allow_negative on sales.product for each row
    when (new.allow_negative <> old.allow_negative) execute function sales.follow_allow_negative();

  /* Many products in one statement; one whose SKU or external id is taken is left out. */
  create function sales.insert_products(p_products jsonb) returns setof uuid language sql as $$
    insert into sales.product (id, company_id, sku, name, names, description, descriptions, category_id, unit, tax_class, attributes, state, stocked, allow_negative, external_id, created_at, updated_at)
    select r.id, shared.current_company(), r.sku, r.name, r.names, r.description, r.descriptions, r."categoryId", r.unit, r."taxClass", r.attributes, r.state, r.stocked, r."allowNegative",
           r."externalId", r."createdAt", r."createdAt"
      from jsonb_to_recordset(p_products) as r (id uuid, sku text, name text, names jsonb, description text, descriptions jsonb, "categoryId" uuid, unit text, "taxClass" text,
           attributes jsonb, state text, stocked boolean, "allowNegative" boolean, "externalId" text, "createdAt" timestamptz)
     order by r.id
    on conflict do nothing
    returning id
  $$;
  grant execute on function sales.insert_products(jsonb) to enterprise_app;
`.execute(db);
