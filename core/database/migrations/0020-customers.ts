import { type Kysely, sql } from "kysely";

/**
 * Lists and search of parties and customers. The operators of trigram search are not leakproof, so behind row-level security they cannot use
 * an index; a SECURITY DEFINER function that names the company itself can. It answers ids alone, and the policies hold for what is read by them.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  create extension if not exists btree_gin with schema shared;

  alter table finance.party add column country text check (country ~ '^[A-Z]{2}$');
  drop index finance.party_search;
  create index party_search on finance.party using gin (company_id, name shared.gin_trgm_ops, code shared.gin_trgm_ops);
  create index party_by_name on finance.party (company_id, name, id);
  create index party_by_currency on finance.party (company_id, currency, name, id);
  create index party_by_country on finance.party (company_id, country, name, id);
  create index party_inactive on finance.party (company_id, name, id) where not active;
  create index supplier_by_name on finance.party (company_id, name, id) where is_supplier;
  create index customer_of_salesperson on sales.customer (company_id, salesperson_id) where salesperson_id is not null;

  /* A pattern that trigrams can find: anywhere in the text, or at its beginning when the query is shorter than a trigram. */
  create function shared.search_pattern(p_query text) returns text language sql immutable strict
    return case when length(p_query) < 3 then '' else '%' end || replace(replace(replace(p_query, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%';

  grant select on finance.party to enterprise_definer;
  create function finance.search_parties(p_query text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, shared, pg_temp as $$
    select p.id from finance.party p
     where p.company_id = shared.current_company()
       and (p.name ilike shared.search_pattern(p_query) or p.code ilike shared.search_pattern(p_query))
  $$;
  grant create on schema finance to enterprise_definer;
  alter function finance.search_parties(text) owner to enterprise_definer;
  revoke create on schema finance from enterprise_definer;
  grant execute on function shared.search_pattern(text) to public;
  grant execute on function finance.search_parties(text) to enterprise_app;

  /* Codes for parties that came without one. The counter is made at first use, and steps over codes that people chose themselves. */
  create function finance.take_party_codes(p_series text, p_prefix text, p_count integer) returns text[] language plpgsql as $$
  declare company uuid := shared.current_company(); codes text[] := '{}'; wanted integer; taken record;
  begin
    while cardinality(codes) < p_count loop
      wanted := p_count - cardinality(codes);
      insert into shared.number_series as s (company_id, series, prefix, next) values (company, p_series, p_prefix, 1 + wanted)
      on conflict (company_id, series) do update set next = s.next + wanted
      returning s.next - wanted as first, s.prefix, s.padding into taken;
      codes := codes || array(
        select candidate.code
          from generate_series(taken.first, taken.first + wanted - 1) as n (number)
         cross join lateral (select taken.prefix || repeat('0', greatest(0, taken.padding - length(n.number::text))) || n.number::text as code) candidate
         where not exists (select from finance.party p where p.company_id = company and p.code = candidate.code)
         order by n.number);
    end loop;
    return codes;
  end $$;

  /* Many parties in one statement. A row whose code or external id is taken is left out; the caller sees which ids came in, and with what code. */
  create function finance.insert_parties(p_parties jsonb, p_series text, p_prefix text) returns table (party_id uuid, party_code text) language plpgsql as $$
  declare codes text[];
  begin
    codes := finance.take_party_codes(p_series, p_prefix, (select count(*)::integer from jsonb_array_elements(p_parties) e where e ->> 'code' is null));
    return query
      with given as (
        select r.*, row_number() over (partition by r.code is null order by r.id) as nth
          from jsonb_to_recordset(p_parties) as r (id uuid, code text, name text, "isCustomer" boolean, "isSupplier" boolean, "taxNumber" text, email text, country text,
               currency text, "paymentTermsDays" smallint, "taxExempt" boolean, "externalId" text, "createdAt" timestamptz))
      insert into finance.party as p (id, company_id, code, name, is_customer, is_supplier, tax_number, email, country, currency, payment_terms_days, tax_exempt, external_id, created_at)
      select g.id, shared.current_company(), coalesce(g.code, codes[g.nth]), g.name, g."isCustomer", g."isSupplier", g."taxNumber", g.email, g.country,
             g.currency, g."paymentTermsDays", g."taxExempt", g."externalId", g."createdAt"
        from given g order by g.id
      on conflict do nothing
      returning p.id, p.code;
  end $$;
  grant execute on function finance.take_party_codes(text, text, integer), finance.insert_parties(jsonb, text, text) to enterprise_app;

  grant select on sales.price_list, sales.customer, sales.customer_address, sales.category, sales.product, sales.price, sales.stock_level, sales.stock_move,
    sales.warehouse, sales.sales_order, sales.sales_order_line, sales.delivery, sales.delivery_line to enterprise_reader;
`.execute(db);
