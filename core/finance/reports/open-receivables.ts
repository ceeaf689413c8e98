import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";

export type OpenReceivables = Readonly<{ openMinor: bigint; overdueMinor: bigint; invoices: number; overdueInvoices: number }>;
type Row = { open: string; overdue: string; invoices: number; overdueInvoices: number };

/** What customers owe on issued invoices, and what of it is past its day, by instalment, in minor units of company currency. */
export const openReceivables = async (db: Db, companyId: string, today: string): Promise<OpenReceivables> => {
  const { rows } = await sql<Row>`
    select coalesce(sum(open_company_minor), 0)::text as open, count(distinct document_id)::int as invoices,
           coalesce(sum(open_company_minor) filter (where due_on < ${today}::date), 0)::text as overdue,
           (count(distinct document_id) filter (where due_on < ${today}::date))::int as overdue_invoices
      from finance.open_item
     where company_id = ${companyId} and ledger = 'receivable' and document_kind = 'invoice' and open_minor > 0`.execute(db);
  const [row] = rows;
  return {
    openMinor: BigInt(row?.open ?? 0),
    overdueMinor: BigInt(row?.overdue ?? 0),
    invoices: row?.invoices ?? 0,
    overdueInvoices: row?.overdueInvoices ?? 0,
  };
};
