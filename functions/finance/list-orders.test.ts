import { beforeAll, expect, test } from "vitest";
import { aCaller, type TestCaller } from "#core/testing/api.ts";
import { aCompany } from "#core/testing/company.ts";
import { aShop } from "#core/testing/trade.ts";

type Item = Record<string, string | null> & { id: string; number: string | null };
let caller: TestCaller;

beforeAll(async () => {
  const company = await aCompany();
  const shop = await aShop(company);
  caller = await aCaller(company);
  for (const [at, quantity] of ["5", "2", "9", "2", "7"].entries()) {
    const lines = [{ productId: shop.productId, quantity }];
    const orderedOn = `2026-03-0${[1, 1, 2, 4, 4][at]}`;
    const { body } = await caller.post("/sales/orders", { customerId: shop.customerId, orderedOn, invoice: true, lines });
    await caller.post(`/sales/orders/${body.id}/deliveries`, { deliveredOn: `2026-03-1${[9, 3, 3, 5, 1][at]}` });
    const paid = { partyId: shop.customerId, amount: `${[30, 10, 30, 20, 50][at]}.00`, paidOn: "2026-03-20" };
    expect((await caller.post("/finance/payments", paid)).status).toBe(201);
  }
  for (const quantity of ["4", "1"]) {
    const lines = [{ description: "Advice", quantity, unitPrice: "10.00" }];
    expect((await caller.post("/finance/invoices", { partyId: shop.customerId, lines })).status).toBe(201);
  }
});

/** The whole list, two at a time. */
const paged = async (path: string, sort: string) => {
  const items: Item[] = [];
  for (let after = ""; ; ) {
    const { status, body } = await caller.get(`${path}?limit=2&sort=${sort}${after && `&after=${after}`}`);
    expect(status, JSON.stringify(body)).toBe(200);
    items.push(...body.items);
    if (!body.next) return items;
    after = body.next;
  }
};
const whole = async (path: string): Promise<Item[]> => (await caller.get(`${path}?limit=200`)).body.items;

/** How a sort's values compare; what an invoice lacks as a draft stands beyond everything, its number before. */
const keyOf = (field: string) => (item: Item) => {
  if (field === "total" || field === "amount") return `${item[field]}`.padStart(20, "0");
  return item[field] ?? (field === "number" ? "" : "9999");
};

test.each([
  ["/finance/invoices", ["issuedOn", "dueOn", "number", "total"]],
  ["/finance/payments", ["paidOn", "number", "amount"]],
  ["/sales/orders", ["orderedOn", "number", "total"]],
  ["/sales/deliveries", ["deliveredOn", "number"]],
])("%s in every order, page by page", async (path, fields) => {
  const all = await whole(path);
  expect(all.length).toBeGreaterThan(4);
  for (const field of fields) {
    const key = keyOf(field);
    const rising = all.toSorted((one, other) => `${key(one)} ${one.id}`.localeCompare(`${key(other)} ${other.id}`)).map(({ id }) => id);
    expect((await paged(path, field)).map(({ id }) => id)).toEqual(rising);
    expect((await paged(path, `-${field}`)).map(({ id }) => id)).toEqual(rising.toReversed());
  }
  expect((await caller.get(`${path}?sort=colour`)).status).toBe(422);
  const first = (await caller.get(`${path}?limit=1`)).body.next;
  expect((await caller.get(`${path}?sort=${fields[0]}&after=${first}`)).body.code).toBe("page.after");
});

test("deliveries between two days", async () => {
  const { body } = await caller.get("/sales/deliveries?deliveredFrom=2026-03-13&deliveredTo=2026-03-15&sort=deliveredOn");
  expect(body.items.map(({ deliveredOn }: Item) => deliveredOn)).toEqual(["2026-03-13", "2026-03-13", "2026-03-15"]);
});
