import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
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

const open = async (name: string, page: Page) => {
  await page.getByRole("navigation").getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
};
/** Presses a button and the button of the question it asks. */
const confirming = async (page: Page, button: string, verb: string) => {
  await page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: verb, exact: true }).click();
};
const status = (page: Page, name: string) => page.locator(".Page-title .StatusBadge", { hasText: new RegExp(`^${name}$`) }).waitFor();
const heading = (page: Page, name: RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();

test("from a new customer to a paid invoice, and the trial balance shows it", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);

  await open("Products", page);
  await page.getByRole("link", { name: "New product" }).first().click();
  await heading(page, /New product/);
  await page.getByLabel("Name").fill("Chai, 10 boxes");
  await page.getByLabel("SKU").fill("CHAI-10");
  await page.getByRole("switch", { name: "More may be sold than is there" }).click();
  await page.getByRole("button", { name: "Create the product" }).click();
  await heading(page, /Chai/);

  await open("Customers", page);
  await page.getByRole("link", { name: "New customer" }).first().click();
  await heading(page, /New customer/);
  await page.getByRole("button", { name: "Create the customer" }).click();
  await page.getByText("Write something here.").waitFor();
  await page.getByLabel("Name").first().fill("Alfreds Futterkiste");
  await page.getByRole("button", { name: "Create the customer" }).click();
  await heading(page, /Alfreds Futterkiste/);

  await page.getByRole("link", { name: "New order" }).click();
  await choose(page, "Product of line 1", "Chai, 10 boxes");
  await page.getByLabel("Quantity of line 1").fill("12");
  await page.getByLabel("Price of line 1").fill("18");
  await page.getByLabel("Discount of line 1").fill("5");
  await page.locator(".LineGrid-sums", { hasText: "€205.20" }).waitFor();
  await page.getByRole("button", { name: "Keep as a draft" }).click();
  await heading(page, /^Order/);
  await status(page, "Draft");

  await confirming(page, "Confirm", "Confirm the order");
  await status(page, "Confirmed");

  await page.getByRole("main").getByRole("button", { name: "Deliver", exact: true }).click();
  await page.getByLabel("Quantity of Chai, 10 boxes").fill("5");
  await page.getByRole("dialog").getByRole("button", { name: "Deliver" }).click();
  await status(page, "Partly delivered");
  await confirming(page, "Deliver", "Deliver");
  await status(page, "Delivered");
  expect(await page.getByText(/^DN-/).count()).toBe(2);

  await confirming(page, "Invoice", "Issue the invoice");
  await heading(page, /^Invoice/);
  await page.getByRole("link", { name: "Register payment" }).click();
  await heading(page, /Register payment/);
  expect(await page.getByLabel("Amount").inputValue()).toBe("205.20");
  await page.getByRole("button", { name: "Register the payment" }).click();
  await heading(page, /^Payment/);

  await open("Trial balance", page);
  const receivables = page.getByRole("row", { name: /Trade receivables/ });
  await receivables.waitFor();
  const why = "why? Trade receivables 0.00"; // the link beside the figure names it for those who do not see it
  expect(await receivables.getByRole("cell").allTextContents()).toEqual(["1600", "Trade receivables", "205.20", "205.20", `${why}0.00`]);
  const total = page.getByRole("row", { name: /Total, both sides equal/ });
  expect(await total.getByRole("cell").allTextContents()).toEqual(["410.40", "410.40", "why? Balance 0.000.00"]);

  await receivables.getByRole("link").first().click();
  await heading(page, /Trade receivables/);
  await page.getByRole("table").getByRole("link").first().click();
  await heading(page, /entry/i);
  await page.getByRole("row", { name: /Revenue/ }).waitFor();
  expect(wrongs).toEqual([]);
}, 120_000);

test("somebody else's change in between is refused, not overwritten", async () => {
  const { id } = await program.api.post<{ id: string }>("/sales/customers", { name: "Ernst Handel" });
  const [mine, theirs] = [await openPage(browser), await openPage(browser)];
  for (const { page } of [mine, theirs]) {
    await signIn(page, program);
    await page.goto(`${program.origin}/app/sales/customers/${id}/edit`);
    await page.getByLabel("Email").first().waitFor();
  }
  await theirs.page.getByLabel("Name").first().fill("Ernst Handel GmbH");
  await theirs.page.getByRole("button", { name: "Save" }).click();
  await heading(theirs.page, /Ernst Handel GmbH/);

  await mine.page.getByLabel("Name").first().fill("Ernst Handel KG");
  await mine.page.getByRole("button", { name: "Save" }).click();
  await mine.page.getByText("Somebody else changed this meanwhile.").waitFor();
}, 60_000);

test("a session outlives its access token and a reload, and ends everywhere at once", async () => {
  const { page } = await openPage(browser);
  await signIn(page, program);
  const second = await page.context().newPage();
  await Promise.all([page.reload(), second.goto(`${program.origin}/app/sales/orders`)]);
  await Promise.all([heading(page, /Dashboard/), heading(second, /Orders/)]);

  await page.getByRole("button", { name: /Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await Promise.all([heading(page, /Welcome back/), heading(second, /Welcome back/)]);
  await second.goto(`${program.origin}/app/finance/payments`);
  await heading(second, /Welcome back/);
}, 60_000);
