import { type Kysely, sql } from "kysely";

/** Payment terms as data; what an issued document keeps of them; and the numbers of suppliers, each of which is entered once. */
export const up = async (db: Kysely<unknown>) => {
  await terms(db);
  await references(db);
  await documents(db);
  await parties(db);
};

const terms = (db: Kysely<unknown>) =>
  sql`
  /*
   * parts: [{share: "percent" | "fixed" | "remainder", value?, days, months?, endOfMonth?, dayOfMonth?}], a remainder last; discounts: [{days, percent}], the
   * shorter the larger. discount_reduces_tax: a discount takes its part of the tax with it, as value added tax demands.
   */
  create table finance.payment_term (
    id                   uuid    primary key,
    company_id           uuid    not null references shared.company (id),
    code                 text    not null,
    name                 text    not null constraint payment_term_named check (name <> ''),
    parts                jsonb   not null constraint payment_term_parts check (jsonb_typeof(parts) = 'array' and jsonb_array_length(parts) between 1 and 36),
    discounts            jsonb   not null default '[]' constraint payment_term_discounts check (jsonb_typeof(discounts) = 'array' and jsonb_array_length(discounts) <= 3),
    discount_reduces_tax boolean not null default true,
    active               boolean not null default true,
    version              integer not null default 1,
    created_at           timestamptz not null default now(),
    unique (company_id, id),
    constraint payment_term_code_once unique (company_id, code)
  );
  call shared.fence('finance.payment_term', 'document');
  grant select on finance.payment_term to enterprise_sealer, enterprise_reader;

  alter table finance.party add payment_term_id uuid, add foreign key (company_id, payment_term_id) references finance.payment_term (company_id, id);
  create index party_of_term on finance.party (company_id, payment_term_id) where payment_term_id is not null;
  /* What an issued document keeps of its terms: discounts is [{until, percent, reducesTax}]. */
  alter table finance.invoice add payment_term_id uuid, add discounts jsonb, add foreign key (company_id, payment_term_id) references finance.payment_term (company_id, id);
  create index invoice_of_term on finance.invoice (company_id, payment_term_id) where payment_term_id is not null;
`.execute(db);

const references = (db: Kysely<unknown>) =>
  sql`
  /* "re 0042/26" and "RE-42-26" are the same number: letters and digits in capitals, without leading zeros. */
  create function finance.normal_reference(reference text) returns text language sql immutable strict
    return nullif(regexp_replace(regexp_replace(upper(reference), '[^[:alnum:]]', '', 'g'), '(^|[^0-9])0+(?=[0-9])', '\\1', 'g'), '');
  grant execute on function finance.normal_reference(text) to enterprise_app, enterprise_definer;

  /* A number that stands twice already is let be, with that as its reason. */
  alter table finance.invoice add duplicate_reason text constraint duplicate_reason_given check (duplicate_reason <> '');
  update finance.invoice i set duplicate_reason = 'Entered before numbers of suppliers were compared.'
   where i.kind = 'bill' and exists (select from finance.invoice o where o.company_id = i.company_id and o.party_id = i.party_id and o.kind = 'bill' and o.id < i.id
                                       and finance.normal_reference(o.reference) = finance.normal_reference(i.reference));
  create unique index supplier_reference_once on finance.invoice (company_id, party_id, finance.normal_reference(reference)) where kind = 'bill' and duplicate_reason is null;
`.execute(db);

const documents = (db: Kysely<unknown>) =>
  sql`
  /* As before, with what terms make of a document. */
  create or replace function finance.write_invoices(documents jsonb) returns table (id uuid, number text) language plpgsql as $$
  #variable_conflict use_column
  begin
    return query
    with document as materialized (
      select d.* from rows from (jsonb_to_recordset(documents) as (
        id uuid, kind text, state text, "partyId" uuid, number text, "issuedOn" date, "dueOn" date, currency text, rounding text, "pricesIncludeTax" boolean,
        "netMinor" bigint, "taxMinor" bigint, "totalMinor" bigint, "openMinor" bigint, "companyMinor" bigint, "openCompanyMinor" bigint, reference text, notes text,
        "sourceType" text, "sourceId" uuid, "originalInvoiceId" uuid, "entryId" uuid, "externalId" text, "dueDates" date[], "paymentTermId" uuid, discounts jsonb, "duplicateReason" text,
        lines jsonb)) with ordinality
        as d (id, kind, state, "partyId", number, "issuedOn", "dueOn", currency, rounding, "pricesIncludeTax", "netMinor", "taxMinor", "totalMinor", "openMinor", "companyMinor",
              "openCompanyMinor", reference, notes, "sourceType", "sourceId", "originalInvoiceId", "entryId", "externalId", "dueDates", "paymentTermId", discounts, "duplicateReason", lines,
              ordinality)),
    header as (
      insert into finance.invoice (id, company_id, kind, state, party_id, number, issued_on, due_on, currency, rounding, prices_include_tax, net_minor, tax_minor, total_minor, open_minor,
                                   company_minor, open_company_minor, reference, notes, source_type, source_id, original_invoice_id, entry_id, external_id, due_dates, payment_term_id,
                                   discounts, duplicate_reason)
      select d.id, shared.current_company(), d.kind, d.state, d."partyId", coalesce(d.number, shared.take_number(shared.current_company(), d.kind, d."issuedOn")), d."issuedOn", d."dueOn",
             d.currency, d.rounding, coalesce(d."pricesIncludeTax", false), d."netMinor", d."taxMinor", d."totalMinor", d."openMinor", d."companyMinor", d."openCompanyMinor", d.reference, d.notes,
             d."sourceType", d."sourceId", d."originalInvoiceId", d."entryId", d."externalId", d."dueDates", d."paymentTermId", d.discounts, d."duplicateReason"
        from document d order by d.ordinality
      returning id, number),
    detail as (
      insert into finance.invoice_line (id, company_id, invoice_id, position, description, product_id, quantity, unit_price, discount_percent, discount_minor, net_minor, tax_minor,
                                        total_minor, account_id, dimension_id, taxes, source_line_id)
      select l.id, shared.current_company(), d.id, l.position, l.description, l."productId", l.quantity, l."unitPrice", coalesce(l."discountPercent", 0), coalesce(l."discountMinor", 0),
             l."netMinor", l."taxMinor", l."netMinor" + l."taxMinor", l."accountId", l."dimensionId", coalesce(l.taxes, '[]'), l."sourceLineId"
        from document d, jsonb_to_recordset(d.lines) as l (id uuid, position smallint, description text, "productId" uuid, quantity numeric, "unitPrice" numeric, "discountPercent" numeric,
             "discountMinor" bigint, "netMinor" bigint, "taxMinor" bigint, "accountId" uuid, "dimensionId" uuid, taxes jsonb, "sourceLineId" uuid))
    select header.id, header.number from header;
  end $$;
`.execute(db);

const parties = (db: Kysely<unknown>) =>
  sql`
  /* As before, with the payment terms. */
  create or replace function finance.insert_parties(p_parties jsonb, p_series text, p_prefix text) returns table (party_id uuid, party_code text) language plpgsql as $$
  declare codes text[];
  begin
    codes := finance.take_party_codes(p_series, p_prefix, (select count(*)::integer from jsonb_array_elements(p_parties) e where e ->> 'code' is null));
    return query
      with given as (
        select r.*, row_number() over (partition by r.code is null order by r.id) as nth
          from jsonb_to_recordset(p_parties) as r (id uuid, code text, name text, "isCustomer" boolean, "isSupplier" boolean, "taxNumber" text, email text, country text,
               currency text, "paymentTermsDays" smallint, "paymentTermId" uuid, "taxExempt" boolean, "externalId" text, "createdAt" timestamptz))
      insert into finance.party as p (id, company_id, code, name, is_customer, is_supplier, tax_number, email, country, currency, payment_terms_days, payment_term_id, tax_exempt, external_id, created_at)
      select g.id, shared.current_company(), coalesce(g.code, codes[g.nth]), g.name, g."isCustomer", g."isSupplier", g."taxNumber", g.email, g.country,
             g.currency, g."paymentTermsDays", g."paymentTermId", g."taxExempt", g."externalId", g."createdAt"
        from given g order by g.id
      on conflict do nothing
      returning p.id, p.code;
  end $$;
`.execute(db);
