import { type ChargedTax, chargedTaxes, type TaxDefinition } from "#core/finance/taxes/charged-tax.ts";
import { attempt } from "#core/kernel/amount-faults.ts";
import { conflict, done, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { calculateDocument, type PricedDocument } from "#core/kernel/pricing.ts";
import type { OrderLineInput } from "./order.ts";
import { accountFor, type ContextProduct, type OrderContext } from "./order-context.ts";

/** A line ready to be written: priced, taxed, with its account. */
export type PricedOrderLine = Readonly<{
  id: string;
  kind: "product" | "freight" | "service";
  productId: string | undefined;
  description: string;
  quantity: string;
  unitPrice: string;
  discountPercent: string;
  discountMinor: bigint;
  netMinor: bigint;
  taxMinor: bigint;
  accountId: string;
  taxes: readonly ChargedTax[];
  stocked: boolean;
}>;
export type PricedOrder = Readonly<
  { currency: string; pricesIncludeTax: boolean; lines: readonly PricedOrderLine[] } & Pick<
    PricedDocument,
    "netMinor" | "taxMinor" | "totalMinor"
  >
>;

type Draft = Readonly<{
  input: OrderLineInput;
  product: ContextProduct | undefined;
  unitPrice: string;
  taxes: readonly TaxDefinition[];
  accountId: string;
}>;

const draftLine = (
  context: OrderContext,
  customerId: string,
  input: OrderLineInput,
  index: number,
): Outcome<Draft & { includesTax: boolean }> => {
  const product = context.products.find(({ id }) => id === input.productId);
  if (input.productId !== undefined && !product)
    return refuse(invalid("order.product_missing", `There is no product ${input.productId}.`, `/lines/${index}/productId`));
  if (product?.state === "archived")
    return refuse(invalid("order.product_archived", `${product.sku} is no longer sold.`, `/lines/${index}/productId`));
  const listed = context.prices.find(({ position }) => position === index);
  const unitPrice = input.unitPrice ?? listed?.unitPrice;
  if (unitPrice === undefined)
    return refuse(
      invalid("order.no_price", `${product?.sku ?? "This line"} has no price for this customer on this day.`, `/lines/${index}/unitPrice`),
    );
  // A customer who is exempt bears the taxes of that class, which say why; a company without the class charges none.
  const taxClass = context.customer?.taxExempt ? "exempt" : (input.taxClass ?? product?.taxClass ?? "standard");
  const taxes = context.taxes.filter((tax) => tax.taxClass === taxClass);
  const accountId = accountFor(context.rules, input.kind === "freight" ? "freight" : "revenue", {
    category: product?.categoryId ?? null,
    party: customerId,
  });
  return done({
    input,
    product,
    unitPrice,
    taxes: taxes.map(({ taxClass: _, ...definition }) => definition),
    accountId,
    includesTax: listed?.includesTax ?? false,
  });
};

/** Prices the lines for the customer with list prices, discounts and taxes. All amounts are of the customer's (or the order's) currency. */
export const priceOrder = (
  context: OrderContext,
  order: Readonly<{ customerId: string; rounding: "line" | "document"; lines: readonly OrderLineInput[]; newId: () => string }>,
): Outcome<PricedOrder> => {
  const { customer } = context;
  if (!customer) return refuse(invalid("order.customer_missing", `There is no customer ${order.customerId}.`, "/customerId"));
  if (!customer.active) return refuse(conflict("order.customer_inactive", `${customer.name} is not active.`));
  const drafts: (Draft & { includesTax: boolean })[] = [];
  for (const [index, input] of order.lines.entries()) {
    const draft = draftLine(context, order.customerId, input, index);
    if (!draft.ok) return draft;
    drafts.push(draft.value);
  }
  const pricesIncludeTax = drafts.some(({ includesTax }) => includesTax);
  const priced = attempt(() =>
    calculateDocument({
      currency: customer.currency,
      rounding: order.rounding,
      lines: drafts.map(({ input, unitPrice, taxes }) => ({
        quantity: input.quantity,
        unitPrice,
        discountPercents: input.discountPercent === undefined ? [] : [input.discountPercent],
        taxes: taxes.map((tax) => ({ ...tax, included: tax.included || pricesIncludeTax })),
      })),
    }),
  );
  if (!priced.ok) return priced;
  const { lines, netMinor, taxMinor, totalMinor } = priced.value;
  return done({
    currency: customer.currency,
    pricesIncludeTax,
    netMinor,
    taxMinor,
    totalMinor,
    lines: drafts.map(({ input, product, unitPrice, taxes, accountId }, index) => ({
      id: order.newId(),
      kind: input.kind,
      productId: input.productId,
      description: input.description ?? product?.name ?? (input.kind === "freight" ? "Freight" : "Service"),
      quantity: input.quantity,
      unitPrice,
      discountPercent: input.discountPercent ?? "0",
      discountMinor: lines[index]?.discountMinor ?? 0n,
      netMinor: lines[index]?.netMinor ?? 0n,
      taxMinor: lines[index]?.taxMinor ?? 0n,
      accountId,
      taxes: chargedTaxes(
        taxes.map((tax) => ({ ...tax, included: tax.included || pricesIncludeTax })),
        lines[index],
      ),
      stocked: product?.stocked ?? false,
    })),
  });
};
