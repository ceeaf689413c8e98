import { type Kysely, sql } from "kysely";

/**
 * What a customer owes and will owe stands in a function of its own, so that a batch of orders can be looked at before it is written. What holds the
 * limit is still `sales.check_credit`, under the customer's lock.
 */
export const up = (db: Kysely<unknown>) =>
  sql`
  create function sales.credit_exposure(p_customer uuid) returns numeric language plpgsql stable as $$
  declare company uuid := shared.current_company();
  begin
    return coalesce((select sum(i.open_minor) from finance.invoice i where i.company_id = company and i.party_id = p_customer and i.open_minor > 0 and i.kind = 'invoice'), 0)
         + coalesce((select sum(round(l.total_minor * (l.quantity - l.invoiced) / l.quantity)) from sales.sales_order o
                      join sales.sales_order_line l on l.company_id = o.company_id and l.order_id = o.id
                     where o.company_id = company and o.customer_id = p_customer and o.state = 'confirmed' and o.invoice_state <> 'full'), 0);
  end $$;
  grant execute on function sales.credit_exposure(uuid) to enterprise_app;

  create or replace function sales.check_credit(p_customer uuid) returns void language plpgsql as $$
  declare company uuid := shared.current_company(); credit_limit bigint;
  begin
    select c.credit_limit_minor into credit_limit from sales.customer c where c.company_id = company and c.id = p_customer for no key update;
    if credit_limit is null then return; end if;
    if sales.credit_exposure(p_customer) > credit_limit then
      raise exception 'This order would take the customer over the credit limit.' using constraint = 'within_credit_limit', errcode = 'check_violation';
    end if;
  end $$;
`.execute(db);
