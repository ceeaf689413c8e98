import { type Kysely, sql } from "kysely";

/**
 * Lines of documents that are split over dimensions. shares: [{percent, setId}], 100 in all; a share's set holds all that its part is posted with, null for
 * nothing. A line that is split names no set of its own.
 */
export const up = async (db: Kysely<unknown>) => {
  await sql`
  alter table finance.invoice_line add column shares jsonb,
    add constraint line_has_shares check (jsonb_typeof(shares) = 'array' and jsonb_array_length(shares) between 2 and 100),
    add constraint line_shares_add_up check (finance.share_total(shares) = 100),
    add constraint split_line_names_no_set check (shares is null or dimension_id is null);
`.execute(db);
  await documents(db);
};

const documents = (db: Kysely<unknown>) =>
  sql`
  /* As before, with the shares of lines. */
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
                                        total_minor, account_id, dimension_id, taxes, source_line_id, shares)
      select l.id, shared.current_company(), d.id, l.position, l.description, l."productId", l.quantity, l."unitPrice", coalesce(l."discountPercent", 0), coalesce(l."discountMinor", 0),
             l."netMinor", l."taxMinor", l."netMinor" + l."taxMinor", l."accountId", l."dimensionId", coalesce(l.taxes, '[]'), l."sourceLineId", l.shares
        from document d, jsonb_to_recordset(d.lines) as l (id uuid, position smallint, description text, "productId" uuid, quantity numeric, "unitPrice" numeric, "discountPercent" numeric,
             "discountMinor" bigint, "netMinor" bigint, "taxMinor" bigint, "accountId" uuid, "dimensionId" uuid, taxes jsonb, "sourceLineId" uuid, shares jsonb))
    select header.id, header.number from header;
  end $$;
`.execute(db);
