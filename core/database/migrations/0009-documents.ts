import { type Kysely, sql } from "kysely";

/** The statements that write whole documents: header, lines and number at once, for one document or a batch. */
export const up = async (db: Kysely<unknown>) => {
  await invoices(db);
  await orders(db);
};

const invoices = (db: Kysely<unknown>) =>
  sql`
  /*
   * Writes issued invoices, credit notes, bills and debit notes with their lines. A document without a number takes the next of its series here, in
   * the order given, so this statement comes after the posting of the entries and right before COMMIT. Amounts are minor units.
   */
  create function finance.write_invoices(documents jsonb) returns table (id uuid, number text) language plpgsql as $$
  #variable_conflict use_column
  begin
    return query
    with document as materialized (
      select d.* from rows from (jsonb_to_recordset(documents) as (
        id uuid, kind text, state text, "partyId" uuid, number text, "issuedOn" date, "dueOn" date, currency text, rounding text, "pricesIncludeTax" boolean,
        "netMinor" bigint, "taxMinor" bigint, "totalMinor" bigint, "openMinor" bigint, "companyMinor" bigint, "openCompanyMinor" bigint, reference text, notes text,
        "sourceType" text, "sourceId" uuid, "originalInvoiceId" uuid, "entryId" uuid, "externalId" text, lines jsonb)) with ordinality
        as d (id, kind, state, "partyId", number, "issuedOn", "dueOn", currency, rounding, "pricesIncludeTax", "netMinor", "taxMinor", "totalMinor", "openMinor", "companyMinor",
              "openCompanyMinor", reference, notes, "sourceType", "sourceId", "originalInvoiceId", "entryId", "externalId", lines, ordinality)),
    header as (
      insert into finance.invoice (id, company_id, kind, state, party_id, number, issued_on, due_on, currency, rounding, prices_include_tax, net_minor, tax_minor, total_minor, open_minor,
                                   company_minor, open_company_minor, reference, notes, source_type, source_id, original_invoice_id, entry_id, external_id)
      select d.id, shared.current_company(), d.kind, d.state, d."partyId", coalesce(d.number, shared.take_number(shared.current_company(), d.kind, d."issuedOn")), d."issuedOn", d."dueOn",
             d.currency, d.rounding, coalesce(d."pricesIncludeTax", false), d."netMinor", d."taxMinor", d."totalMinor", d."openMinor", d."companyMinor", d."openCompanyMinor", d.reference, d.notes,
             d."sourceType", d."sourceId", d."originalInvoiceId", d."entryId", d."externalId"
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
  grant execute on function finance.write_invoices(jsonb) to enterprise_app;

  /*
   * Settles documents: edges are stored, open amounts fall, states follow. Rows are changed in key order; the constraints refuse over-allocation.
   * Edge: {id, invoiceId, paymentId | creditNoteId, amountMinor, companyMinor (of the invoice), settledCompanyMinor (of the other side), allocatedOn}.
   */
  create function finance.write_allocations(edges jsonb) returns void language plpgsql as $$
  declare company uuid := shared.current_company();
  begin
    insert into finance.allocation (id, company_id, invoice_id, payment_id, credit_note_id, amount_minor, company_minor, allocated_on)
    select e.id, company, e."invoiceId", e."paymentId", e."creditNoteId", e."amountMinor", e."companyMinor", e."allocatedOn"
      from jsonb_to_recordset(edges) as e (id uuid, "invoiceId" uuid, "paymentId" uuid, "creditNoteId" uuid, "amountMinor" bigint, "companyMinor" bigint, "allocatedOn" date);

    /* An invoice is credited when no payment ever touched it and credit notes took it all. */
    update finance.invoice i
       set open_minor = i.open_minor - s.amount, open_company_minor = i.open_company_minor - s.company_amount, version = i.version + 1,
           state = case when i.open_minor - s.amount > 0 then (case when i.open_minor - s.amount = i.total_minor then 'issued' else 'part_paid' end)
                        when i.kind in ('invoice', 'bill') and not exists (
                          select from finance.allocation a where a.company_id = company and a.invoice_id = i.id and a.payment_id is not null) then 'credited'
                        else 'paid' end
      from (select side.id, sum(side.amount)::bigint as amount, sum(side.company_amount)::bigint as company_amount
              from jsonb_to_recordset(edges) as e ("invoiceId" uuid, "creditNoteId" uuid, "amountMinor" bigint, "companyMinor" bigint, "settledCompanyMinor" bigint)
             cross join lateral (values (e."invoiceId", e."amountMinor", e."companyMinor"), (e."creditNoteId", e."amountMinor", e."settledCompanyMinor")) as side (id, amount, company_amount)
             where side.id is not null group by side.id) s
     where i.company_id = company and i.id = s.id;

    update finance.payment p
       set unallocated_minor = p.unallocated_minor - s.amount, unallocated_company_minor = p.unallocated_company_minor - s.company_amount, version = p.version + 1
      from (select e."paymentId" as id, sum(e."amountMinor")::bigint as amount, sum(e."settledCompanyMinor")::bigint as company_amount
              from jsonb_to_recordset(edges) as e ("paymentId" uuid, "amountMinor" bigint, "settledCompanyMinor" bigint) where e."paymentId" is not null group by 1) s
     where p.company_id = company and p.id = s.id;
  end $$;
  grant execute on function finance.write_allocations(jsonb) to enterprise_app;
`.execute(db);

const orders = (db: Kysely<unknown>) =>
  sql`
  /* Writes orders with their lines; one without a number takes the next of the series. Amounts are minor units. */
  create function sales.write_orders(documents jsonb) returns table (id uuid, number text) language plpgsql as $$
  #variable_conflict use_column
  begin
    return query
    with document as materialized (
      select d.* from rows from (jsonb_to_recordset(documents) as (
        id uuid, number text, "customerId" uuid, state text, "warehouseId" uuid, currency text, "pricesIncludeTax" boolean, rounding text, "orderedOn" date, "requestedOn" date,
        "netMinor" bigint, "taxMinor" bigint, "totalMinor" bigint, "customerReference" text, notes text, "salespersonId" uuid, "shippingAddress" jsonb, "externalId" text,
        "deliveryState" text, "invoiceState" text, lines jsonb)) with ordinality
        as d (id, number, "customerId", state, "warehouseId", currency, "pricesIncludeTax", rounding, "orderedOn", "requestedOn", "netMinor", "taxMinor", "totalMinor",
              "customerReference", notes, "salespersonId", "shippingAddress", "externalId", "deliveryState", "invoiceState", lines, ordinality)),
    header as (
      insert into sales.sales_order (id, company_id, number, customer_id, state, delivery_state, invoice_state, warehouse_id, currency, prices_include_tax, rounding, ordered_on, requested_on,
                                     net_minor, tax_minor, total_minor, customer_reference, notes, salesperson_id, shipping_address, external_id)
      select d.id, shared.current_company(), coalesce(d.number, shared.take_number(shared.current_company(), 'sales_order', d."orderedOn")), d."customerId", d.state,
             coalesce(d."deliveryState", 'none'), coalesce(d."invoiceState", 'none'), d."warehouseId", d.currency, coalesce(d."pricesIncludeTax", false), d.rounding, d."orderedOn", d."requestedOn",
             d."netMinor", d."taxMinor", d."totalMinor", d."customerReference", d.notes, d."salespersonId", d."shippingAddress", d."externalId"
        from document d order by d.ordinality
      returning id, number),
    detail as (
      insert into sales.sales_order_line (id, company_id, order_id, position, kind, product_id, description, quantity, delivered, invoiced, reserved, unit_price, discount_percent, discount_minor,
                                          net_minor, tax_minor, total_minor, account_id, taxes)
      select l.id, shared.current_company(), d.id, l.position, l.kind, l."productId", l.description, l.quantity, coalesce(l.delivered, 0), coalesce(l.invoiced, 0), coalesce(l.reserved, 0),
             l."unitPrice", coalesce(l."discountPercent", 0), coalesce(l."discountMinor", 0), l."netMinor", l."taxMinor", l."netMinor" + l."taxMinor", l."accountId", coalesce(l.taxes, '[]')
        from document d, jsonb_to_recordset(d.lines) as l (id uuid, position smallint, kind text, "productId" uuid, description text, quantity numeric, delivered numeric, invoiced numeric,
             reserved numeric, "unitPrice" numeric, "discountPercent" numeric, "discountMinor" bigint, "netMinor" bigint, "taxMinor" bigint, "accountId" uuid, taxes jsonb))
    select header.id, header.number from header;
  end $$;
  grant execute on function sales.write_orders(jsonb) to enterprise_app;

  /* Writes deliveries or returns with their lines, moves the stock and counts up the order lines. Line: {orderLineId, quantity, productId?, stocked}. */
  create function sales.write_deliveries(documents jsonb) returns table (id uuid, number text) language plpgsql as $$
  #variable_conflict use_column
  declare company uuid := shared.current_company();
  begin
    insert into sales.stock_move (id, company_id, warehouse_id, product_id, kind, quantity, moved_on, source_type, source_id)
    select l."moveId", company, d."warehouseId", l."productId", case d.kind when 'delivery' then 'issue' else 'return' end,
           case d.kind when 'delivery' then -l.quantity else l.quantity end, d."deliveredOn", 'sales_order', d."orderId"
      from jsonb_to_recordset(documents) as d (kind text, "orderId" uuid, "warehouseId" uuid, "deliveredOn" date, lines jsonb),
           jsonb_to_recordset(d.lines) as l ("moveId" uuid, "productId" uuid, quantity numeric)
     where l."moveId" is not null;
    update sales.sales_order_line o
       set delivered = o.delivered + m.delivered, returned = o.returned + m.returned, reserved = greatest(0, o.reserved - m.delivered)
      from (select l."orderLineId", sum(case d.kind when 'delivery' then l.quantity else 0 end) as delivered, sum(case d.kind when 'return' then l.quantity else 0 end) as returned
              from jsonb_to_recordset(documents) as d (kind text, lines jsonb), jsonb_to_recordset(d.lines) as l ("orderLineId" uuid, quantity numeric) group by 1) m
     where o.company_id = company and o.id = m."orderLineId";
    return query
    with document as materialized (
      select d.* from jsonb_to_recordset(documents) as d (id uuid, kind text, "orderId" uuid, "warehouseId" uuid, "deliveredOn" date, tracking text, reason text, "externalId" text, lines jsonb)),
    header as (
      insert into sales.delivery (id, company_id, number, kind, order_id, warehouse_id, delivered_on, tracking, reason, external_id)
      select d.id, company, shared.take_number(company, case d.kind when 'delivery' then 'delivery' else 'sales_return' end, d."deliveredOn"), d.kind, d."orderId", d."warehouseId", d."deliveredOn",
             d.tracking, d.reason, d."externalId"
        from document d returning id, number),
    detail as (
      insert into sales.delivery_line (company_id, delivery_id, order_line_id, quantity)
      select company, d.id, l."orderLineId", l.quantity from document d, jsonb_to_recordset(d.lines) as l ("orderLineId" uuid, quantity numeric))
    select header.id, header.number from header;
  end $$;
  grant execute on function sales.write_deliveries(jsonb) to enterprise_app;
`.execute(db);
