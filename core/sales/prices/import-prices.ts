import * as z from "zod";
import { invalid } from "#core/kernel/fault.ts";
import { cell, dateCell, decimalCell, present, readBy } from "#core/platform/imports/cells.ts";
import { defineImport, type ItemResult } from "#core/platform/imports/import-kind.ts";
import { knownBy } from "#core/platform/imports/known.ts";
import { PriceInput } from "./price.ts";
import { setAll } from "./set-prices.ts";

const PriceRow = z.strictObject({ ...PriceInput.shape, priceListId: z.string().max(64), productId: z.string().max(200) });
type PriceRow = z.infer<typeof PriceRow>;

/** Prices of products in lists, from a day on or since ever. A price that is set already stays as it is. */
export const priceImport = defineImport<PriceRow>({
  name: "prices",
  title: "Prices",
  grant: "sales.price.write",
  columns: [
    { name: "price_list", also: ["list"], about: "Code of a price list; the default one when absent" },
    { name: "sku", required: true, also: ["product", "product_id", "article"], about: "SKU or external id of the product" },
    { name: "unit_price", required: true, also: ["price"], about: "Price of one unit" },
    { name: "min_quantity", also: ["quantity"], about: "From this quantity on" },
    { name: "valid_from", also: ["from"], about: "First day; since ever when absent" },
    { name: "valid_to", also: ["to", "until"], about: "Last day" },
  ],
  read: ([cells = {}]) =>
    readBy(
      PriceRow,
      present({
        priceListId: cells.price_list ?? "",
        productId: cells.sku,
        unitPrice: cell(cells, "unit_price", decimalCell),
        minQuantity: cell(cells, "min_quantity", decimalCell),
        validFrom: cell(cells, "valid_from", dateCell) ?? null,
        validTo: cell(cells, "valid_to", dateCell),
      }),
    ),
  write: async (tx, items) => {
    const wanted = items.map(({ productId }) => productId);
    const products = new Map([
      ...(await knownBy(tx, "sales.product", "externalId", wanted)),
      ...(await knownBy(tx, "sales.product", "sku", wanted)),
    ]);
    const lists = new Map(
      await knownBy(
        tx,
        "sales.priceList",
        "code",
        items.map(({ priceListId }) => priceListId),
      ),
    );
    const standard = await tx.db
      .selectFrom("sales.priceList")
      .select("id")
      .where("companyId", "=", tx.actor.companyId)
      .where("isDefault", "=", true)
      .executeTakeFirst();
    if (standard) lists.set("", standard.id);
    const resolved = items.map((item): PriceInput | { fault: ReturnType<typeof invalid> } => {
      const [productId, priceListId] = [products.get(item.productId), lists.get(item.priceListId)];
      if (productId === undefined) return { fault: invalid("import.product", `There is no product ${item.productId}.`, "/sku") };
      if (priceListId === undefined)
        return {
          fault: invalid("import.price_list", `There is no price list ${item.priceListId || "that is the default"}.`, "/price_list"),
        };
      return { ...item, productId, priceListId };
    });
    const set = (
      await setAll(
        tx,
        resolved.flatMap((row) => ("fault" in row ? [] : [row])),
      )
    ).values();
    return resolved.map((row): ItemResult => {
      if ("fault" in row) return row;
      const { value } = set.next();
      if (!value) throw new Error("Nothing became of a price.");
      if ("fault" in value) return { fault: value.fault };
      return value.changed ? "created" : "unchanged";
    });
  },
});
