import * as z from "zod";
import { foundBy } from "#core/database/keyset.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import { decodeIdCursor, type Page, PageOf, PageQuery, pageOf } from "#core/kernel/page.ts";
import { singleQuery } from "#core/kernel/query.ts";

export const DeliverySummary = z
  .object({
    id: z.uuid(),
    number: z.string(),
    order: z.object({ id: z.uuid(), number: z.string() }),
    customer: z.object({ id: z.uuid(), name: z.string() }),
    deliveredOn: z.iso.date(),
    tracking: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "DeliverySummary" });
export type DeliverySummary = z.infer<typeof DeliverySummary>;
export const DeliveryPage = PageOf(DeliverySummary);
export const DeliveryFilter = PageQuery.extend({ orderId: z.uuid().optional() });
export type DeliveryFilter = z.infer<typeof DeliveryFilter>;

const listOf = (kind: "delivery" | "return") =>
  singleQuery("sales.delivery.read", async ({ db, actor }, filter: DeliveryFilter): Promise<Outcome<Page<DeliverySummary>>> => {
    let deliveries = db
      .selectFrom("sales.delivery as d")
      .innerJoin("sales.salesOrder as o", (join) => join.onRef("o.companyId", "=", "d.companyId").onRef("o.id", "=", "d.orderId"))
      .innerJoin("finance.party as p", (join) => join.onRef("p.companyId", "=", "o.companyId").onRef("p.id", "=", "o.customerId"))
      .select([
        "d.id",
        "d.number",
        "d.orderId",
        "o.number as orderNumber",
        "o.customerId",
        "p.name as customerName",
        "d.deliveredOn",
        "d.tracking",
        "d.reason",
      ])
      .where("d.companyId", "=", actor.companyId)
      .where("d.kind", "=", kind);
    if (filter.after !== undefined) {
      const after = decodeIdCursor(filter.after);
      if (!after.ok) return after;
      deliveries = deliveries.where("d.id", "<", after.value);
    }
    if (filter.orderId !== undefined) deliveries = deliveries.where("d.orderId", "=", filter.orderId);
    if (filter.q) deliveries = deliveries.where(foundBy("d.id", "sales.search_deliveries", filter.q));
    const rows = await deliveries
      .orderBy("d.id", "desc")
      .limit(filter.limit + 1)
      .execute();
    return done(
      pageOf(
        rows,
        filter.limit,
        ({ id }) => [id],
        ({ orderId, orderNumber, customerId, customerName, ...row }) => ({
          ...row,
          order: { id: orderId, number: orderNumber },
          customer: { id: customerId, name: customerName },
        }),
      ),
    );
  });

/** What has been sent out, newest first. */
export const listDeliveries = listOf("delivery");
/** What has come back, newest first. */
export const listReturns = listOf("return");
