import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import type { Ctx } from "#core/kernel/context.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { cancelOrder } from "#core/sales/orders/confirm-order.ts";
import { deliverOrder } from "#core/sales/orders/deliver-order.ts";
import { invoiceOrder } from "#core/sales/orders/invoice-order.ts";
import { getOrder } from "#core/sales/orders/list-orders.ts";
import type { OrderBody } from "#core/sales/orders/order.ts";
import { placeOrders } from "#core/sales/orders/place-orders.ts";
import { ReturnInput, returnGoods } from "#core/sales/orders/return-goods.ts";
import { creditedTotal, minor } from "./amounts.ts";
import type { Happening } from "./trade.ts";

/** The ids behind the indexes of the plan. `currency` is the customer's. */
export type MasterData = Readonly<{
  customers: readonly Readonly<{ id: string; currency: string }>[];
  products: readonly string[];
  receive: (ctx: Ctx, goods: readonly Readonly<{ product: number; quantity: number }>[]) => Promise<void>;
  /** What the company buys and pays on a day. */
  spend: (ctx: Ctx, day: string) => Promise<void>;
}>;
/** What is known of an order so far; `open` is what is left of its invoice, in minor units. */
type Taken = { id: string; customer: number; currency: string; invoice: { id: string; open: bigint } | undefined };
type Story = Readonly<{ master: MasterData; taken: Map<number, Taken> }>;

/** The sample company does nothing that would be refused: a refusal here is a bug. */
export const must = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(`The sample company was refused: ${outcome.fault.code} ${outcome.fault.detail}`);
  return outcome.value;
};

type Of<K extends Happening["kind"]> = Extract<Happening, { kind: K }>;

const orderOf = ({ master }: Story, { customer, flow, freight, lines }: Of<"order">) => {
  const goods = lines.map(({ product, quantity, discountPercent }) => ({
    productId: master.products[product],
    quantity: String(quantity),
    ...(discountPercent ? { discountPercent } : {}),
  }));
  return {
    customerId: master.customers[customer]?.id,
    lines: freight ? [...goods, { kind: "freight", quantity: "1", unitPrice: freight }] : goods,
    confirm: flow !== "draft",
    invoice: flow === "at_once",
  };
};

/** The orders of a day, in one call. */
const take = async (ctx: Ctx, story: Story, orders: readonly Of<"order">[]) => {
  if (orders.length === 0) return;
  const placed = must(await placeOrders(ctx, { mode: "all", orders: orders.map((order) => orderOf(story, order)) }));
  for (const { index, id = "" } of placed.results) {
    const { order, customer } = orders[index] as Of<"order">;
    story.taken.set(order, { id, customer, currency: story.master.customers[customer]?.currency ?? "", invoice: undefined });
  }
};

const orderBody = async (ctx: Ctx, { id }: Taken): Promise<OrderBody> => must(await getOrder(ctx, { id }));

const deliver = async (ctx: Ctx, known: Taken, happening: Of<"deliver">) => {
  const { lines } = happening.part ? await orderBody(ctx, known) : { lines: [] };
  const [line] = lines;
  if (!line || lines.filter(({ kind }) => kind === "product").length < 2) {
    const outcome = await deliverOrder(ctx, { id: known.id });
    // A part delivery that took all there was leaves nothing for the second one.
    if (outcome.ok || outcome.fault.code !== "order.nothing_left") must(outcome);
    return;
  }
  must(await deliverOrder(ctx, { id: known.id, lines: [{ lineId: line.id, quantity: line.quantity }] }));
};

const invoice = async (ctx: Ctx, known: Taken) => {
  const { invoice: issued } = must(await invoiceOrder(ctx, { id: known.id, only: "all" }));
  known.invoice = { id: issued.id, open: minor(issued.total, known.currency) };
};

/** Of an order that was invoiced when it was taken, the invoice is looked up when it matters. */
const invoiceOf = async (ctx: Ctx, known: Taken) => {
  const issued = known.invoice ? undefined : (await orderBody(ctx, known)).invoices.find(({ kind }) => kind === "invoice");
  if (issued) known.invoice = { id: issued.id, open: minor(issued.total, known.currency) };
  return known.invoice;
};

const pay = async (ctx: Ctx, { master }: Story, known: Taken, happening: Of<"pay">) => {
  const invoice = await invoiceOf(ctx, known);
  const amount = invoice && (happening.share === 1 ? invoice.open : invoice.open / 2n);
  if (!amount || amount <= 0n) return;
  const { id: partyId = "" } = master.customers[known.customer] ?? {};
  const text = formatMinor(amount, known.currency);
  must(
    await recordPayment(
      ctx,
      PaymentInput.parse({
        partyId,
        amount: text,
        currency: known.currency,
        method: happening.method,
        allocations: [{ invoiceId: invoice.id, amount: text }],
      }),
    ),
  );
  invoice.open -= amount;
};

const takeBack = async (ctx: Ctx, known: Taken) => {
  const invoice = await invoiceOf(ctx, known);
  const line = (await orderBody(ctx, known)).lines.find(({ kind }) => kind === "product");
  if (!line) return;
  const input = ReturnInput.parse({ reason: "Arrived damaged", restock: false, credit: true, lines: [{ lineId: line.id, quantity: "1" }] });
  const credited = creditedTotal(must(await returnGoods(ctx, { id: known.id, ...input })), known.currency);
  if (invoice) invoice.open = invoice.open > credited ? invoice.open - credited : 0n;
};

const happen = async (ctx: Ctx, story: Story, happening: Exclude<Happening, { kind: "receive" | "order" }>): Promise<void> => {
  const known = story.taken.get(happening.order);
  if (!known) throw new Error(`Order ${happening.order} of the plan has not been taken.`);
  if (happening.kind === "deliver") return deliver(ctx, known, happening);
  if (happening.kind === "invoice") return invoice(ctx, known);
  if (happening.kind === "pay") return pay(ctx, story, known, happening);
  if (happening.kind === "return") return takeBack(ctx, known);
  must(await cancelOrder(ctx, { id: known.id }));
};

const AT_ONCE = 4;

/** What one order goes through on a day, after it was taken, stays in its order; different orders happen side by side. */
const chains = (happenings: readonly Happening[]) => {
  const later = happenings.flatMap((happening) => (happening.kind === "receive" || happening.kind === "order" ? [] : [happening]));
  return [...Map.groupBy(later, ({ order }) => order).values()];
};

/** Lives through the plan, a day at a time, through the same commands as everybody else. `contextOn` is a context whose business date is that day. */
export const runTrade = async (
  plan: ReadonlyMap<string, readonly Happening[]>,
  master: MasterData,
  contextOn: (day: string) => Ctx,
  progress: (day: string) => void,
): Promise<void> => {
  const story: Story = { master, taken: new Map() };
  for (const [day, happenings] of plan) {
    for (const happening of happenings) if (happening.kind === "receive") await master.receive(contextOn(day), happening.goods);
    const ordered = happenings.filter((happening): happening is Of<"order"> => happening.kind === "order");
    await take(contextOn(day), story, ordered);
    await master.spend(contextOn(day), day);
    const waiting = chains(happenings);
    const worker = async () => {
      for (let chain = waiting.shift(); chain; chain = waiting.shift())
        for (const happening of chain) await happen(contextOn(day), story, happening);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    progress(day);
  }
};
