import { sql } from "kysely";
import type { Db } from "#core/kernel/context.ts";
import type { ReportAccount } from "./report.ts";
import type { Headings } from "./statement.ts";

/** The headings of the chart by the id of what stands directly below them. */
export const readHeadings = async (db: Db, companyId: string): Promise<Headings> => {
  const { rows } = await sql<ReportAccount & { below: string }>`
    select a.id as below, h.id, h.code, h.name, h.type
      from finance.account a join finance.account h on h.company_id = a.company_id and h.id = a.parent_id
     where a.company_id = ${companyId} and a.parent_id is not null`.execute(db);
  return new Map(rows.map(({ below, ...heading }) => [below, heading]));
};
