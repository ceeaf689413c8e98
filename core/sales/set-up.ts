import type { TxCtx } from "#core/kernel/context.ts";

/** A default warehouse, a default price list in company currency, and the number series of orders, deliveries and returns. */
export const setUpSales = async (tx: TxCtx, { companyId, currency }: Readonly<{ companyId: string; currency: string }>): Promise<void> => {
  await tx.db
    .insertInto("sales.warehouse")
    .values({ id: tx.newId(), companyId, code: "MAIN", name: "Main warehouse", isDefault: true })
    .execute();
  await tx.db
    .insertInto("sales.priceList")
    .values({ id: tx.newId(), companyId, code: "STANDARD", name: "Standard prices", currency, isDefault: true })
    .execute();
  const series = [
    ["sales_order", "SO-"],
    ["delivery", "DN-"],
    ["sales_return", "RT-"],
  ] as const;
  await tx.db
    .insertInto("shared.numberSeries")
    .values(series.map(([name, prefix]) => ({ companyId, series: name, prefix })))
    .execute();
};
