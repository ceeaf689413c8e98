import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFindings, choose, openBrowser, openPage, signIn } from "../testing/browser.ts";
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

type Named = { id: string };

test("an entry is written by keyboard, split over cost centres, kept, given a receipt, posted, reversed and copied", async () => {
  const { api } = program;
  const { id } = await api.post<Named>("/finance/dimensions", { code: "cost-centre", name: "Cost centre" });
  for (const [code, name] of [
    ["210", "Marketing"],
    ["310", "Production"],
  ])
    await api.post(`/finance/dimensions/${id}/values`, { code, name });
  const { items } = await api.get<{
    items: { code: string; type: string; subtype: string; manualPosting: boolean; active: boolean }[];
  }>("/finance/accounts?limit=200");
  const codeOf = (of: (account: (typeof items)[number]) => boolean) => {
    const account = items.find((one) => one.manualPosting && one.active && of(one));
    return account?.code ?? "";
  };
  const expense = codeOf(({ type }) => type === "expense");
  const bank = codeOf(({ subtype }) => subtype === "bank");
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);

  await page.goto(`${program.origin}/app/finance/entries/new`);
  await page.getByLabel("Text", { exact: false }).first().fill("Rent for April");
  await choose(page, "Account of line 1", expense);
  await page.getByLabel("Debit of line 1").fill("100.01");
  await page.keyboard.press("Enter");
  await choose(page, "Account of line 2", bank);
  await page.getByLabel("Credit of line 2").pressSequentially("=");
  await page.getByText("Balanced").waitFor();

  await page.getByRole("button", { name: "Dimensions of line 1" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Split" }).click();
  await page.getByRole("option", { name: "By percentages of its own" }).click();
  await dialog.getByLabel("Percentage of share 1").fill("60");
  await dialog.getByText("The shares must come to 100 percent.").waitFor();
  await dialog.getByLabel("Percentage of share 2").fill("40");
  await choose(page, "Cost centre of share 1", "210");
  await choose(page, "Cost centre of share 2", "310");
  const findings = { dialog: await accessibilityFindings(page) };
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Keep as a draft" }).click();

  await page.getByRole("heading", { name: "Draft entry" }).waitFor();
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "receipt.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 rent") });
  await page.getByRole("button", { name: "receipt.pdf", exact: true }).waitFor();
  await page.getByRole("button", { name: "Post the entry" }).click();

  await page.getByRole("button", { name: "Reverse" }).waitFor();
  const lines = page.getByRole("region", { name: "Lines of the entry" });
  await lines.getByText("Cost centre: 210 Marketing").waitFor();
  expect(await lines.innerText()).toMatch(/60\.01[\s\S]*40\.00[\s\S]*100\.01/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "receipt.pdf" }).click()]);
  expect(download.suggestedFilename()).toBe("receipt.pdf");

  await page.getByRole("button", { name: "Reverse" }).click();
  await page.getByLabel("Reason").fill("Landlord sent it twice");
  await page.getByRole("button", { name: "Post the reversal" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("link", { name: "The original entry" }).click();
  await page.getByText("Landlord sent it twice").waitFor();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("heading", { name: "Draft entry" }).waitFor();

  await page.goto(`${program.origin}/app/finance/entries?q=Rent`);
  await page
    .getByRole("link", { name: /20\d\d/ })
    .first()
    .waitFor();
  await page.getByRole("button", { name: "Drafts" }).click();
  await page.getByRole("row", { name: /Rent for April/ }).waitFor();
  expect([findings.dialog, wrongs]).toEqual([[], []]);
}, 120_000);

test("what an entry lacks is said at its fields, and the draft keeps what is written", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/entries/new`);
  await page.getByLabel("Debit of line 1").fill("5");
  await page.getByRole("button", { name: "Post the entry" }).click();
  await page.getByText("Missing in credit").waitFor();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await page.getByRole("button", { name: "Keep as a draft" }).click();
  await page.getByRole("heading", { name: "Draft entry" }).waitFor();
  expect(await page.getByLabel("Debit of line 1").inputValue()).toBe("5.00");
  expect(wrongs.filter((wrong) => !/422/.test(wrong))).toEqual([]);
}, 60_000);

test("journals and dimensions are added and taken out of use", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/journals`);
  await page.getByRole("button", { name: "New journal" }).click();
  await page.getByRole("dialog").getByLabel("Code").fill("ADJ");
  await page.getByRole("dialog").getByLabel("Name").fill("Adjustments");
  await page.getByRole("button", { name: "Add the journal" }).click();
  const row = page.getByRole("row", { name: /ADJ/ });
  await row.getByRole("button", { name: "Documents only" }).click();
  await row.getByRole("button", { name: "Allow by hand" }).waitFor();

  await page.goto(`${program.origin}/app/finance/dimensions`);
  await page.getByRole("button", { name: "New dimension" }).click();
  await page.getByRole("dialog").getByLabel("Code").fill("project");
  await page.getByRole("dialog").getByLabel("Name").fill("Project");
  await page.getByRole("button", { name: "Add the dimension" }).click();
  await page.getByRole("heading", { name: "Project" }).waitFor();
  await page.getByRole("button", { name: "New value" }).click();
  await page.getByRole("dialog").getByLabel("Code").fill("P1");
  await page.getByRole("dialog").getByLabel("Name").fill("Bridge");
  await page.getByRole("button", { name: "Add the value" }).click();
  const value = page.getByRole("row", { name: /P1/ });
  await value.getByRole("button", { name: "Deactivate" }).click();
  await value.getByRole("button", { name: "Activate", exact: true }).waitFor();
  expect(wrongs).toEqual([]);
}, 60_000);
