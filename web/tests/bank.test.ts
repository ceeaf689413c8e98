import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aBankAccount, bankFile } from "../testing/bank.ts";
import { choose, openBrowser, openPage, signIn } from "../testing/browser.ts";
import type { Program } from "../testing/installation.ts";
import { startProgram } from "../testing/program.ts";

let program: Program;
let browser: Browser;
beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
}, 60_000);

/** An invoice that waits for its money. */
const anInvoice = async () => {
  const { api } = program;
  const customer = await api.post<{ id: string }>("/sales/customers", { name: "Alfreds Futterkiste" });
  const order = await api.post<{ invoice: { number: string; total: string } }>("/sales/orders", {
    customerId: customer.id,
    lines: [{ kind: "service", description: "Advice", quantity: "1", unitPrice: "100.00" }],
    invoice: true,
  });
  return order.invoice;
};

const drop = async (page: Page, text: string) =>
  page.getByLabel("File of the bank").setInputFiles({ name: "day.xml", mimeType: "application/xml", buffer: Buffer.from(text) });

test("a file of the bank is looked at, imported, matched by one key and by hand, and closed without a difference", async () => {
  const day = new Date().toISOString().slice(0, 10);
  const [account, invoice] = [await aBankAccount(program, day), await anInvoice()];
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/bank/import`);
  await drop(page, bankFile(day, account.currency, { name: "ALFREDS FUTTERKISTE", amount: invoice.total, text: invoice.number }));
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByRole("heading", { name: "2 new lines, 0 that are there already" }).waitFor();
  expect((await program.api.get<{ items: unknown[] }>("/finance/bank-statements")).items).toEqual([]);
  await page.getByRole("button", { name: "Import it" }).click();
  await page.getByText("2 lines came in, 0 were there already.").waitFor();

  await page.goto(`${program.origin}/app/finance/bank/${account.id}`);
  await page.getByText(`It names ${invoice.number}.`).waitFor();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("1");
  await page.getByText("1 lines to reconcile").waitFor();
  // The fee: nothing in the books fits, so it is said by hand.
  await page.getByRole("button", { name: "Entry to an account" }).click();
  const { items: expenses } = await program.api.get<{ items: { name: string; isGroup: boolean }[] }>(
    "/finance/accounts?type=expense&active=true&limit=200",
  );
  await choose(page, "Account", expenses.find(({ isGroup, name }) => !isGroup && name.length > 8)?.name ?? "");
  await page.getByRole("button", { name: "Match it" }).click();
  await page.getByText("Nothing is left to reconcile").waitFor();

  await page.getByRole("link", { name: "Reconciliation statement" }).click();
  await page.getByText("No difference").waitFor();
  await page.goto(`${program.origin}/app/finance/bank/${account.id}/statements`);
  await page.getByRole("button", { name: "Reconcile" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reconcile" }).click();
  await page.getByText("Reconciled").first().waitFor();
  expect(wrongs).toEqual([]);

  // The same file again says so, and nothing else.
  await page.goto(`${program.origin}/app/finance/bank/import`);
  await drop(page, bankFile(day, account.currency, { name: "ALFREDS FUTTERKISTE", amount: invoice.total, text: invoice.number }));
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByRole("heading", { name: "0 new lines, 2 that are there already" }).waitFor();
}, 120_000);

test("a warning about a file is said in the reader's language", async () => {
  // After the day that is reconciled above.
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const { items } = await program.api.get<{ items: { currency: string }[] }>("/finance/bank-accounts");
  const currency = items[0]?.currency ?? (await aBankAccount(program, day)).currency;
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.evaluate("localStorage.setItem('language', 'de')");
  await page.goto(`${program.origin}/app/finance/bank/import`);
  const file = bankFile(day, currency, { name: "Somebody", amount: "100.00", text: "Whatever" }).replaceAll(">87.50<", ">80.00<");
  await page.getByLabel("Datei der Bank").setInputFiles({ name: "day.xml", mimeType: "application/xml", buffer: Buffer.from(file) });
  await page.getByRole("button", { name: "Ansehen" }).click();
  const warning = page.getByText(/Anfangssaldo und Umsätze ergeben .*87,50.*, der Endsaldo ist .*80,00/);
  await warning.waitFor();
  expect(wrongs).toEqual([]);
}, 120_000);
