import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFindings, choose, openBrowser, openPage, signIn } from "../testing/browser.ts";
import type { Program } from "../testing/installation.ts";
import { startProgram } from "../testing/program.ts";
import { aShop } from "../testing/trading-company.ts";

let program: Program;
let browser: Browser;
let shop: Awaited<ReturnType<typeof aShop>>;

beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(), openBrowser()]);
  shop = await aShop(program);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
}, 60_000);

interface Order {
  readonly id: string;
  readonly status: string;
  readonly net: string;
  readonly lines: readonly { readonly description: string; readonly quantity: string; readonly returned: string }[];
  readonly invoices: readonly { readonly id: string; readonly kind: string }[];
}
const placed = (more: object = {}) =>
  program.api.post<Order>("/sales/orders", {
    customerId: shop.customers[0]?.id,
    confirm: true,
    lines: [
      { productId: shop.products[0]?.id, quantity: "10" },
      { productId: shop.products[1]?.id, quantity: "4" },
      { kind: "freight", quantity: "1", unitPrice: "9.90" },
    ],
    ...more,
  });
const stored = ({ id }: Order) => program.api.get<Order>(`/sales/orders/${id}`);
const show = async (page: Page, path: string) => {
  await page.goto(`${program.origin}/app${path}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
};
const press = (page: Page, name: string) => page.getByRole("main").getByRole("button", { name, exact: true }).click();
const answer = (page: Page, verb: string) => page.getByRole("dialog").getByRole("button", { name: verb, exact: true }).click();
const status = (page: Page, name: string) => page.locator(".Page-title .StatusBadge", { hasText: new RegExp(`^${name}$`) }).waitFor();

test("a confirmed order is amended: a line more, a quantity less, and what is delivered stays", async () => {
  const order = await placed();
  await program.api.post(`/sales/orders/${order.id}/deliveries`, {
    lines: [{ lineId: (order.lines[0] as { id?: string } | undefined)?.id, quantity: "6" }],
  });
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await show(page, `/sales/orders/${order.id}`);
  await page.getByRole("link", { name: "Amend" }).click();
  await page.getByRole("heading", { level: 1, name: /Amend order/ }).waitFor();

  expect(await page.getByRole("combobox", { name: "Product of line 1" }).isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: "Remove line 1" }).isDisabled()).toBe(true);
  await page.getByText("Delivered 6, invoiced 0").waitFor();
  expect(await page.getByLabel("Description of line 3").inputValue()).toBe("Freight");
  await page.getByLabel("Quantity of line 1").fill("5");
  await page.getByRole("button", { name: "Save the order" }).click();
  await page.getByText("6 are delivered or invoiced already.").first().waitFor();

  await page.getByLabel("Quantity of line 1").fill("8");
  await page.getByRole("button", { name: "Remove line 2" }).click();
  await page.getByRole("button", { name: "Add a line" }).click();
  await choose(page, "Product of line 3", "Tofu");
  await page.getByLabel("Quantity of line 3").fill("2");
  await page.getByLabel("Their reference").fill("PO-7");
  await page.locator(".LineGrid-sums", { hasText: "€162.90" }).waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Save the order" }).click();
  await page.getByRole("heading", { level: 1, name: /^Order/ }).waitFor();
  await page.getByText("PO-7").waitFor();

  const after = await stored(order);
  expect(after.lines.map(({ description, quantity }) => [description, quantity])).toEqual([
    ["Chai, 10 boxes", "8"],
    ["Freight", "1"],
    ["Tofu", "2"],
  ]);
  expect(after.net).toBe("162.90");
  expect(wrongs.filter((wrong) => !wrong.includes("422"))).toEqual([]);
}, 90_000);

test("goods come back with a credit note, and the order is closed", async () => {
  const order = await placed();
  await program.api.post(`/sales/orders/${order.id}/deliveries`);
  await program.api.post(`/sales/orders/${order.id}/invoices`);
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await show(page, `/sales/orders/${order.id}`);
  await press(page, "Take back goods");
  const dialog = page.getByRole("dialog");
  const verb = dialog.getByRole("button", { name: "Take back", exact: true });
  expect(await verb.isDisabled()).toBe(true);
  await dialog.getByLabel("Quantity of Chai, 10 boxes").fill("3");
  await dialog.getByLabel("Reason").fill("Damaged on the way");
  expect(await accessibilityFindings(page)).toEqual([]);
  await verb.click();
  await page.getByText("Credit note", { exact: true }).waitFor();
  await page.getByText(/^Return /).waitFor();
  await page.getByRole("columnheader", { name: "Returned" }).waitFor();
  expect((await stored(order)).lines[0]?.returned).toBe("3");

  await press(page, "Close order");
  await answer(page, "Close the order");
  await status(page, "Closed");
  expect(await page.getByRole("button", { name: "Close order" }).count()).toBe(0);
  await page.getByRole("button", { name: "Take back goods" }).waitFor();
  expect(wrongs).toEqual([]);
}, 90_000);

test("an untouched order is cancelled, one that is partly delivered is closed", async () => {
  const [untouched, started] = [await placed(), await placed()];
  await program.api.post(`/sales/orders/${started.id}/deliveries`, {
    lines: [{ lineId: (started.lines[0] as { id?: string } | undefined)?.id, quantity: "1" }],
  });
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await show(page, `/sales/orders/${untouched.id}`);
  expect(await page.getByRole("button", { name: "Close order" }).count()).toBe(0);
  await press(page, "Cancel order");
  await answer(page, "Cancel the order");
  await status(page, "Cancelled");
  await show(page, `/sales/orders/${untouched.id}/edit`);
  await page.getByRole("heading", { level: 1, name: /^Order/ }).waitFor();

  await show(page, `/sales/orders/${started.id}`);
  expect(await page.getByRole("button", { name: "Cancel order" }).count()).toBe(0);
  await press(page, "Close order");
  await page.getByText(/goods reserved for it become free again/).waitFor();
  await answer(page, "Close the order");
  await status(page, "Closed");
  expect(wrongs).toEqual([]);
}, 90_000);

test("money on account is allocated later, the oldest invoice first or as typed", async () => {
  const partyId = shop.customers[1]?.id;
  const payment = await program.api.post<{ id: string }>("/finance/payments", { partyId, amount: "100.00" });
  for (const quantity of ["2", "5"])
    await placed({ customerId: partyId, invoice: true, lines: [{ productId: shop.products[0]?.id, quantity }] });
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await show(page, `/finance/payments/${payment.id}`);
  const shares = page.getByLabel(/^Allocate to INV-/);
  await shares.first().waitFor();
  expect(await shares.evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value))).toEqual([
    "25.00",
    "62.50",
  ]);
  await shares.last().fill("90");
  await page.getByText("Too much allocated").waitFor();
  expect(await page.getByRole("button", { name: "Allocate", exact: true }).isDisabled()).toBe(true);
  await shares.last().fill("12.50");
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Allocate", exact: true }).click();
  await page.getByText("€62.50").first().waitFor();
  await page.getByRole("button", { name: "Oldest first" }).click();
  await page.getByRole("button", { name: "Allocate", exact: true }).click();
  await page.getByText("Nothing is open. The money stays with the customer as credit.").waitFor();
  const after = await program.api.get<{ unallocated: string; allocations: readonly object[] }>(`/finance/payments/${payment.id}`);
  expect([after.unallocated, after.allocations.length]).toEqual(["12.50", 3]);
  expect(wrongs).toEqual([]);
}, 90_000);
