import { sql } from "kysely";
import { expect, test } from "vitest";
import { creditInvoice } from "#core/finance/invoices/credit-invoice.ts";
import { getInvoice } from "#core/finance/invoices/list-invoices.ts";
import { PaymentInput } from "#core/finance/payments/payment.ts";
import { recordPayment } from "#core/finance/payments/record-payment.ts";
import type { Grant } from "#core/kernel/context.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { amendOrder } from "./amend-order.ts";
import { cancelOrder, closeOrder, confirmOrder } from "./confirm-order.ts";
import { deliverOrder } from "./deliver-order.ts";
import { invoiceOrder } from "./invoice-order.ts";
import { getOrder, listOrders } from "./list-orders.ts";
import { AmendInput, OrderFilter, OrderInput } from "./order.ts";
import { placeOrder } from "./place-order.ts";
import { ReturnInput, returnGoods } from "./return-goods.ts";

const stockOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => {
    const rows = await db.selectFrom("sales.stockLevel").select(["onHand", "reserved"]).orderBy("productId").execute();
    return rows.map(({ onHand, reserved }) => [Number(onHand), Number(reserved)]);
  });

const booksOf = (company: TestCompany) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{
      code: string;
      balance: bigint;
    }>`select a.code, sum(l.company_amount)::bigint as balance from finance.journal_line l
      join finance.account a on a.id = l.account_id group by a.code having sum(l.company_amount) <> 0 order by a.code`.execute(db);
    return Object.fromEntries(rows.map(({ code, balance }) => [code, balance]));
  });

const take = async (company: TestCompany, shop: Awaited<ReturnType<typeof aShop>>, quantities: readonly string[], more: object = {}) =>
  resultOf(
    await placeOrder(
      company.as(),
      OrderInput.parse({
        customerId: shop.customerId,
        lines: quantities.map((quantity, at) => ({ productId: shop.productIds[at], quantity })),
        ...more,
      }),
    ),
  );

test("an order goes from draft to invoiced in parts; every status follows from its lines and the invoices add up to it", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { products: 2, price: "0.335", taxClass: "standard" });
  const draft = await take(company, shop, ["3", "5"]);
  expect(draft).toMatchObject({ status: "draft", net: "2.69" });

  const confirmed = resultOf(await confirmOrder(company.as(), { id: draft.id }));
  expect(confirmed.status).toBe("confirmed");
  expect((await stockOf(company)).map(([, reserved]) => reserved).sort()).toEqual([3, 5]);
  expect(await confirmOrder(company.as(), { id: draft.id })).toMatchObject({ fault: { code: "order.status" } });

  const [first, second] = confirmed.lines;
  const part = resultOf(await deliverOrder(company.as(), { id: draft.id, lines: [{ lineId: first?.id ?? "", quantity: "1" }] }));
  expect(part).toMatchObject({ status: "part_delivered", deliveries: [{ number: "DN-000001" }] });
  expect(await deliverOrder(company.as(), { id: draft.id, lines: [{ lineId: first?.id ?? "", quantity: "2.5" }] })).toMatchObject({
    fault: { code: "order.too_much" },
  });

  const bills = [
    resultOf(await invoiceOrder(company.as(), { id: draft.id, only: "delivered" })),
    resultOf(await invoiceOrder(company.as(), { id: draft.id, only: "all", lines: [{ lineId: second?.id ?? "", quantity: "2" }] })),
    resultOf(await invoiceOrder(company.as(), { id: draft.id, only: "all" })),
  ].map(({ invoice }) => invoice);
  expect(bills.map(({ number }) => number)).toEqual(["INV-000001", "INV-000002", "INV-000003"]);
  const cents = (text: string) => Math.round(Number(text) * 100);
  expect(bills.reduce((sum, { net }) => sum + cents(net), 0)).toBe(cents(draft.net));
  expect(bills.reduce((sum, { total }) => sum + cents(total), 0)).toBe(cents(draft.total));

  resultOf(await deliverOrder(company.as(), { id: draft.id }));
  const finished = resultOf(await getOrder(company.as(), { id: draft.id }));
  expect(finished).toMatchObject({ status: "invoiced", deliveryState: "full", invoiceState: "full" });
  expect(await deliverOrder(company.as(), { id: draft.id })).toMatchObject({ fault: { code: "order.nothing_left" } });
  expect(await cancelOrder(company.as(), { id: draft.id })).toMatchObject({ fault: { code: "order.status" } });
  expect(resultOf(await closeOrder(company.as(), { id: draft.id })).status).toBe("closed");
  expect(await stockOf(company)).toEqual(
    expect.arrayContaining([
      [997, 0],
      [995, 0],
    ]),
  );
});

test("goods come back with a credit note; the invoice is settled by what is credited and paid", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { taxClass: "standard" });
  const order = await take(company, shop, ["10"], { invoice: true });
  resultOf(await deliverOrder(company.as(), { id: order.id }));
  const lineId = order.lines[0]?.id ?? "";
  const input = { id: order.id, ...ReturnInput.parse({ reason: "Damaged", credit: true, lines: [{ lineId, quantity: "3" }] }) };
  expect(await returnGoods(company.as({ grants: ["sales.delivery.write"] }), input)).toMatchObject({
    fault: { kind: "refused", detail: expect.stringContaining("finance.invoice.credit") },
  });
  const returned = resultOf(await returnGoods(company.as(), input));
  expect(returned.lines[0]).toMatchObject({ delivered: "10", returned: "3" });
  expect(returned.invoices.at(-1)).toMatchObject({ kind: "credit_note", number: "CN-000001", total: "36.00" });
  expect(await stockOf(company)).toEqual([[993, 0]]);
  expect(resultOf(await getInvoice(company.as(), { id: order.invoice?.id ?? "" }))).toMatchObject({ state: "part_paid", open: "84.00" });

  const payment = resultOf(
    await recordPayment(company.as(), PaymentInput.parse({ partyId: shop.customerId, amount: "100", allocations: "oldest" })),
  );
  expect(payment).toMatchObject({
    number: "PAY-000001",
    unallocated: "16.00",
    allocations: [{ invoiceNumber: "INV-000001", amount: "84.00" }],
  });
  expect(resultOf(await getInvoice(company.as(), { id: order.invoice?.id ?? "" }))).toMatchObject({ state: "paid", open: "0.00" });
  // 100.00 at the bank, 16.00 owed to the customer, 70.00 of sales and 14.00 of tax left.
  expect(await booksOf(company)).toEqual({ "1100": -1_600n, "1200": 10_000n, "2200": -1_400n, "4000": -7_000n });
  const rest = resultOf(await creditInvoice(company.as(), { id: order.invoice?.id ?? "", reason: "Goodwill" }));
  expect(rest).toMatchObject({ total: "84.00", open: "84.00" });
  expect(await creditInvoice(company.as(), { id: order.invoice?.id ?? "", reason: "Again" })).toMatchObject({
    fault: { code: "invoice.all_credited" },
  });
});

test("a confirmed order is amended: reservations follow, what is delivered stays", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { products: 3, onHand: "10" });
  const order = await take(company, shop, ["4", "4"], { confirm: true });
  const [a, b] = order.lines;
  resultOf(await deliverOrder(company.as(), { id: order.id, lines: [{ lineId: a?.id ?? "", quantity: "2" }] }));
  const amend = (input: object, expectedVersion?: number) =>
    amendOrder(company.as(), { id: order.id, expectedVersion, ...AmendInput.parse(input) });
  const product = (at: number) => ({ productId: shop.productIds[at] });

  expect(await amend({ lines: [{ id: a?.id, ...product(0), quantity: "1" }] })).toMatchObject({ fault: { code: "order.below_touched" } });
  expect(await amend({ lines: [{ id: b?.id, ...product(1), quantity: "1" }] })).toMatchObject({ fault: { code: "order.line_touched" } });
  expect(await amend({ lines: [{ id: a?.id, ...product(0), quantity: "11" }] })).toMatchObject({ fault: { code: "stock.not_enough" } });
  expect(await amend({ notes: "x" }, 7)).toMatchObject({ fault: { kind: "stale" } });
  const amended = resultOf(
    await amend({
      lines: [
        { ...product(2), quantity: "6" },
        { id: a?.id, ...product(0), quantity: "3", unitPrice: "9.50" },
      ],
    }),
  );
  expect(amended).toMatchObject({
    net: "88.50",
    lines: [{ quantity: "6" }, { id: a?.id, quantity: "3", delivered: "2", unitPrice: "9.5" }],
  });
  const levels = await reading(company.as(), ({ db }) =>
    db.selectFrom("sales.stockLevel").select(["productId", "onHand", "reserved"]).execute(),
  );
  const level = (at: number) => levels.find(({ productId }) => productId === shop.productIds[at]);
  expect([0, 1, 2].map((at) => Number(level(at)?.reserved))).toEqual([1, 0, 6]);
});

test("cancelling releases the goods; a wrong role, a rival company and the same call twice change nothing", async () => {
  const company = await aCompany();
  const shop = await aShop(company);
  const order = await take(company, shop, ["7"], { confirm: true });
  const rival = await aCompany();
  const verbs: readonly [Grant, (ctx: ReturnType<TestCompany["as"]>) => Promise<unknown>][] = [
    ["sales.order.confirm", (ctx) => confirmOrder(ctx, { id: order.id })],
    ["sales.order.write", (ctx) => cancelOrder(ctx, { id: order.id })],
    ["sales.order.write", (ctx) => amendOrder(ctx, { id: order.id, notes: "mine" })],
    ["sales.delivery.write", (ctx) => deliverOrder(ctx, { id: order.id })],
    ["finance.invoice.issue", (ctx) => invoiceOrder(ctx, { id: order.id, only: "all" })],
    ["sales.order.read", (ctx) => getOrder(ctx, { id: order.id })],
  ];
  for (const [grant, verb] of verbs) {
    expect(await verb(company.as({ grants: ["platform.audit.read"] }))).toMatchObject({
      fault: { kind: "refused", detail: expect.stringContaining(grant) },
    });
    expect(await verb(rival.as())).toMatchObject({ fault: { code: "order.missing" } });
  }
  const actorId = company.as().actor.id;
  const twice = await Promise.all(
    [1, 2].map(() => cancelOrder(company.as({ actorId, idempotencyKey: "cancel", hash: "h" }), { id: order.id })),
  );
  expect(twice.map((outcome) => resultOf(outcome).status)).toEqual(["cancelled", "cancelled"]);
  expect(await stockOf(company)).toEqual([[1000, 0]]);
  const list = resultOf(await listOrders(company.as(), OrderFilter.parse({ status: "cancelled", q: "SO-0" })));
  expect(list.items).toHaveLength(1);
});

test("two deliveries of the last piece at once: one wins", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { onHand: "1" });
  const order = await take(company, shop, ["1"], { confirm: true });
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => deliverOrder(company.as(), { id: order.id })));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await stockOf(company)).toEqual([[0, 0]]);
});
