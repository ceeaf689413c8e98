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
type Document = Named & { state: string; number: string | null; total: string; taxedOn: string | null; issuedOn: string | null };
const documentAt = (url: string) => program.api.get<Document>(`/finance/invoices/${new URL(url).pathname.split("/")[4]}`);

test("an invoice is written, kept as a draft, opened again as it was, changed and issued", async () => {
  await program.api.post("/sales/customers", { name: "Alfreds Futterkiste" });
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/invoices`);
  await page.getByRole("link", { name: "New invoice" }).first().click();
  await page.getByRole("heading", { name: "New invoice" }).waitFor();
  await page.getByRole("button", { name: "Keep as a draft" }).click();
  await page.getByText("Write what it is for.").waitFor();
  await choose(page, "Customer", "Alfreds Futterkiste");
  await page.getByLabel("Description of line 1").fill("Consulting");
  await page.getByLabel("Quantity of line 1").fill("3");
  await page.getByLabel("Price of line 1").fill("333.335");
  await page.getByLabel("Discount of line 1").fill("5");
  await page.keyboard.press("Enter");
  await page.getByLabel("Description of line 2").fill("Travel");
  await page.getByLabel("Price of line 2").fill("50");
  await page.getByText("1,000.00").first().waitFor();
  const findings = await accessibilityFindings(page);
  await page.getByRole("button", { name: "Keep as a draft" }).click();

  await page.getByRole("heading", { name: "Invoice, draft" }).waitFor();
  await page.getByRole("link", { name: "Change", exact: true }).click();
  await page.getByRole("heading", { name: "Change the draft of an invoice" }).waitFor();
  expect(await page.getByRole("combobox", { name: "Customer" }).inputValue()).toBe("Alfreds Futterkiste");
  expect(await page.getByLabel("Price of line 1").inputValue()).toBe("333.335");
  expect(await page.getByLabel("Discount of line 1").inputValue()).toBe("5");
  expect(await page.getByRole("combobox", { name: "Account of line 2" }).inputValue()).not.toBe("");
  await page.getByLabel("Price of line 2").fill("60");
  await page.getByRole("button", { name: "Remove line 1" }).click();
  await page.getByRole("button", { name: "Save the draft" }).click();
  await page.getByRole("heading", { name: "Invoice, draft" }).waitFor();
  expect(await documentAt(page.url())).toMatchObject({ state: "draft", total: "60.00" });

  await page.getByRole("link", { name: "Change", exact: true }).click();
  await page.getByLabel("Quantity of line 1").fill("2");
  await page.getByRole("button", { name: "Issue the invoice" }).click();
  await page.getByRole("heading", { name: /^Invoice INV-/ }).waitFor();
  expect(await documentAt(page.url())).toMatchObject({ state: "issued", total: "120.00" });
  await page.goto(`${page.url()}/edit`);
  await page.getByRole("heading", { name: /^Invoice INV-/ }).waitFor();
  expect([findings, wrongs]).toEqual([[], []]);
}, 120_000);

test("a line is split over cost centres in the form; its parts are on the entry, and the form opens with them", async () => {
  const { api } = program;
  const { id } = await api.post<Named>("/finance/dimensions", { code: "cost-centre", name: "Cost centre" });
  for (const [code, name] of [
    ["210", "Marketing"],
    ["310", "Production"],
  ])
    await api.post(`/finance/dimensions/${id}/values`, { code, name });
  const { id: partyId } = await api.post<Named>("/finance/parties", { name: "Landlord", currency: "EUR" });
  const lines = [{ description: "Rent", quantity: "1", unitPrice: "100.01" }];
  const draft = await api.post<Named>("/finance/invoices", { kind: "bill", partyId, reference: "L-1", lines });
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/invoices/${draft.id}/edit`);
  await page.getByRole("button", { name: "Dimensions of line 1" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Split" }).click();
  await page.getByRole("option", { name: "By percentages of its own" }).click();
  await dialog.getByLabel("Percentage of share 1").fill("60");
  await dialog.getByLabel("Percentage of share 2").fill("40");
  await choose(page, "Cost centre of share 1", "210");
  await choose(page, "Cost centre of share 2", "310");
  const findings = await accessibilityFindings(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Save the draft" }).click();
  await page.getByRole("heading", { name: "Bill, draft" }).waitFor();
  await page.getByText("60 % Cost centre: 210 Marketing").waitFor();
  findings.push(...(await accessibilityFindings(page)));
  await page.getByRole("link", { name: "Change", exact: true }).click();
  await page.getByRole("button", { name: "Dimensions of line 1: split" }).click();
  expect(await page.getByRole("combobox", { name: "Cost centre of share 2" }).inputValue()).toBe("310 Production");
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Post the bill" }).click();
  await page.getByRole("heading", { name: /^Bill BILL-/ }).waitFor();
  await page.getByRole("link", { name: "See the posting" }).click();
  const posted = page.getByRole("region", { name: "Lines of the entry" });
  await posted.getByText("Cost centre: 310 Production").waitFor();
  expect(await posted.innerText()).toMatch(/60\.01[\s\S]*40\.00/);
  expect([findings, wrongs]).toEqual([[], []]);
}, 120_000);

test("a bill's draft keeps number, date and taxes when it is changed, is posted on its date, and another is thrown away", async () => {
  const { api } = program;
  const { id: partyId } = await api.post<Named>("/finance/parties", { name: "Grandma Kelly's Homestead", currency: "EUR" });
  const { items: taxes } = await api.get<{ items: { code: string; name: string; treatment: string }[] }>(
    "/finance/taxes?usage=purchase&limit=200",
  );
  const tax = taxes.find(({ treatment }) => treatment === "standard");
  const lines = [{ description: "Dried pears", quantity: "40", unitPrice: "30.00", taxCodes: [tax?.code] }];
  const today = new Date().toISOString().slice(0, 10);
  const bill = (reference: string) => api.post<Document>("/finance/invoices", { kind: "bill", partyId, reference, taxedOn: today, lines });
  const [kept, thrown] = [await bill("GK-0041"), await bill("GK-0042")];
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/invoices/${kept.id}/edit`);
  await page.getByRole("heading", { name: "Change the draft of a bill" }).waitFor();
  expect(await page.getByLabel("Number on the bill").inputValue()).toBe("GK-0041");
  await page
    .getByText(tax?.name ?? "no tax")
    .first()
    .waitFor();
  const findings = await accessibilityFindings(page);
  await page.getByRole("button", { name: "Post the bill" }).click();
  await page.getByRole("heading", { name: /^Bill BILL-/ }).waitFor();
  expect(await documentAt(page.url())).toMatchObject({ total: kept.total, issuedOn: today, taxedOn: today });

  await page.goto(`${program.origin}/app/finance/invoices/${thrown.id}`);
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete the draft" }).click();
  await page.getByRole("heading", { name: "Bills" }).waitFor();
  await page.getByRole("row", { name: /GK-0041/ }).waitFor();
  expect(await page.getByRole("row", { name: /GK-0042/ }).count()).toBe(0);
  expect([findings, wrongs]).toEqual([[], []]);
}, 120_000);
