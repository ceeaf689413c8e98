import * as z from "zod";
import { todayOf } from "#core/kernel/clock.ts";
import { type Fault, invalid } from "#core/kernel/fault.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { acceptedOf } from "#core/kernel/write-by-halves.ts";
import { cell, dateCell, decimalCell, present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { countStock } from "./change-stock.ts";
import { CountInput } from "./stock.ts";

const Count = z.strictObject({
  sku: z.string().max(200),
  counted: CountInput.shape.lines.element.shape.counted,
  countedOn: calendarDate(),
  warehouse: z.string().max(64).default(""),
});
type Count = z.infer<typeof Count>;

const idOf = ({ countedOn, warehouse, sku }: Count) => `count:${countedOn}:${warehouse}:${sku}`;
const placeOf = ({ countedOn, warehouse }: Count) => `${countedOn} ${warehouse}`;

/** What was found on the shelves. Known by day, warehouse and product. */
export const stockCountImport = defineImport<Count>({
  name: "stock-counts",
  title: "Stock counts",
  grant: "sales.stock.write",
  columns: [
    { name: "sku", required: true, also: ["product", "product_id", "article"], about: "SKU or external id of the product" },
    { name: "counted", required: true, also: ["quantity", "on_hand", "units_in_stock"], about: "How much is there" },
    { name: "counted_on", required: true, also: ["date"], about: "Day of the count" },
    { name: "warehouse", about: "Code; the default one when absent" },
  ],
  read: ([cells = {}]) =>
    readBy(
      Count,
      present({
        sku: cells.sku,
        counted: cell(cells, "counted", decimalCell),
        countedOn: cell(cells, "counted_on", dateCell),
        warehouse: cells.warehouse,
      }),
    ),
  write: async (tx, items) => {
    const skus = items.map(({ sku }) => sku);
    const known = await knownBy(tx, "sales.stockMove", "externalId", items.map(idOf));
    const products = new Map([
      ...(await knownBy(tx, "sales.product", "externalId", skus)),
      ...(await knownBy(tx, "sales.product", "sku", skus)),
    ]);
    const warehouses = await knownBy(
      tx,
      "sales.warehouse",
      "code",
      items.map(({ warehouse }) => warehouse),
    );
    const seen = new Set<string>();
    const faultOf = (item: Count): Fault | undefined => {
      if (!products.has(item.sku)) return invalid("import.product", `There is no product ${item.sku}.`, "/sku");
      if (item.warehouse !== "" && !warehouses.has(item.warehouse))
        return invalid("import.warehouse", `There is no warehouse ${item.warehouse}.`, "/warehouse");
      if (item.countedOn > todayOf(tx)) return invalid("import.future", "This day is still to come.", "/counted_on");
      return seen.has(idOf(item)) ? invalid("import.twice", "This product was counted in an earlier row.", "/sku") : undefined;
    };
    const results = new Map<Count, ItemResult>();
    const fresh = items.filter((item) => {
      const fault = known.has(idOf(item)) ? undefined : faultOf(item);
      results.set(item, known.has(idOf(item)) ? "unchanged" : fault ? { fault } : "created");
      seen.add(idOf(item));
      return results.get(item) === "created";
    });
    for (const counts of Map.groupBy(fresh, placeOf).values()) {
      const [{ countedOn, warehouse } = { countedOn: "", warehouse: "" }] = counts;
      const lines = counts.map((count) => ({ productId: products.get(count.sku) ?? "", counted: count.counted, externalId: idOf(count) }));
      const place = warehouse === "" ? {} : { warehouseId: warehouses.get(warehouse) };
      acceptedOf(await countStock(tx, { ...place, movedOn: countedOn, reason: "Import", lines }));
    }
    return items.map((item) => results.get(item) ?? "unchanged");
  },
});
