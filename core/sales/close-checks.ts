import { sql } from "kysely";
import { declareCloseCheck } from "#core/finance/close/close-check.ts";
import { noneOf } from "#core/finance/close/findings.ts";

/** What left the house by the end of the period and is on no invoice yet belongs to its revenue. */
declareCloseCheck({
  code: "deliveries",
  title: "What was delivered is invoiced",
  figures: { expected: "Expected", actual: "Orders not invoiced" },
  modules: ["sales"],
  effects: { softClose: "warn", close: "warn" },
  find: async (db, { companyId, to }) => {
    const { rows } = await sql<{ count: bigint }>`
      select count(*) as count from sales.sales_order o
       where o.company_id = ${companyId} and o.state = 'confirmed' and o.invoice_state <> 'full'
         and exists (select from sales.sales_order_line l where l.company_id = o.company_id and l.order_id = o.id and l.delivered - l.returned > l.invoiced)
         and exists (select from sales.delivery d where d.company_id = o.company_id and d.order_id = o.id and d.kind = 'delivery' and d.delivered_on <= ${to}::date)`.execute(
      db,
    );
    return [noneOf("", Number(rows[0]?.count ?? 0), "/sales/orders?status=delivered")];
  },
});
