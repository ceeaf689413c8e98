import { openFiscalYears } from "#core/finance/periods/open-fiscal-years.ts";
import type { NewCompany } from "#core/identity/companies/company.ts";
import { addDays, clockOf } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { type SystemServices, systemContext } from "#core/platform/system.ts";
import { setPrices } from "#core/sales/prices/set-prices.ts";
import { receiveStock } from "#core/sales/stock/change-stock.ts";
import { bankVault } from "#functions/adapters/bank-vault.ts";
import type { EncryptionKey } from "#functions/settings.ts";
import { makeBank } from "./bank.ts";
import { makeCustomers, makeProducts, type SampleProduct } from "./master-data.ts";
import { openPurchases, planPurchases } from "./purchases.ts";
import { randomFrom } from "./random.ts";
import { must, runTrade } from "./run-trade.ts";
import { planTrade } from "./trade.ts";

/** The company that `npm run demo` shows. */
export const DEMO_COMPANY: Partial<NewCompany> = {
  name: "Harbour & Vine Trading",
  country: "GB",
  baseCurrency: "GBP",
  timeZone: "Europe/London",
  chart: "uk",
  locale: "en",
};

export type DemoSize = Readonly<{ orders: number; customers: number; products: number; days: number }>;
export const FULL_SIZE: DemoSize = { orders: 5200, customers: 240, products: 510, days: 730 };

const SEED = 20_240_601;
const PRICE_BATCH = 500;

const openYears = command("finance.period.write", async (tx, from: string) => {
  await openFiscalYears(tx, { companyId: tx.actor.companyId, startMonth: 1, from, yearsBefore: 3, yearsAfter: 1 });
  return done(from);
});

const hasOrders = query("sales.order.read", async ({ db, actor }, _: undefined) =>
  done((await db.selectFrom("sales.salesOrder").select("id").where("companyId", "=", actor.companyId).limit(1).execute()).length > 0),
);

const setting = query("sales.price.read", async ({ db, actor }, _: undefined) => {
  const list = await db
    .selectFrom("sales.priceList")
    .select("id")
    .where("companyId", "=", actor.companyId)
    .where("isDefault", "=", true)
    .executeTakeFirstOrThrow();
  const warehouse = await db
    .selectFrom("sales.warehouse")
    .select("id")
    .where("companyId", "=", actor.companyId)
    .where("isDefault", "=", true)
    .executeTakeFirstOrThrow();
  return done({ priceListId: list.id, warehouseId: warehouse.id });
});

const priceProducts = async (ctx: Ctx, priceListId: string, products: readonly SampleProduct[]) => {
  for (let at = 0; at < products.length; at += PRICE_BATCH) {
    const prices = products.slice(at, at + PRICE_BATCH).flatMap(({ id, price }) => [
      { priceListId, productId: id, unitPrice: price, validFrom: null },
      { priceListId, productId: id, unitPrice: (Number(price) * 0.92).toFixed(2), minQuantity: "24", validFrom: null },
    ]);
    for (let from = 0; from < prices.length; from += PRICE_BATCH)
      must(await setPrices(ctx, { mode: "all", prices: prices.slice(from, from + PRICE_BATCH) }));
  }
};

/**
 * Fills a company with two years of trade through the same commands as everybody else: deterministic but for the ids, ending today. A company that has
 * orders already is left as it is; answers whether it did anything.
 */
export const loadDemo = async (
  services: SystemServices & Readonly<{ encryptionKeys: readonly EncryptionKey[] }>,
  companyId: string,
  size: DemoSize = FULL_SIZE,
  progress: (share: number) => void = () => undefined,
): Promise<boolean> => {
  const now = await systemContext(services, companyId);
  if (must(await hasOrders(now, undefined))) return false;
  const today = services.clock.today(now.company.timeZone);
  const from = addDays(today, -size.days);
  const clocks = new Map<string, Ctx["clock"]>();
  /** The business date is the day of the story; instants are the real ones. */
  const contextOn = (day: string): Ctx => {
    const clock = clocks.get(day) ?? { ...clockOf(services.clock.now), today: () => day };
    clocks.set(day, clock);
    return { ...now, clock, report: { replayed: false } };
  };
  const random = randomFrom(SEED);
  must(await openYears(now, today));
  const { priceListId, warehouseId } = must(await setting(now, undefined));
  const customers = (await makeCustomers(contextOn(from), random, size.customers)).map((id) => ({
    id,
    currency: now.company.baseCurrency,
  }));
  const products = await makeProducts(contextOn(from), random, size.products);
  await priceProducts(contextOn(from), priceListId, products);
  const receive = async (ctx: Ctx, goods: readonly Readonly<{ product: number; quantity: number }>[]) => {
    const lines = goods.map(({ product, quantity }) => ({ productId: products[product]?.id ?? "", quantity: String(quantity) }));
    for (let at = 0; at < lines.length; at += PRICE_BATCH)
      must(await receiveStock(ctx, { warehouseId, lines: lines.slice(at, at + PRICE_BATCH) }));
  };
  const share = (size.orders * FULL_SIZE.days) / (size.days * FULL_SIZE.orders);
  const spend = await openPurchases(contextOn(from), planPurchases(randomFrom(SEED + 1), { from, to: today, share }));
  const plan = planTrade(random, { orders: size.orders, customers: size.customers, products: size.products, from, to: today });
  let lived = 0;
  await runTrade(plan, { customers, products: products.map(({ id }) => id), receive, spend }, contextOn, () =>
    progress(++lived / plan.size),
  );
  await makeBank(now, today, bankVault(services.encryptionKeys));
  return true;
};
