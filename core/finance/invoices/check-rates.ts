import { sql } from "kysely";
import type { TxCtx } from "#core/kernel/context.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { conflict } from "#core/kernel/fault.ts";

type Outdated = Readonly<{ code: string; borne: string; rate: string | null; day: string }>;

/** Taxes of a draft whose rate is another one on its tax point: that of the draft, or else the day it is issued on. */
export const outdatedRates = async ({ db, actor }: TxCtx, invoiceId: string, issuedOn: string): Promise<readonly Outdated[]> => {
  const { rows } = await sql<Outdated>`
    select distinct t.code, (x ->> 'rate') as borne, r.rate::text as rate, coalesce(i.taxed_on, ${issuedOn}::date)::text as day
      from finance.invoice i
      join finance.invoice_line l on l.company_id = i.company_id and l.invoice_id = i.id
     cross join jsonb_array_elements(l.taxes) x
      join finance.tax_code t on t.company_id = i.company_id and t.id = (x ->> 'taxCodeId')::uuid
      left join finance.tax_rate r on r.company_id = i.company_id and r.tax_code_id = t.id and r.valid @> coalesce(i.taxed_on, ${issuedOn}::date)
     where i.company_id = ${actor.companyId} and i.id = ${invoiceId} and i.state = 'draft' and i.source_id is null
       and (r.id is null or r.rate <> (x ->> 'rate')::numeric or r.deductible_percent <> coalesce((x ->> 'deductiblePercent')::numeric, 100))
     order by 1`.execute(db);
  return rows;
};

/** The refusal of a draft that bears rates of another day. */
export const ratesChanged = ([first]: readonly [Outdated, ...Outdated[]]) => {
  const now = first.rate === null ? "no rate" : `${trimDecimal(first.rate)} %`;
  return conflict(
    "invoice.tax_rate_changed",
    `The draft bears ${trimDecimal(first.borne)} % of ${first.code}; on ${first.day} it is ${now}. Save it again on that day, or say in \`taxedOn\` which day counts.`,
  );
};
