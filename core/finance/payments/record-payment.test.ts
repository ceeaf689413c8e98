import { sql } from "kysely";
import { expect, test } from "vitest";
import { OrderInput } from "#core/sales/orders/order.ts";
import { placeOrder } from "#core/sales/orders/place-order.ts";
import { aCompany, reading, resultOf, type TestCompany, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { allocatePayment } from "./allocate-payment.ts";
import { getPayment, listPayments } from "./list-payments.ts";
import { AllocateInput, PaymentFilter, PaymentInput } from "./payment.ts";
import { recordPayment } from "./record-payment.ts";

const invoices = async (
  company: TestCompany,
  shop: Awaited<ReturnType<typeof aShop>>,
  quantities: readonly string[],
  more: object = {},
) => {
  const issued = [];
  for (const quantity of quantities) {
    const order = resultOf(
      await placeOrder(
        company.as(),
        OrderInput.parse({ customerId: shop.customerId, invoice: true, lines: [{ productId: shop.productId, quantity }], ...more }),
      ),
    );
    if (order.invoice) issued.push(order.invoice);
  }
  return issued;
};

test("a payment settles part, the whole and more; the rest stays on account and settles later", async () => {
  const company = await aCompany();
  const shop = await aShop(company);
  const [first, second] = await invoices(company, shop, ["5", "2"]);
  const pay = (amount: string, allocations: unknown) =>
    recordPayment(company.as(), PaymentInput.parse({ partyId: shop.customerId, amount, allocations }));

  expect(resultOf(await pay("20.00", [{ invoiceId: first?.id, amount: "20.00" }])).unallocated).toBe("0.00");
  expect(await pay("50.00", [{ invoiceId: first?.id, amount: "30.01" }])).toMatchObject({ fault: { code: "invoice.over_allocated" } });
  expect(await pay("10.00", [{ invoiceId: first?.id, amount: "20.00" }])).toMatchObject({ fault: { code: "payment.over_allocated" } });
  expect(await pay("10.005", [])).toMatchObject({ fault: { kind: "invalid", errors: [{ pointer: "/amount" }] } });
  const early = resultOf(await pay("45.00", []));
  expect(early.unallocated).toBe("45.00");
  const later = resultOf(await allocatePayment(company.as(), { id: early.id, ...AllocateInput.parse({ allocations: "oldest" }) }));
  expect(later).toMatchObject({
    unallocated: "0.00",
    allocations: [
      { invoiceId: first?.id, amount: "30.00" },
      { invoiceId: second?.id, amount: "15.00" },
    ],
  });
  expect(resultOf(await getPayment(company.as(), { id: early.id })).allocations).toHaveLength(2);
  expect(resultOf(await listPayments(company.as(), PaymentFilter.parse({ q: "PAY-" }))).items).toHaveLength(2);
});

test("32 clients pay the same two invoices: never over-allocated, no deadlock shown", async () => {
  const company = await aCompany();
  const shop = await aShop(company);
  const two = await invoices(company, shop, ["10", "10"]);
  const outcomes = await Promise.all(
    Array.from({ length: 32 }, (_, at) => {
      const order = at % 2 ? two : [...two].reverse();
      const allocations = order.map(({ id }) => ({ invoiceId: id, amount: "9.00" }));
      return recordPayment(company.as(), PaymentInput.parse({ partyId: shop.customerId, amount: "18.00", allocations }));
    }),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(11);
  expect(outcomes.filter((outcome) => !outcome.ok).every((outcome) => !outcome.ok && outcome.fault.code === "invoice.over_allocated")).toBe(
    true,
  );
  const open = await reading(company.as(), ({ db }) => db.selectFrom("finance.invoice").select("openMinor").execute());
  expect(open).toEqual([{ openMinor: 100n }, { openMinor: 100n }]);
});

test("an invoice in euros paid at another rate leaves the difference on the exchange account", async () => {
  const company = await aCompany();
  const shop = await aShop(company, { currency: "EUR" });
  const rate = (value: string, on: string) =>
    writing(company.as(), (tx) =>
      sql`insert into finance.exchange_rate (id, company_id, currency, rate, valid_on) values (${tx.newId()}, ${company.id}, 'EUR', ${value}, ${on})`.execute(
        tx.db,
      ),
    );
  await rate("0.80", "2026-03-01");
  const [invoice] = await invoices(company, shop, ["10"], { orderedOn: "2026-03-10" });
  await rate("0.85", "2026-03-20");
  // 100.00 EUR stand at 80.00 GBP; 33.33 EUR bring 28.33, 66.67 EUR bring 56.67: a gain of 5.00 in all.
  for (const amount of ["33.33", "66.67"]) {
    resultOf(
      await recordPayment(
        company.as(),
        PaymentInput.parse({ partyId: shop.customerId, amount, allocations: [{ invoiceId: invoice?.id, amount }] }),
      ),
    );
  }
  const { rows } = await reading(company.as(), ({ db }) =>
    sql<{
      code: string;
      amount: bigint;
      company: bigint;
    }>`select a.code, sum(l.amount)::bigint as amount, sum(l.company_amount)::bigint as company
      from finance.journal_line l join finance.account a on a.id = l.account_id group by a.code order by a.code`.execute(db),
  );
  expect(rows).toEqual([
    { code: "1100", amount: 0n, company: 0n },
    { code: "1200", amount: 10_000n, company: 8_500n },
    { code: "4000", amount: -10_000n, company: -8_000n },
    { code: "4906", amount: 0n, company: -500n },
  ]);
});
