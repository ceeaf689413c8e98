import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFindings, openBrowser, openPage, signIn } from "../testing/browser.ts";
import type { Program } from "../testing/installation.ts";
import { startProgram } from "../testing/program.ts";

let program: Program;
let browser: Browser;

interface Account {
  readonly id: string;
  readonly code: string;
}
type Api = Pick<Program["api"], "get" | "post">;

/** A cash sale: debit of the bank, credit of revenue, which may name values of dimensions. */
const sale = async (api: Api, amount: string, effectiveOn: string, dimensions: readonly string[] = []) => {
  const { items } = await api.get<{ items: (Account & { type: string; isGroup: boolean; manualPosting: boolean })[] }>(
    "/finance/accounts?limit=200",
  );
  const debit = items.find(({ code }) => code === "1820")?.id;
  const credit = items.find(({ type, isGroup, manualPosting }) => type === "income" && !isGroup && manualPosting)?.id;
  await api.post("/finance/entries", {
    ...{ description: "A cash sale", effectiveOn },
    lines: [
      { accountId: debit, debit: amount },
      { accountId: credit, credit: amount, dimensions },
    ],
  });
};

/** What cells show, without the quiet links beside their figures. */
const shown = (cells: Locator) =>
  cells.evaluateAll((all) =>
    all.map((cell) => {
      const copy = cell.cloneNode(true) as typeof cell;
      for (const why of copy.querySelectorAll(".Why")) why.remove();
      return copy.textContent ?? "";
    }),
  );

beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(), openBrowser()]);
  const { currency } = await program.api.get<{ currency: string }>("/finance/reports/trial-balance");
  const sister = await program.api.post<{ id: string }>("/platform/companies", {
    ...{ name: "Northwind Europe", country: "DE", baseCurrency: currency },
  });
  const year = new Date().getFullYear();
  await sale(program.api, "100.00", `${year}-01-15`);
  const there = program.api.inCompany(sister.id);
  await sale(there, "40.00", `${year}-01-20`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
}, 60_000);

test("somebody of two companies sees their statements beside each other, under the headings of the chart and beside the year before", async () => {
  const { page, wrongs } = await openPage(browser, { viewport: { width: 1600, height: 900 } });
  await signIn(page, program);
  const year = new Date().getFullYear();
  await page.goto(`${program.origin}/app/finance/companies?statement=profit_and_loss&from=${year}-01-01&to=${year}-01-31`);
  const table = page.getByRole("region", { name: "Profit and loss" });
  const figures = async (name: string) =>
    (
      await shown(
        table
          .getByRole("row")
          .filter({ has: page.getByRole("rowheader", { name, exact: true }) })
          .getByRole("cell"),
      )
    ).slice(1);
  await table.getByRole("columnheader", { name: /Northwind Europe/ }).waitFor();
  expect(await figures("Result")).toEqual(["100.00", "40.00", "140.00"]);
  expect(await table.locator("tr[data-kind=group]").count()).toBeGreaterThan(0);

  await page.getByRole("combobox", { name: "Beside it" }).click();
  await page.getByRole("option", { name: "The year before" }).click();
  await table.getByRole("columnheader", { name: "Change" }).first().waitFor();
  expect(await figures("Result")).toEqual(["100.00", "40.00", "140.00"].flatMap((figure) => [figure, "0.00", figure, ""]));
  expect(await accessibilityFindings(page)).toEqual([]);

  await page.getByRole("combobox", { name: "Beside it" }).click();
  await page.getByRole("option", { name: "By month" }).click();
  await table.getByRole("columnheader", { name: "Change" }).first().waitFor({ state: "detached" });
  expect(await figures("Result")).toEqual(["100.00", "100.00", "40.00", "40.00", "140.00", "140.00"]);
  await page.getByRole("combobox", { name: "Beside it" }).click();
  await page.getByRole("option", { name: "The year before" }).click();
  await table.getByRole("columnheader", { name: "Change" }).first().waitFor();

  await page.getByRole("combobox", { name: "Statement" }).click();
  await page.getByRole("option", { name: "Cash flow" }).click();
  const flow = page.getByRole("region", { name: "Cash flow" });
  await flow.waitFor();
  const end = flow.getByRole("row").filter({ hasText: "Cash at the end" }).getByRole("cell");
  expect((await shown(end)).slice(1)).toEqual(["100.00", "40.00", "140.00"].flatMap((figure) => [figure, "0.00", figure, ""]));
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("button", { name: "Save as" })
      .click()
      .then(() => page.getByRole("menuitem", { name: /CSV/ }).click()),
  ]);
  expect(file.suggestedFilename()).toMatch(/^side-by-side.*\.csv$/);

  await page.goto(`${program.origin}/app/finance/companies?statement=profit_and_loss&from=${year}-01-01&to=${year}-01-31`);
  const why = table.getByRole("link", { name: /^why\? Revenue from goods 100\.00/ });
  await why.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /^Why is it so/ }).waitFor();
  await page.getByText("€100.00").first().waitFor();

  await page.goto(`${program.origin}/app/finance/profit-and-loss?from=${year}-01-01&to=${year}-01-31`);
  for (const sum of [/^why\? Result 100/, /^why\? Total Income 100/]) {
    const link = page.getByRole("link", { name: sum });
    await link.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "What was added up" }).getByText("Plus").first().waitFor();
  }
  expect(await accessibilityFindings(page)).toEqual([]);
  expect(wrongs).toEqual([]);
}, 120_000);

test("the cash flow statement tells of every sum and figure what it is made of, down to the entries that moved cash", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  const year = new Date().getFullYear();
  const why = async (name: RegExp, heading: RegExp) => {
    const link = page.getByRole("link", { name }).first();
    await link.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  };
  await page.goto(`${program.origin}/app/finance/cash-flow?method=direct&from=${year}-01-01&to=${year}-01-31`);
  await why(/^why\? Cash at the end 100/, /Cash at the end/);
  await why(/^why\? Net change of cash 100/, /Net change of cash/);
  await why(/^why\? Operating activities 100/, /Operating activities/);
  await why(/^why\? Receipts 100/, /Receipts/);
  // Down the headings of the chart to the account, and from it to the entries.
  while (!page.url().includes("/why-flow")) {
    const title = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    await page.getByRole("region", { name: "What was added up" }).getByRole("link").first().click();
    await page.getByRole("heading", { level: 1 }).filter({ hasNotText: title }).waitFor();
  }
  const entries = page.getByRole("region", { name: "The entries behind it" });
  await entries.getByText("A cash sale").waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.goto(`${program.origin}/app/finance/cash-flow?from=${year}-01-01&to=${year}-01-31`);
  await why(/^why\? Result 100/, /Result/);
  await page.getByRole("region", { name: "What was added up" }).getByText("Plus").waitFor();
  expect(wrongs).toEqual([]);
}, 120_000);

test("profit and loss with a column for each region; a figure leads to the lines of its region alone", async () => {
  const region = await program.api.post<{ id: string }>("/finance/dimensions", { code: "region", name: "Region" });
  const north = await program.api.post<{ id: string }>(`/finance/dimensions/${region.id}/values`, { code: "N", name: "North" });
  const year = new Date().getFullYear();
  await sale(program.api, "70.00", `${year}-02-03`, [north.id]);
  await sale(program.api, "5.00", `${year}-02-04`);
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/profit-and-loss?from=${year}-02-01&to=${year}-02-28`);
  await page.getByRole("combobox", { name: "Beside it" }).click();
  await page.getByRole("option", { name: "By Region" }).click();
  const table = page.getByRole("region", { name: "Profit and loss" });
  await table.getByRole("columnheader", { name: "N North" }).waitFor();
  expect((await table.getByRole("columnheader").allTextContents()).slice(2)).toEqual(["Total", "NNorth", "Without"]);
  const sales = table.getByRole("row").filter({ hasText: "Revenue from goods" });
  expect((await sales.getByRole("link").allTextContents()).filter((text) => /^\d/.test(text))).toEqual(["75.00", "70.00", "5.00"]);
  expect(await accessibilityFindings(page)).toEqual([]);
  for (const [figure, day] of [
    ["5.00", /^4 Feb/],
    ["70.00", /^3 Feb/],
  ] as const) {
    await sales.getByRole("link", { name: figure, exact: true }).click();
    const lines = page.getByRole("table").getByRole("row").filter({ hasText: "A cash sale" });
    await lines.first().waitFor();
    expect(await lines.count()).toBe(1);
    expect(await lines.first().getByRole("cell").first().textContent()).toMatch(day);
    await page.goBack();
  }

  await page.goto(`${program.origin}/app/finance/cash-flow?method=direct&from=${year}-02-01&to=${year}-02-28`);
  await page.getByRole("combobox", { name: "Only" }).click();
  await page.getByRole("option", { name: "N North" }).click();
  const flow = page.getByRole("region", { name: "Cash flow" });
  await flow.getByRole("rowheader", { name: "Not of these dimensions" }).waitFor();
  expect((await shown(flow.getByRole("row").filter({ hasText: "Receipts" }).getByRole("cell"))).slice(1)).toEqual(["70.00"]);
  expect(wrongs).toEqual([]);
}, 120_000);

test("cash flow by the direct method: gross receipts and payments, and the same change as by the indirect one", async () => {
  const year = new Date().getFullYear();
  const { items } = await program.api.get<{ items: (Account & { type: string; isGroup: boolean; manualPosting: boolean })[] }>(
    "/finance/accounts?limit=200",
  );
  const accountId = (code: string) => items.find((account) => account.code === code)?.id;
  const expense = items.find(({ type, isGroup, manualPosting }) => type === "expense" && !isGroup && manualPosting)?.id;
  const loan = items.find(
    ({ type, isGroup, manualPosting, code }) => type === "liability" && !isGroup && manualPosting && code !== "1820",
  )?.id;
  await sale(program.api, "200.00", `${year}-04-10`);
  await program.api.post("/finance/entries", {
    ...{ description: "Paid in part", effectiveOn: `${year}-04-12` },
    lines: [
      { accountId: expense, debit: "90.00" },
      { accountId: accountId("1820"), credit: "60.00" },
      { accountId: loan, credit: "30.00" },
    ],
  });
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/cash-flow?from=${year}-04-01&to=${year}-04-30`);
  const table = page.getByRole("region", { name: "Cash flow" });
  const figure = async (name: string) =>
    (
      await shown(
        table
          .getByRole("row")
          .filter({ has: page.getByRole("rowheader", { name, exact: true }) })
          .getByRole("cell"),
      )
    ).slice(1);
  await table.getByRole("rowheader", { name: "Net change of cash" }).waitFor();
  expect(await figure("Net change of cash")).toEqual(["140.00"]);
  await page.getByRole("combobox", { name: "Method" }).click();
  await page.getByRole("option", { name: "Direct", exact: true }).click();
  await table.getByRole("rowheader", { name: "Receipts", exact: true }).waitFor();
  expect(await figure("Receipts")).toEqual(["200.00"]);
  expect((await figure("Payments made"))[0]).toMatch(/60\.00/);
  expect(await figure("Net change of cash")).toEqual(["140.00"]);
  await page.getByText("In 1 entry more stands against cash than cash").waitFor();
  expect(await accessibilityFindings(page)).toEqual([]);
  expect(wrongs).toEqual([]);
}, 120_000);
