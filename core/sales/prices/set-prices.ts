import { sql } from "kysely";
import { type BulkBody, readRows, refusedRow, refusedRows } from "#core/kernel/bulk.ts";
import { todayOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { TxCtx } from "#core/kernel/context.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { conflict, done, type Fault, invalid, missing, refuse } from "#core/kernel/fault.ts";
import { priceBody, pricesWithProducts } from "./list-prices.ts";
import { type PriceBody, PriceInput, type PricesInput } from "./price.ts";

const listMissing = invalid("price.list", "There is no such price list.", "/priceListId");
const productMissing = invalid("price.product", "There is no such product.", "/productId");
const externalIdTaken = conflict("price.external_id_taken", "Another price has this external id.");
onConstraint("price_external_id_once", externalIdTaken);
onConstraint("prices_do_not_overlap", conflict("price.overlaps", "Another price holds in this time."));

type Setting = Readonly<{ id: string; input: PriceInput; product: { sku: string; name: string }; currency: string }>;
type SetRow = Readonly<{
  priceId: string;
  storedId: string;
  validFrom: string | null;
  until: string | null;
  before: string | null;
}>;
export type SetPrice = Readonly<{ price: PriceBody; changed: boolean }> | Readonly<{ fault: Fault<"invalid" | "conflict"> }>;

/** Lists, products and taken external ids of all the rows, each kind in one statement, sent together. */
const knownAbout = async (tx: TxCtx, inputs: readonly PriceInput[]) => {
  const { companyId } = tx.actor;
  const externalIds = inputs.flatMap(({ externalId }) => (externalId === null ? [] : [externalId]));
  const [lists, products, prices] = await Promise.all([
    tx.db
      .selectFrom("sales.priceList")
      .select(["id", "currency"])
      .where("companyId", "=", companyId)
      .where("id", "in", [...new Set(inputs.map(({ priceListId }) => priceListId))])
      .execute(),
    tx.db
      .selectFrom("sales.product")
      .select(["id", "sku", "name"])
      .where("companyId", "=", companyId)
      .where("id", "in", [...new Set(inputs.map(({ productId }) => productId))])
      .execute(),
    externalIds.length === 0
      ? []
      : tx.db
          .selectFrom("sales.price")
          .select(["externalId", "priceListId", "productId", "minQuantity"])
          .where("companyId", "=", companyId)
          .where("externalId", "in", externalIds)
          .execute(),
  ]);
  return {
    lists: new Map(lists.map((list) => [list.id, list])),
    products: new Map(products.map((product) => [product.id, product])),
    externalIds: new Map(prices.map(({ externalId, ...price }) => [externalId ?? "", placeOf(price)])),
  };
};

/** What a price is a price of; two of one place differ in time alone. */
const placeOf = ({ priceListId, productId, minQuantity }: Pick<PriceInput, "priceListId" | "productId" | "minQuantity">) =>
  `${priceListId} ${productId} ${trimDecimal(minQuantity)}`;

/**
 * Sets many prices in a number of statements that does not depend on how many they are. A new price ends the one before it on the day it
 * begins; without an end of its own it holds until the next one known.
 */
export const setAll = async (tx: TxCtx, inputs: readonly PriceInput[]): Promise<SetPrice[]> => {
  if (inputs.length === 0) return [];
  const known = await knownAbout(tx, inputs);
  const checked = inputs.map((input): Setting | { fault: Fault<"invalid" | "conflict"> } => {
    const list = known.lists.get(input.priceListId);
    const product = known.products.get(input.productId);
    if (!list) return { fault: listMissing };
    if (!product) return { fault: productMissing };
    const owner = input.externalId === null ? undefined : known.externalIds.get(input.externalId);
    if (owner !== undefined && owner !== placeOf(input)) return { fault: externalIdTaken };
    const validFrom = input.validFrom === undefined ? todayOf(tx) : input.validFrom;
    if (validFrom && input.validTo && validFrom > input.validTo)
      return { fault: invalid("price.dates", "The last day is before the first.", "/validTo") };
    return { id: tx.newId(), input: { ...input, validFrom }, product, currency: list.currency };
  });
  const settings = checked.filter((row) => "id" in row);
  const rows = settings.map(({ id, input }) => ({ ...input, id, restId: tx.newId() }));
  const { rows: set } = await sql<SetRow>`
    select price_id, stored_id, lower(valid_range) as valid_from, upper(valid_range) as until, price_before::text as before
      from sales.set_prices(${JSON.stringify(rows)}::jsonb)`.execute(tx.db);
  const byId = new Map(set.map((row) => [row.priceId, row]));
  return checked.map((row) => ("fault" in row ? row : told(tx, row, byId.get(row.id))));
};

const told = (tx: TxCtx, { id, input, product, currency }: Setting, set: SetRow | undefined): SetPrice => {
  if (!set) throw new Error("The database did not say what became of a price.");
  const { validFrom, until } = set;
  const price = priceBody({ ...input, id: set.storedId, sku: product.sku, productName: product.name, currency, validFrom, until });
  const changed = set.storedId === id;
  if (changed) {
    const before = set.before === null ? undefined : { unitPrice: trimDecimal(set.before) };
    tx.audit({ action: "price.set", subjectType: "price", subjectId: id, before, after: price });
    tx.event({ type: "price.changed", subject: input.productId, data: price });
  }
  return { price, changed };
};

/** Sets a price of a product in a list, from a day on. */
export const setPrice = command("sales.price.write", async (tx, input: PriceInput) => {
  const [set] = await setAll(tx, [input]);
  if (!set) throw new Error("Nothing became of the price.");
  return "fault" in set ? refuse(set.fault) : done(set.price);
});

/** Sets up to a thousand prices: all or none, or each on its own. */
export const setPrices = command("sales.price.write", async (tx, { mode, prices }: PricesInput) => {
  const rows = readRows(PriceInput, prices);
  if (mode === "all" && rows.some((row) => "fault" in row)) return refuse(refusedRows("prices", rows));
  const set = await setAll(
    tx,
    rows.flatMap((row) => ("input" in row ? [row.input] : [])),
  );
  const next = set.values();
  const results = rows.map((row): SetPrice => ("input" in row ? (next.next().value ?? unanswered()) : row));
  if (mode === "all" && results.some((result) => "fault" in result)) return refuse(refusedRows("prices", results));
  const refused = results.filter((result) => "fault" in result).length;
  return done<BulkBody>({
    created: results.length - refused,
    refused,
    results: results.map((result, index) =>
      "price" in result ? { index, status: "created", id: result.price.id, code: result.price.sku } : refusedRow(index, result.fault),
    ),
  });
});

const unanswered = (): never => {
  throw new Error("Nothing became of a row.");
};

/** Takes a price back. What was sold at it keeps it; the one before it does not come back by itself. */
export const removePrice = command("sales.price.write", async (tx, { id }: Readonly<{ id: string }>) => {
  const stored = await pricesWithProducts(tx.db, tx.actor.companyId).where("price.id", "=", id).executeTakeFirst();
  if (!stored) return refuse(missing("price", id));
  const price = priceBody(stored);
  const { numDeletedRows } = await tx.db
    .deleteFrom("sales.price")
    .where("companyId", "=", tx.actor.companyId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return refuse(missing("price", id));
  tx.audit({ action: "price.remove", subjectType: "price", subjectId: id, before: price });
  tx.event({ type: "price.changed", subject: price.productId, data: { ...price, removed: true } });
  return done(price);
});
