import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFindings, openBrowser, openPage, signIn } from "../testing/browser.ts";
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

const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

test("a heading is folded and opened, an account found, added below it, limited and taken out of use", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/accounts`);
  await page.getByRole("heading", { name: "Chart of accounts", level: 1 }).waitFor();
  await row(page, "1600").waitFor();
  await page.getByRole("button", { name: "Fold Receivables and prepayments" }).click();
  await row(page, "1600").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Open Receivables and prepayments" }).click();
  await row(page, "1600").waitFor();

  await page.getByRole("link", { name: "New account" }).click();
  await page.getByRole("textbox", { name: "Code" }).fill("1830");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Dollar account");
  await page.getByRole("combobox", { name: "Heading above" }).fill("18");
  await page.getByRole("option", { name: "18 Cash and cash equivalents" }).click();
  await page.getByRole("combobox", { name: "Currencies" }).fill("USD");
  await page.getByRole("option", { name: "USD", exact: true }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Add to the chart" }).click();
  await row(page, "Dollar account").getByText("USD").waitFor();

  await page.getByRole("searchbox", { name: "Search accounts" }).fill("dollar");
  await expect.poll(() => page.getByRole("row").count()).toBe(4);
  await page.getByRole("link", { name: "Change 1830" }).click();
  await page.getByRole("button", { name: "Take out of use" }).click();
  await page.getByRole("button", { name: "Take into use" }).waitFor();
  await page
    .getByRole("link", { name: /Chart of accounts/ })
    .last()
    .click();
  await row(page, "1600").waitFor();
  expect(await row(page, "Dollar account").count()).toBe(0);
  await page.getByRole("switch", { name: "Inactive too" }).click();
  await row(page, "Dollar account").getByText("Inactive").waitFor();
  expect(wrongs).toEqual([]);
}, 120_000);

test("a refusal stands at its field, a chart is downloaded and comes in again", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/accounts`);
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download" }).click()]);
  let chart = "";
  for await (const piece of (await saved.createReadStream()).setEncoding("utf8")) chart += piece;
  expect(chart).toContain("1600,Trade receivables");
  const header = (chart.split(/\r?\n/, 1)[0] ?? "").replace("\ufeff", "").split(",");
  const added: Readonly<Record<string, string>> = { code: "1840", name: "Piggy bank", type: "asset", subtype: "cash", parent: "18" };
  const changed = Buffer.from(`${chart}${header.map((column) => added[column] ?? "").join(",")}\n`);

  await page.getByRole("link", { name: "Import" }).click();
  const input = page.locator('input[type="file"]');
  await input.setInputFiles({ name: "chart.csv", mimeType: "text/csv", buffer: changed });
  await page.getByRole("button", { name: "Try the import" }).click();
  await page.getByText("Tried, nothing was stored").waitFor();
  await page.getByRole("switch", { name: "Only try" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("Stored", { exact: true }).waitFor();
  await page.goto(`${program.origin}/app/finance/accounts?q=piggy`);
  await row(page, "Piggy bank").waitFor();

  await page.goto(`${program.origin}/app/finance/accounts/new`);
  await page.getByRole("textbox", { name: "Code" }).fill("1840");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Second");
  await page.getByRole("button", { name: "Add to the chart" }).click();
  await page.getByText("There is an account of this code already.").waitFor();
  expect(wrongs.filter((wrong) => !/409/.test(wrong))).toEqual([]);
}, 120_000);

test("an audit package says why there is none, and the screen is accessible", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/audit-package`);
  await page.getByRole("button", { name: "Download the package" }).click();
  await page.getByText("Nothing was posted in this period.").waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  expect(wrongs.filter((wrong) => !/422/.test(wrong))).toEqual([]);
}, 60_000);
