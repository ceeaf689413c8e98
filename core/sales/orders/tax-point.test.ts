import { sql } from "kysely";
import { expect, test } from "vitest";
import type { InvoiceBody } from "#core/finance/invoices/invoice.ts";
import { addTaxRate } from "#core/finance/taxes/write-tax.ts";
import { aCompany, reading, resultOf, type TestCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";
import { importCsv } from "#functions/imports/import-csv.ts";
import { importKind } from "#functions/imports/kinds.ts";
import { deliverOrder } from "./deliver-order.ts";
import { invoiceOrder } from "./invoice-order.ts";
import { OrderInput } from "./order.ts";
import { placeOrder } from "./place-order.ts";

/** A company in June whose standard rate goes from 20 to 25 percent on the first of May. */
const acrossTheChange = async (options: Parameters<typeof aCompany>[0] = {}) => {
  const company = await aCompany({ today: "2026-06-30", ...options });
  const shop = await aShop(company, { taxClass: "standard", products: 2, price: "100.00" });
  const tax = await reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{ id: string; version: number }>`
      select t.id, t.version from finance.tax_code t join finance.tax_class_code c on c.tax_code_id = t.id where c.tax_class = 'standard'`.execute(
      db,
    );
    return rows[0];
  });
  resultOf(await addTaxRate(company.as(), { id: tax?.id ?? "", input: { rate: "25", validFrom: "2026-05-01" } }));
  const take = async (quantities: readonly string[], more: object = {}) =>
    resultOf(
      await placeOrder(
        company.as(),
        OrderInput.parse({
          customerId: shop.customerId,
          orderedOn: "2026-04-10",
          confirm: true,
          lines: [
            ...quantities.map((quantity, at) => ({ productId: shop.productIds[at], quantity })),
            ...[more].filter((line) => "kind" in line),
          ],
        }),
      ),
    );
  return { company, shop, take };
};
const seen = ({ net, tax, taxes }: InvoiceBody) => ({ net, tax, rates: taxes.map(({ rate }) => Number(rate)) });
const bookedTax = (company: TestCompany, invoice: InvoiceBody) =>
  reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{ amount: bigint; base: bigint }>`
      select amount, tax_base as base from finance.journal_line where entry_id = ${invoice.entryId} and tax_code_id is not null`.execute(
      db,
    );
    return rows;
  });

test("what was delivered before the rate changed bears the old rate, what is invoiced before it is delivered the invoice's", async () => {
  const { company, take } = await acrossTheChange();
  const order = await take(["2", "1"], { kind: "freight", quantity: "1", unitPrice: "10" });
  expect(order).toMatchObject({ net: "310.00", tax: "62.00" });
  const [first, second, freight] = order.lines.map(({ id }) => id);
  const line = (id: string | undefined, quantity = "1") => ({ lineId: id ?? "", quantity });
  const invoice = async (issuedOn: string, ...lines: ReturnType<typeof line>[]) =>
    resultOf(await invoiceOrder(company.as(), { id: order.id, only: "all", issuedOn, lines })).invoice;
  resultOf(await deliverOrder(company.as(), { id: order.id, deliveredOn: "2026-04-20", lines: [line(first)] }));

  const delivered = await invoice("2026-05-05", line(first));
  expect(seen(delivered)).toEqual({ net: "100.00", tax: "20.00", rates: [20] });
  expect(await bookedTax(company, delivered)).toEqual([{ amount: -2_000n, base: -10_000n }]);

  const ahead = await invoice("2026-05-06", line(first));
  expect(seen(ahead)).toEqual({ net: "100.00", tax: "25.00", rates: [25] });

  resultOf(await deliverOrder(company.as(), { id: order.id, deliveredOn: "2026-06-01" }));
  const rest = await invoice("2026-06-15", line(second), line(freight));
  expect(seen(rest)).toEqual({ net: "110.00", tax: "27.50", rates: [25] });
});

test("an invoice before the change bears the old rate although the goods go out after it; two lines may have two rates", async () => {
  const { company, take } = await acrossTheChange();
  const early = await take(["1"]);
  const { invoice } = resultOf(await invoiceOrder(company.as(), { id: early.id, only: "all", issuedOn: "2026-04-30" }));
  expect(seen(invoice)).toEqual({ net: "100.00", tax: "20.00", rates: [20] });

  const mixed = await take(["1", "1"], { kind: "freight", quantity: "1", unitPrice: "10" });
  const [one] = mixed.lines;
  resultOf(
    await deliverOrder(company.as(), { id: mixed.id, deliveredOn: "2026-04-30", lines: [{ lineId: one?.id ?? "", quantity: "1" }] }),
  );
  resultOf(await deliverOrder(company.as(), { id: mixed.id, deliveredOn: "2026-05-01" }));
  const both = resultOf(await invoiceOrder(company.as(), { id: mixed.id, only: "all", issuedOn: "2026-05-02" })).invoice;
  expect(seen(both)).toEqual({ net: "210.00", tax: "47.50", rates: [20, 25] });
  expect(both.lines.map(({ tax }) => tax)).toEqual(["20.00", "25.00", "2.50"]);
});

test.each(["line", "document"] as const)("parts add up to the order's net across the change, rounded by %s", async (rounding) => {
  const { company, take } = await acrossTheChange({ rounding });
  const order = await take(["3", "1"], { kind: "service", description: "Setting up", quantity: "1", unitPrice: "0.335" });
  const [first] = order.lines;
  const lines = [{ lineId: first?.id ?? "", quantity: "0.333333" }];
  const parts = [
    resultOf(await invoiceOrder(company.as(), { id: order.id, only: "all", issuedOn: "2026-04-11", lines })),
    resultOf(await invoiceOrder(company.as(), { id: order.id, only: "all", issuedOn: "2026-05-11", lines })),
    resultOf(await invoiceOrder(company.as(), { id: order.id, only: "all", issuedOn: "2026-05-12" })),
  ].map(({ invoice }) => invoice);
  const cents = (text: string) => Math.round(Number(text) * 100);
  expect(parts.reduce((sum, { net }) => sum + cents(net), 0)).toBe(cents(order.net));
  expect(parts.map(({ taxes }) => Number(taxes[0]?.rate))).toEqual([20, 25, 25]);
});

test("an order taken over from another system is invoiced at the rates of its delivery or invoice", async () => {
  const { company } = await acrossTheChange();
  const file = `number,customer,ordered_on,delivered_on,invoiced_on,sku,quantity,unit_price
A,C1,2026-04-01,2026-04-30,2026-05-02,P1,1,100
B,C1,2026-04-01,2026-05-01,2026-05-03,P1,1,100
C,C1,2026-04-01,2026-05-20,2026-04-15,P1,1,100
D,C1,2026-04-01,,2026-05-04,P1,1,100
`;
  const kind = importKind("orders");
  if (!kind) throw new Error("no orders");
  const source = async function* () {
    yield new TextEncoder().encode(file);
  };
  resultOf(await importCsv(company.as(), { kind, source, mode: "all", dryRun: false, refuse: async () => undefined }));
  const taxes = await reading(company.as(), async ({ db }) => {
    const { rows } = await sql<{ number: string; tax: number; expected: number }>`
      select o.number, i.tax_minor::int as tax, o.tax_minor::int as expected from sales.sales_order o join finance.invoice i on i.source_id = o.id order by o.number`.execute(
      db,
    );
    return rows;
  });
  expect(taxes).toEqual([
    { number: "A", tax: 2_000, expected: 2_000 },
    { number: "B", tax: 2_500, expected: 2_000 },
    { number: "C", tax: 2_000, expected: 2_000 },
    { number: "D", tax: 2_500, expected: 2_000 },
  ]);
});
