import { CompiledQuery } from "kysely";
import type { ChargedTax, TaxDefinition } from "#core/finance/taxes/charged-tax.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { type LoadedLine, type LoadedOrder, taxesOf } from "./load-order.ts";
import { millionths } from "./quantities.ts";

/** What an order's taxes can be found with on any day: when its lines were delivered, and every version of the taxes they carry. */
export type TaxFacts = Readonly<{
  deliveries: readonly Readonly<{ lineId: string; deliveredOn: string; quantity: string }>[];
  /** `until` is the first day it no longer holds; null on either side is open. */
  versions: readonly (TaxDefinition & Readonly<{ from: string | null; until: string | null }>)[];
}>;

const statement = `
select jsonb_build_object(
  'deliveries', coalesce((
    select jsonb_agg(jsonb_build_object('lineId', l.order_line_id, 'deliveredOn', d.delivered_on, 'quantity', l.quantity::text) order by d.delivered_on, d.id)
      from sales.delivery d join sales.delivery_line l on l.company_id = d.company_id and l.delivery_id = d.id
     where d.company_id = $1 and d.order_id = $2 and d.kind = 'delivery'), '[]'),
  'versions', coalesce((
    select jsonb_agg(jsonb_build_object('from', lower(r.valid), 'until', upper(r.valid)) || finance.tax_definition(t, r))
      from finance.tax_code t join finance.tax_rate r on r.company_id = t.company_id and r.tax_code_id = t.id
     where t.company_id = $1
       and t.id = any (array(select (c ->> 'taxCodeId')::uuid from sales.sales_order_line l, jsonb_array_elements(l.taxes) c where l.company_id = $1 and l.order_id = $2))), '[]')
) as facts`;

/** Reads them in one statement, which travels with the lock of the order. */
export const readTaxFacts = async (tx: Pick<TxCtx, "db" | "actor">, orderId: string): Promise<TaxFacts> => {
  const { rows } = await tx.db.executeQuery<{ facts: TaxFacts }>(CompiledQuery.raw(statement, [tx.actor.companyId, orderId]));
  const facts = rows[0]?.facts;
  if (!facts) throw new Error("The tax facts of an order came back empty.");
  return facts;
};

/** The day by which so many of a line were delivered; undefined when they are not. */
const deliveredBy = (facts: TaxFacts, lineId: string, quantity: bigint): string | undefined => {
  let delivered = 0n;
  for (const delivery of facts.deliveries) {
    if (delivery.lineId === lineId) delivered += millionths(delivery.quantity);
    if (delivery.lineId === lineId && delivered >= quantity) return delivery.deliveredOn;
  }
  return undefined;
};

/**
 * The tax point of a part that is invoiced: the day of the delivery that completes it, or the invoice's day when that comes first (an invoice before
 * delivery). Freight and services follow the goods: their day is the one on which the last of them was delivered.
 */
export const taxPointOf = (order: LoadedOrder, facts: TaxFacts, line: LoadedLine, quantity: bigint, issuedOn: string): string => {
  const goods = order.lines.filter(({ kind }) => kind === "product");
  const delivered =
    line.kind === "product"
      ? [deliveredBy(facts, line.id, millionths(line.invoiced) + quantity)]
      : goods.map((one) => deliveredBy(facts, one.id, millionths(one.quantity)));
  const last = delivered.reduce<string | undefined>((latest, day) => (latest && day && latest > day ? latest : day), delivered[0]);
  return last !== undefined && delivered.every((day) => day !== undefined) && last < issuedOn ? last : issuedOn;
};

/** The line's taxes as they are on a day; included in its price or not as when it was taken. A tax without a rate on that day is not charged. */
export const taxesAt = (line: LoadedLine, facts: TaxFacts, day: string): ChargedTax[] =>
  taxesOf(line).flatMap(({ taxCodeId, included, baseMinor, taxMinor }) => {
    const holding = facts.versions.find(
      (version) =>
        version.taxCodeId === taxCodeId &&
        (version.from === null || version.from <= day) &&
        (version.until === null || day < version.until),
    );
    if (!holding) return [];
    const { from: _f, until: _u, ...definition } = holding;
    return [{ ...definition, included, baseMinor, taxMinor }];
  });
