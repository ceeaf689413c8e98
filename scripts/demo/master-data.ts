import type { Ctx } from "#core/kernel/context.ts";
import { createCategory } from "#core/sales/catalogue/create-category.ts";
import { createProducts } from "#core/sales/catalogue/create-product.ts";
import { publishProduct } from "#core/sales/catalogue/update-product.ts";
import { createCustomers } from "#core/sales/customers/create-customers.ts";
import { ranges } from "./goods.ts";
import { firstWords, people, secondWords, towns } from "./people.ts";
import type { Random } from "./random.ts";
import { must } from "./run-trade.ts";

const BATCH = 500;

export type SampleProduct = Readonly<{ id: string; price: string }>;

const inBatches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / BATCH) }, (_, at) => items.slice(at * BATCH, (at + 1) * BATCH));

const idsOf = (results: readonly { id?: string | undefined }[]): string[] => results.map(({ id }) => id ?? "");

/** Independent shops and hotels, most in Britain, with contacts, addresses, terms and for some a credit limit. */
export const makeCustomers = async (ctx: Ctx, random: Random, count: number): Promise<string[]> => {
  const names = new Set<string>();
  while (names.size < count)
    names.add(`${random.pick(firstWords)} ${random.pick(secondWords)}${names.size >= 500 ? ` ${names.size}` : ""}`);
  const customers = [...names].map((name, at) => {
    const [city, postalCode, region] = random.pick(towns);
    const person = random.pick(people);
    const address = {
      street: `${random.between(1, 180)} ${random.pick(firstWords)} Street`,
      city,
      region,
      postalCode,
      country: "GB",
      isDefault: true,
    };
    return {
      code: `C${String(at + 1).padStart(4, "0")}`,
      name,
      currency: "GBP",
      country: "GB",
      email: `orders@${name
        .toLowerCase()
        .normalize("NFD")
        .replaceAll(/[^a-z]+/g, "-")}.example`,
      paymentTermsDays: random.pick([7, 14, 30, 30, 30, 60]),
      creditLimit: random.chance(0.25) ? `${random.pick([50_000, 100_000, 150_000])}.00` : null,
      taxNumber: random.chance(0.7) ? `GB${random.between(100_000_000, 999_999_999)}` : null,
      addresses: [
        { kind: "billing", ...address },
        { kind: "shipping", ...address },
      ],
      contacts: [
        {
          name: person,
          role: random.pick(["Buyer", "Owner", "Manager"]),
          phone: `+44 20 7946 ${String(random.below(1000)).padStart(4, "0")}`,
        },
      ],
    };
  });
  const ids: string[] = [];
  for (const batch of inBatches(customers)) ids.push(...idsOf(must(await createCustomers(ctx, { mode: "all", customers: batch })).results));
  return ids;
};

/** Every item of every range in each of its variants, up to `count`, published; the price belongs on the standard list. */
export const makeProducts = async (ctx: Ctx, random: Random, count: number): Promise<SampleProduct[]> => {
  const drafts: { input: object; price: string }[] = [];
  for (const range of ranges) {
    const category = must(
      await createCategory(ctx, {
        code: range.code,
        name: range.category,
        names: { de: range.german },
        parentId: null,
        position: drafts.length,
        externalId: null,
      }),
    );
    const items = range.items.flatMap(([item, price]) =>
      range.variants.map(([variant, factor]) => ({ item, variant, price: price * factor })),
    );
    for (const [at, { item, variant, price }] of items.entries()) {
      const input = {
        sku: `${range.code}-${String(at + 1).padStart(3, "0")}`,
        name: `${item}, ${variant}`,
        names: { de: `${item}, ${variant}` },
        categoryId: category.id,
        unit: range.unit,
        taxClass: range.taxClass,
        attributes: { range: range.category, variant },
      };
      drafts.push({ input, price: price.toFixed(2) });
    }
  }
  if (drafts.length < count) throw new Error(`The ranges make only ${drafts.length} products.`);
  const chosen = shuffled(random, drafts).slice(0, count);
  const ids: string[] = [];
  for (const batch of inBatches(chosen))
    ids.push(...idsOf(must(await createProducts(ctx, { mode: "all", products: batch.map(({ input }) => input) })).results));
  await Promise.all(ids.map(async (id) => must(await publishProduct(ctx, { id, expectedVersion: undefined }))));
  return ids.map((id, at) => ({ id, price: chosen[at]?.price ?? "0.00" }));
};

const shuffled = <T>(random: Random, items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
