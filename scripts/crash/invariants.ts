/** What must hold in a company whatever happened, each as SQL that answers the rows which break it. `$1` is the company. */
export const INVARIANTS: Readonly<Record<string, string>> = {
  "The books balance": `
    select sum(company_amount) as off from finance.journal_line where company_id = $1 having sum(company_amount) <> 0`,
  "Every entry balances in every currency": `
    select entry_id, currency, sum(amount) as off from finance.journal_line where company_id = $1 group by 1, 2 having sum(amount) <> 0`,
  "Invoice numbers have no gap": `
    select min(n) as first, max(n) as last, count(*) as numbers
      from (select substring(number from '[0-9]+$')::bigint as n from finance.invoice where company_id = $1 and kind = 'invoice' and state <> 'draft') i
    having count(*) > 0 and (min(n) <> 1 or max(n) <> count(*) or count(distinct n) <> count(*)
        or max(n) <> (select next - 1 from shared.number_series where company_id = $1 and series = 'invoice'))`,
  "Every issued invoice has its entry, of its total": `
    select i.number from finance.invoice i where i.company_id = $1 and i.kind = 'invoice' and i.state <> 'draft'
       and i.company_minor is distinct from (select sum(l.company_amount) from finance.journal_line l where l.company_id = $1 and l.entry_id = i.entry_id and l.party_id = i.party_id)`,
  "Every entry belongs to one document": `
    select e.id from finance.journal_entry e where e.company_id = $1 and e.source_type = 'invoice'
       and (select count(*) from finance.invoice i where i.company_id = $1 and i.entry_id = e.id) <> 1`,
  "Open amounts are totals less allocations": `
    select i.document_kind, i.document_id, i.open_minor from finance.open_item i
      left join lateral (select coalesce(sum(a.amount_minor), 0) as settled from finance.allocation a
                          where a.company_id = $1 and case when i.amount_minor > 0 then a.debit_entry_id = i.entry_id and a.debit_position = i.position
                                                           else a.credit_entry_id = i.entry_id and a.credit_position = i.position end) s on true
     where i.company_id = $1 and (i.open_minor <> sign(i.amount_minor) * (abs(i.amount_minor) - s.settled) or abs(i.open_minor) > abs(i.amount_minor))`,
  "Documents are open by what their lines are": `
    select i.number, i.open_minor from finance.invoice i where i.company_id = $1 and i.state <> 'draft'
       and i.open_minor is distinct from (select sum(abs(o.open_minor)) from finance.open_item o where o.company_id = $1 and o.entry_id = i.entry_id)
    union all
    select p.number, p.unallocated_minor from finance.payment p where p.company_id = $1
       and p.unallocated_minor is distinct from (select sum(abs(o.open_minor)) from finance.open_item o where o.company_id = $1 and o.entry_id = p.entry_id)`,
  "Stock is the sum of its moves": `
    select s.product_id, s.on_hand, m.moved from sales.stock_level s
      left join lateral (select coalesce(sum(m.quantity), 0) as moved from sales.stock_move m where m.company_id = $1 and m.warehouse_id = s.warehouse_id and m.product_id = s.product_id) m on true
     where s.company_id = $1 and (s.on_hand <> m.moved or s.on_hand < 0)`,
  "What is promised is what orders hold": `
    select s.product_id, s.reserved, l.held from sales.stock_level s
      left join lateral (select coalesce(sum(l.reserved), 0) as held from sales.sales_order_line l join sales.sales_order o on o.company_id = l.company_id and o.id = l.order_id
                          where l.company_id = $1 and l.product_id = s.product_id and o.warehouse_id = s.warehouse_id) l on true
     where s.company_id = $1 and s.reserved <> l.held`,
  "No order is invoiced or delivered beyond its quantities": `
    select order_id, position from sales.sales_order_line where company_id = $1 and (invoiced > quantity or delivered > quantity)`,
  "What was invoiced is what the invoices say": `
    select l.order_id, l.position, l.invoiced from sales.sales_order_line l where l.company_id = $1
       and l.invoiced <> coalesce((select sum(i.quantity) from finance.invoice_line i where i.company_id = $1 and i.source_line_id = l.id), 0)`,
  "The control account is what customers owe": `
    select ledger.owed, documents.owed as by_documents
      from (select coalesce(sum(l.company_amount), 0) as owed from finance.journal_line l where l.company_id = $1 and l.party_id is not null) ledger,
           (select coalesce((select sum(open_company_minor) from finance.invoice where company_id = $1 and kind = 'invoice'), 0)
                 - coalesce((select sum(unallocated_company_minor) from finance.payment where company_id = $1 and direction = 'in'), 0) as owed) documents
     where ledger.owed <> documents.owed`,
  "Every event and audit record is there once": `
    select 'event' as what, id from shared.outbox where company_id = $1 group by id having count(*) > 1
    union all select 'audit', id from shared.audit where company_id = $1 group by id having count(*) > 1`,
  "Every order told of itself once": `
    select o.number from sales.sales_order o where o.company_id = $1
       and (select count(*) from shared.outbox e where e.company_id = $1 and e.type = 'order.created' and e.subject = o.id::text) <> 1`,
};
