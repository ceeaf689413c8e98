import * as z from "zod";
import { behind, foundBy, rowsOfPage, type Sort } from "#core/database/keyset.ts";
import { done, type Outcome } from "#core/kernel/fault.ts";
import { decodeCursor, type Page, PageOf, PageQuery, pageOf } from "#core/kernel/page.ts";
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
export const DeliveryFilter = PageQuery.extend({
  orderId: z.uuid().optional(),
  deliveredFrom: z.iso.date().optional(),
  deliveredTo: z.iso.date().optional(),
  sort: z.enum(["-created", "deliveredOn", "-deliveredOn", "number", "-number"]).default("-created"),
});
export type DeliveryFilter = z.infer<typeof DeliveryFilter>;

const byDay = { columns: ["d.deliveredOn", "d.id"], types: ["date", "uuid"] } as const;
const sorts = {
  "-created": { columns: ["d.id"], types: ["uuid"], direction: "desc" },
  deliveredOn: { ...byDay, direction: "asc" },
  "-deliveredOn": { ...byDay, direction: "desc" },
  number: { columns: ["d.number"], types: ["text"], direction: "asc" },
  "-number": { columns: ["d.number"], types: ["text"], direction: "desc" },
} as const satisfies Record<DeliveryFilter["sort"], Sort>;

type Shown = Readonly<{ id: string; number: string; deliveredOn: string }>;
const cursors: Readonly<Record<DeliveryFilter["sort"], (delivery: Shown) => string[]>> = {
  "-created": ({ id }) => [id],
  deliveredOn: ({ deliveredOn, id }) => [deliveredOn, id],
  "-deliveredOn": ({ deliveredOn, id }) => [deliveredOn, id],
  number: ({ number }) => [number],
  "-number": ({ number }) => [number],
};

const listOf = (kind: "delivery" | "return") =>
  singleQuery("sales.delivery.read", async ({ db, actor }, filter: DeliveryFilter): Promise<Outcome<Page<DeliverySummary>>> => {
    const sort = sorts[filter.sort];
    const cursor = filter.after === undefined ? undefined : decodeCursor(filter.after, sort.columns.length);
    if (cursor && !cursor.ok) return cursor;
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
    if (filter.deliveredFrom !== undefined) deliveries = deliveries.where("d.deliveredOn", ">=", filter.deliveredFrom);
    if (filter.deliveredTo !== undefined) deliveries = deliveries.where("d.deliveredOn", "<=", filter.deliveredTo);
    if (filter.orderId !== undefined) deliveries = deliveries.where("d.orderId", "=", filter.orderId);
    if (filter.q) deliveries = deliveries.where(foundBy("d.id", "sales.search_deliveries", filter.q));
    const rows = await behind(deliveries, sort, cursor?.value).limit(rowsOfPage(filter.limit)).execute();
    return done(
      pageOf(rows, filter.limit, cursors[filter.sort], ({ orderId, orderNumber, customerId, customerName, ...row }) => ({
        ...row,
        order: { id: orderId, number: orderNumber },
        customer: { id: customerId, name: customerName },
      })),
    );
  });

/** What has been sent out, newest first unless asked otherwise. */
export const listDeliveries = listOf("delivery");
/** What has come back, newest first unless asked otherwise. */
export const listReturns = listOf("return");
