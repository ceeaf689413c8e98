import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import type { Ctx } from "#core/kernel/context.ts";
import type { Outcome } from "#core/kernel/fault.ts";
import { formatMinor } from "#core/kernel/money.ts";
import { cancelOrder } from "#core/sales/orders/confirm-order.ts";
import { deliverOrder } from "#core/sales/orders/deliver-order.ts";
import { invoiceOrder } from "#core/sales/orders/invoice-order.ts";
import { type OrderBody, OrderInput } from "#core/sales/orders/order.ts";
import { placeOrder } from "#core/sales/orders/place-order.ts";
import { ReturnInput, returnGoods } from "#core/sales/orders/return-goods.ts";
import { creditedTotal, minor } from "./amounts.ts";
import type { Happening } from "./trade.ts";

/** The ids behind the indexes of the plan. `currency` is the customer's. */
export type MasterData = Readonly<{
  customers: readonly Readonly<{ id: string; currency: string }>[];
  products: readonly string[];
  receive: (ctx: Ctx, goods: readonly Readonly<{ product: number; quantity: number }>[]) => Promise<void>;
}>;
/** What is known of an order so far; `open` is what is left of its invoice, in minor units. */
type Taken = { id: string; customer: number; lines: OrderBody["lines"]; invoiceId?: string; open: bigint; currency: string };
type Story = Readonly<{ master: MasterData; taken: Map<number, Taken> }>;

/** The sample company does nothing that would be refused: a refusal here is a bug. */
export const must = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(`The sample company was refused: ${outcome.fault.code} ${outcome.fault.detail}`);
  return outcome.value;
};

type Of<K extends Happening["kind"]> = Extract<Happening, { kind: K }>;

const take = async (ctx: Ctx, { master, taken }: Story, happening: Of<"order">) => {
  const { order, customer, flow, freight } = happening;
  const { id: customerId = "", currency = "" } = master.customers[customer] ?? {};
  const goods = happening.lines.map(({ product, quantity, discountPercent }) => ({
    productId: master.products[product],
    quantity: String(quantity),
    ...(discountPercent ? { discountPercent } : {}),
  }));
  const lines = freight ? [...goods, { kind: "freight", quantity: "1", unitPrice: freight }] : goods;
  const placed = must(
    await placeOrder(ctx, OrderInput.parse({ customerId, lines, confirm: flow !== "draft", invoice: flow === "at_once" })),
  );
  const invoice = placed.invoice ? { invoiceId: placed.invoice.id, open: minor(placed.invoice.total, currency) } : { open: 0n };
  taken.set(order, { id: placed.id, customer, lines: placed.lines, currency, ...invoice });
};

const deliver = async (ctx: Ctx, known: Taken, happening: Of<"deliver">) => {
  const [line] = known.lines;
  if (!happening.part || !line || known.lines.filter(({ kind }) => kind === "product").length < 2) {
    const outcome = await deliverOrder(ctx, { id: known.id });
    // A part delivery that took all there was leaves nothing for the second one.
    if (outcome.ok || outcome.fault.code !== "order.nothing_left") must(outcome);
    return;
  }
  must(await deliverOrder(ctx, { id: known.id, lines: [{ lineId: line.id, quantity: line.quantity }] }));
};

const invoice = async (ctx: Ctx, known: Taken) => {
  const { invoice: issued } = must(await invoiceOrder(ctx, { id: known.id, only: "all" }));
  known.invoiceId = issued.id;
  known.open = minor(issued.total, known.currency);
};

const pay = async (ctx: Ctx, { master }: Story, known: Taken, happening: Of<"pay">) => {
  const amount = happening.share === 1 ? known.open : known.open / 2n;
  if (amount <= 0n || !known.invoiceId) return;
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
        allocations: [{ invoiceId: known.invoiceId, amount: text }],
      }),
    ),
  );
  known.open -= amount;
};

const takeBack = async (ctx: Ctx, known: Taken) => {
  const line = known.lines.find(({ kind }) => kind === "product");
  if (!line) return;
  const input = ReturnInput.parse({ reason: "Arrived damaged", restock: false, credit: true, lines: [{ lineId: line.id, quantity: "1" }] });
  const credited = creditedTotal(must(await returnGoods(ctx, { id: known.id, ...input })), known.currency);
  known.open = known.open > credited ? known.open - credited : 0n;
};

const happen = async (ctx: Ctx, story: Story, happening: Happening): Promise<void> => {
  if (happening.kind === "receive") return story.master.receive(ctx, happening.goods);
  if (happening.kind === "order") return take(ctx, story, happening);
  const known = story.taken.get(happening.order);
  if (!known) throw new Error(`Order ${happening.order} of the plan has not been taken.`);
  if (happening.kind === "deliver") return deliver(ctx, known, happening);
  if (happening.kind === "invoice") return invoice(ctx, known);
  if (happening.kind === "pay") return pay(ctx, story, known, happening);
  if (happening.kind === "return") return takeBack(ctx, known);
  must(await cancelOrder(ctx, { id: known.id }));
};

const AT_ONCE = 8;

/** What one order goes through on a day stays in its order; different orders happen side by side. */
const chains = (happenings: readonly Happening[]): Happening[][] => {
  const byOrder = new Map<number, Happening[]>();
  for (const happening of happenings) {
    if (happening.kind === "receive") continue;
    byOrder.set(happening.order, [...(byOrder.get(happening.order) ?? []), happening]);
  }
  return [...byOrder.values()];
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
    for (const happening of happenings) if (happening.kind === "receive") await happen(contextOn(day), story, happening);
    const waiting = chains(happenings);
    const worker = async () => {
      for (let chain = waiting.shift(); chain; chain = waiting.shift())
        for (const happening of chain) await happen(contextOn(day), story, happening);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    progress(day);
  }
};
