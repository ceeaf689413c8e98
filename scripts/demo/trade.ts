import { addDays } from "#core/kernel/clock.ts";
import type { Random } from "./random.ts";

/** What happens in the sample company, day by day. Indexes name customers and products; an order is named by its own index. */
export type Happening =
  | Readonly<{
      kind: "order";
      order: number;
      customer: number;
      lines: readonly { product: number; quantity: number; discountPercent: string | undefined }[];
      freight: string | undefined;
      flow: Flow;
    }>
  | Readonly<{ kind: "deliver"; order: number; part: boolean }>
  | Readonly<{ kind: "invoice"; order: number }>
  | Readonly<{ kind: "pay"; order: number; share: number; method: "bank" | "cash" }>
  | Readonly<{ kind: "return"; order: number }>
  | Readonly<{ kind: "cancel"; order: number }>
  | Readonly<{ kind: "receive"; goods: readonly Readonly<{ product: number; quantity: number }>[] }>;
/** At once: confirmed and invoiced when taken. Later: invoiced when delivered. Draft and open: not that far yet. */
export type Flow = "at_once" | "later" | "open" | "draft" | "cancelled";

export type TradePlan = Readonly<{ orders: number; customers: number; products: number; from: string; to: string }>;

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Trade grows over the two years, rests at weekends and peaks before Christmas. */
const weightOf = (day: string, progress: number) => {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const month = Number(day.slice(5, 7));
  const season = month === 11 ? 1.6 : month === 12 ? 1.9 : month === 1 || month === 8 ? 0.75 : 1;
  return (weekday === 0 || weekday === 6 ? 0.25 : 1) * season * (0.7 + 0.6 * progress);
};

/** The whole story of the company, in the order it happens: for each day what was done on it. */
export const planTrade = (random: Random, plan: TradePlan): Map<string, Happening[]> => {
  const length = daysBetween(plan.from, plan.to) + 1;
  const days = Array.from({ length }, (_, at) => addDays(plan.from, at));
  const story = new Map<string, Happening[]>(days.map((day) => [day, []]));
  const happens = (day: string, happening: Happening) => story.get(day)?.push(happening);
  const weights = days.map((day, at) => weightOf(day, at / length));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let order = 0;
  let due = 0;
  for (const [at, day] of days.entries()) {
    due += ((weights[at] ?? 0) / total) * plan.orders;
    for (; order < Math.min(plan.orders, Math.round(due)); order++) planOrder(random, plan, happens, day, order);
  }
  for (; order < plan.orders; order++) planOrder(random, plan, happens, plan.to, order);
  return restocked(story, days, plan.products);
};

const RESTOCK_DAYS = 28;

/** Every four weeks comes what will be sold until the next time, and something for the shelf. */
const restocked = (story: Map<string, Happening[]>, days: readonly string[], products: number) => {
  for (let from = 0; from < days.length; from += RESTOCK_DAYS) {
    const sold = Array.from({ length: products }, () => 0);
    for (const happening of days.slice(from, from + RESTOCK_DAYS).flatMap((day) => story.get(day) ?? []))
      if (happening.kind === "order") for (const { product, quantity } of happening.lines) sold[product] = (sold[product] ?? 0) + quantity;
    const goods = sold.map((quantity, product) => ({ product, quantity: quantity + (from === 0 ? 40 : 2) }));
    story.get(days[from] ?? "")?.unshift({ kind: "receive", goods });
  }
  return story;
};

type Happens = (day: string, happening: Happening) => void;

const flowOf = (random: Random, age: number): Flow => {
  if (random.chance(0.02)) return "cancelled";
  if (age < 6) return random.pick(["draft", "open", "open", "at_once"]);
  if (age < 20 && random.chance(0.2)) return "open";
  return random.chance(0.55) ? "at_once" : "later";
};

const indexes = (length: number) => Array.from({ length }, (_, at) => at);

const planOrder = (random: Random, plan: TradePlan, happens: Happens, day: string, order: number) => {
  const flow = flowOf(random, daysBetween(day, plan.to));
  const products = new Set(
    Array.from({ length: random.pick([1, 1, 2, 2, 3, 3, 4, 5, 7]) }, () => random.pickEarly(indexes(plan.products))),
  );
  const lines = [...products].map((product) => ({
    product,
    quantity: random.pick([1, 2, 2, 3, 4, 6, 6, 10, 12, 24]),
    discountPercent: random.chance(0.15) ? random.pick(["5", "10", "12.5"]) : undefined,
  }));
  const freight = random.chance(0.6) ? random.pick(["4.95", "6.50", "9.95", "14.00"]) : undefined;
  happens(day, { kind: "order", order, customer: random.pickEarly(indexes(plan.customers)), lines, freight, flow });
  if (flow === "cancelled") return happens(addDays(day, random.between(0, 2)), { kind: "cancel", order });
  if (flow === "draft" || flow === "open") return undefined;
  const delivered = addDays(day, random.between(0, 5));
  const inTwo = random.chance(0.08);
  happens(delivered, { kind: "deliver", order, part: inTwo });
  if (inTwo) happens(addDays(delivered, random.between(2, 8)), { kind: "deliver", order, part: false });
  const invoiced = flow === "later" ? addDays(delivered, random.between(0, 1)) : day;
  if (flow === "later") happens(invoiced, { kind: "invoice", order });
  if (!inTwo && random.chance(0.02))
    happens(addDays(delivered > invoiced ? delivered : invoiced, random.between(4, 15)), { kind: "return", order });
  return planPayment(random, happens, invoiced, order);
};

const planPayment = (random: Random, happens: Happens, invoiced: string, order: number) => {
  const fate = random.next();
  if (fate < 0.025) return undefined; // never paid
  const paid = addDays(invoiced, fate < 0.6 ? random.between(5, 30) : random.between(25, 55));
  const method = random.chance(0.02) ? "cash" : "bank";
  if (fate < 0.93) return happens(paid, { kind: "pay", order, share: 1, method });
  happens(paid, { kind: "pay", order, share: 0.5, method });
  return random.chance(0.7) ? happens(addDays(paid, random.between(10, 40)), { kind: "pay", order, share: 1, method }) : undefined;
};
