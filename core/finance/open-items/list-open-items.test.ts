import { sql } from "kysely";
import { expect, test } from "vitest";
import { aCaller } from "#core/testing/api.ts";
import { bookOf } from "#core/testing/books.ts";
import { aCompany, writing } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";

type Item = {
  document: { kind: string; id: string; number: string | null };
  entryId: string;
  position: number;
  open: string;
  side: string;
};

/** A customer who is a supplier too, with an invoice, a bill, money on account and entries by hand on both sides. */
const traded = async () => {
  const company = await aCompany();
  const { customerId: partyId } = await aShop(company);
  await writing(company.as(), ({ db }) => sql`update finance.party set is_supplier = true where id = ${partyId}`.execute(db));
  const [book, clerk] = [await bookOf(company), await aCaller(company, ["accountant"])];
  const made = async (path: string, input: object) => {
    const { status, body } = await clerk.post(path, input);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };
  const document = async (kind: string, unitPrice: string) => {
    const { id } = await made("/finance/invoices", { kind, partyId, lines: [{ description: "Work", quantity: "1", unitPrice }] });
    return made(`/finance/invoices/${id}/issue`, {});
  };
  const entry = (control: string, side: "debit" | "credit", amount: string, dueOn: string) =>
    made("/finance/entries", {
      description: "Taken over",
      lines: [
        { accountId: book.account(control), [side]: amount, partyId, dueOn },
        { accountId: book.account("4905"), [side === "debit" ? "credit" : "debit"]: amount },
      ],
    });
  const invoice = await document("invoice", "100.00");
  const bill = await document("bill", "60.00");
  const debit = await entry("1100", "debit", "30.00", "2026-04-01");
  const credit = await entry("1100", "credit", "12.50", "2026-05-15");
  const owed = await entry("2100", "credit", "9.00", "2026-06-01");
  const payment = await made("/finance/payments", { partyId, amount: "40.00" });
  const listed = async (filter: string) => {
    const { status, body } = await clerk.get(`/finance/open-items?${filter}`);
    return status === 200 ? (body.items as Item[]).map((item) => [item.document.kind, item.document.id, item.side, item.open]) : body.code;
  };
  return { company, partyId, clerk, invoice, bill, debit, credit, owed, payment, listed };
};

test("documents, money and entries by hand stand beside each other by due date, a page at a time", async () => {
  const { clerk, partyId, invoice, bill, debit, credit, owed, payment, listed } = await traded();
  const all = [
    ["payment", payment.id, "credit", "40.00"],
    ["entry", debit.id, "debit", "30.00"],
    ["invoice", invoice.id, "debit", "100.00"],
    ["bill", bill.id, "credit", "60.00"],
    ["entry", credit.id, "credit", "12.50"],
    ["entry", owed.id, "credit", "9.00"],
  ];
  const found = await listed(`partyId=${partyId}`);
  expect(found).toHaveLength(6);
  expect(found).toEqual(expect.arrayContaining(all));
  expect(found[0]).toEqual(all[0]);
  expect(found.slice(-2)).toEqual(all.slice(-2));
  expect(await listed(`partyId=${partyId}&side=debit`)).toEqual([all[1], all[2]]);
  expect(await listed(`partyId=${partyId}&currency=EUR`)).toEqual([]);
  const pages: Item[] = [];
  for (let after = ""; ; ) {
    const { body } = await clerk.get(`/finance/open-items?partyId=${partyId}&limit=2${after}`);
    pages.push(...body.items);
    if (body.next === undefined) break;
    after = `&after=${body.next}`;
  }
  expect(pages.map(({ document }) => document.id)).toEqual(found.map(([, id]: string[]) => id));
});

test("of a payment or an entry, what it can settle: the other side of the same account; what it settled is gone, and back when it is undone", async () => {
  const { clerk, partyId, invoice, debit, credit, owed, payment, listed } = await traded();
  const onReceivables = [
    ["entry", debit.id, "debit", "30.00"],
    ["invoice", invoice.id, "debit", "100.00"],
  ];
  expect(await listed(`settledBy=${payment.entryId}`)).toEqual(onReceivables);
  expect(await listed(`settledBy=${credit.id}&position=1`)).toEqual(onReceivables);
  expect(await listed(`settledBy=${debit.id}`)).toEqual([
    ["payment", payment.id, "credit", "40.00"],
    ["entry", credit.id, "credit", "12.50"],
  ]);
  expect(await listed(`settledBy=${owed.id}`)).toEqual([]);
  const settled = await clerk.post(`/finance/entries/${credit.id}/allocations`, {
    position: 1,
    allocations: [{ entryId: debit.id, amount: "12.50" }],
  });
  expect(settled.status).toBe(200);
  expect(await listed(`partyId=${partyId}&side=debit`)).toEqual([["entry", debit.id, "debit", "17.50"], onReceivables[1]]);
  expect(await listed(`settledBy=${debit.id}`)).toEqual([["payment", payment.id, "credit", "40.00"]]);
  await clerk.post(`/finance/allocations/${settled.body.items[0].id}/undo`, { reason: "Another one" });
  expect(await listed(`settledBy=${credit.id}`)).toEqual(onReceivables);
});

test("who may not see payments, a rival, nobody's items and another line are refused", async () => {
  const { company, clerk, credit, partyId, listed } = await traded();
  const rival = await aCaller(await aCompany(), ["accountant"]);
  expect((await (await aCaller(company, { grants: ["finance.invoice.read"] })).get(`/finance/open-items?partyId=${partyId}`)).status).toBe(
    403,
  );
  expect((await rival.get(`/finance/open-items?partyId=${partyId}`)).body.items).toEqual([]);
  expect((await rival.get(`/finance/open-items?settledBy=${credit.id}`)).body.code).toBe("open_item.missing");
  expect(await listed("")).toBe("open_item.whose");
  expect(await listed(`settledBy=${credit.id}&position=2`)).toBe("open_item.missing");
  expect((await clerk.get(`/finance/open-items?partyId=${partyId}&after=x`)).status).toBe(422);
});
