import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFindings, openBrowser, openPage, signIn } from "../testing/browser.ts";
import { administrator, type Program } from "../testing/installation.ts";
import { startProgram } from "../testing/program.ts";

let program: Program;
let browser: Browser;
type Made = { id: string };
const second = { email: "grace@example.com", password: "another correct horse battery" };

beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
}, 60_000);

const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();

/** Grace, who may do everything too, with a password of her own. */
const grace = async () => {
  const { items: roles } = await program.api.get<{ items: (Made & { name: string })[] }>("/platform/roles?limit=200");
  const roleIds = roles.filter(({ name }) => name === "Administrator").map(({ id }) => id);
  const { oneTimePassword } = await program.api.post<{ oneTimePassword: string }>("/platform/users", {
    ...{ name: "Grace Hopper", email: second.email, roleIds },
  });
  const { page, wrongs } = await openPage(browser);
  await page.goto(`${program.origin}/`);
  await page.getByLabel("Email").fill(second.email);
  await page.getByRole("textbox", { name: "Password" }).fill(oneTimePassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("textbox", { name: "Current password" }).fill(oneTimePassword);
  await page.getByRole("textbox", { name: "New password" }).fill(second.password);
  await page.keyboard.press("Enter");
  await heading(page, "Dashboard");
  return { page, wrongs };
};

test("a supplier is entered, its bank account waits for a second person, who sees the number and approves; the payment shows where it went", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/approvals/rules`);
  await heading(page, "Who needs a second person");
  // By the keyboard alone: the dialog takes the focus, the switch the space, the form the return key.
  await page.getByRole("button", { name: "Change: Change where a supplier is paid" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("switch", { name: "Two people are needed" }).press("Space");
  expect(await accessibilityFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save the rule" }).press("Enter");
  await row(page, "Change where a supplier is paid").getByText("Always").waitFor();
  await page.getByRole("button", { name: "Change: Write off what is open" }).click();
  await dialog.getByRole("switch", { name: "Two people are needed" }).click();
  await dialog.getByRole("textbox", { name: "Only above" }).fill("25");
  await dialog.getByRole("button", { name: "Save the rule" }).click();
  await row(page, "Write off what is open").getByText("25.00").waitFor();
  await row(page, "Write off what is open").getByText("Accountant, Administrator").waitFor();

  await page.goto(`${program.origin}/app/finance/suppliers/new`);
  await page.getByRole("textbox", { name: "Name" }).fill("Paper Mill");
  await page.getByRole("button", { name: "Create the supplier" }).click();
  await heading(page, "Paper Mill");
  await page.getByRole("button", { name: "Enter an account" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "IBAN" }).fill("DE03120300000000202051");
  await form.getByRole("button", { name: "Enter the account" }).click();
  await form.getByText("This is no IBAN: its length or its check digits are wrong.").waitFor();
  await form.getByRole("textbox", { name: "IBAN" }).fill("DE02 1203 0000 0000 2020 51");
  expect(await accessibilityFindings(page)).toEqual([]);
  await form.getByRole("button", { name: "Enter the account" }).click();
  await page.getByText("Waits for a second person:").waitFor();
  await page.getByText("No bank account is entered.").waitFor();
  const supplier = page.url().split("/").at(-1) ?? "";

  const other = await grace();
  await other.page.goto(`${program.origin}/app/approvals`);
  await other.page.getByRole("link", { name: /Pay Paper Mill to DE…2051/ }).click();
  await heading(other.page, /Pay Paper Mill to DE…2051/);
  await other.page.getByRole("button", { name: "Show the whole number" }).click();
  await other.page.getByText("DE02120300000000202051").waitFor();
  expect(await accessibilityFindings(other.page)).toEqual([]);
  await other.page.getByRole("button", { name: "Approve" }).click();
  await other.page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  await other.page.getByText("Approved").first().waitFor();

  await page.reload();
  await row(page, "DE…2051").getByText("In force").waitFor();
  await page.getByRole("button", { name: "Show the whole number of DE…2051" }).click();
  await page.getByRole("dialog").getByText("DE02 1203 0000 0000 2020 51").waitFor();
  await page.keyboard.press("Escape");

  const lines = [{ description: "Paper", quantity: "1", unitPrice: "40.00" }];
  const bill = await program.api.post<Made>("/finance/invoices", { kind: "bill", partyId: supplier, reference: "P-1", lines });
  await program.api.post(`/finance/invoices/${bill.id}/issue`);
  await page.goto(`${program.origin}/app/finance/payments/new?invoiceId=${bill.id}`);
  await page.getByText("DE…2051").waitFor();
  await page.getByRole("button", { name: "Register the payment" }).click();
  await heading(page, /^Payment /);
  await page.getByText("DE…2051").waitFor();
  expect([...wrongs, ...other.wrongs].filter((text) => !/422/.test(text))).toEqual([]);
}, 180_000);

test("a split is written and changed, ages begin where one wants, and the limit of write-offs is set", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  const { id } = await program.api.post<Made>("/finance/dimensions", { code: "site", name: "Site" });
  for (const [code, name] of [
    ["B", "Berlin"],
    ["H", "Hamburg"],
  ])
    await program.api.post(`/finance/dimensions/${id}/values`, { code, name });
  await page.goto(`${program.origin}/app/finance/dimensions`);
  await page.getByRole("button", { name: "New split" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Code" }).fill("rent");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Rent by floor");
  for (const [index, percent, value] of [
    [1, "62.5", "Berlin"],
    [2, "37.5", "Hamburg"],
  ] as const) {
    await dialog.getByRole("textbox", { name: `Percentage of share ${index}` }).fill(percent);
    await dialog.getByRole("combobox", { name: `Site of share ${index}` }).fill(value);
    await page.getByRole("option", { name: value }).click();
  }
  expect(await accessibilityFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save the split" }).click();
  await row(page, "62.5 % · 37.5 %").waitFor();
  await page.getByRole("button", { name: "Change split rent" }).click();
  await expect.poll(() => dialog.getByRole("combobox", { name: "Site of share 1" }).inputValue()).toBe("B Berlin");
  await dialog.getByRole("textbox", { name: "Percentage of share 1" }).fill("60");
  await dialog.getByText("The shares must come to 100 percent.").waitFor();
  await dialog.getByRole("textbox", { name: "Percentage of share 2" }).fill("40");
  await dialog.getByRole("button", { name: "Save the split" }).click();
  await row(page, "60 % · 40 %").waitFor();

  const { id: partyId } = await program.api.post<Made>("/sales/customers", { name: "Late Payer", email: administrator.email });
  const lines = [{ description: "Work", quantity: "1", unitPrice: "100.00" }];
  const invoice = await program.api.post<Made>("/finance/invoices", { kind: "invoice", partyId, lines });
  await program.api.post(`/finance/invoices/${invoice.id}/issue`);
  await page.goto(`${program.origin}/app/finance/aged-receivables`);
  await page.getByRole("columnheader", { name: "Over 90 days" }).waitFor();
  await page.getByRole("textbox", { name: "Ages begin after days" }).fill("7, 14");
  await page.keyboard.press("Enter");
  await page.getByRole("columnheader", { name: "Over 14 days" }).waitFor();
  await page.goto(`${program.origin}/app/finance/settlement-rule`);
  await page.getByRole("textbox", { name: "Of a document may be written off" }).fill("12.50");
  await page.getByRole("textbox", { name: "Ages begin after days" }).fill("10, 20");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("It is saved.").first().waitFor();
  expect(await program.api.get("/finance/settlement-rule")).toMatchObject({ writeOffLimit: "12.50", agedDays: [10, 20], version: 1 });
  await page.goto(`${program.origin}/app/finance/aged-receivables`);
  await page.getByRole("columnheader", { name: "Over 20 days" }).waitFor();
  expect(wrongs).toEqual([]);
}, 120_000);

test("a rule for bank lines says account, tax, customer or supplier, dimension and text", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  const { items: dimensions } = await program.api.get<{ items: (Made & { code: string })[] }>("/finance/dimensions?limit=200");
  const id =
    dimensions.find(({ code }) => code === "branch")?.id ??
    (await program.api.post<Made>("/finance/dimensions", { code: "branch", name: "Branch" })).id;
  const value = await program.api.post<Made>(`/finance/dimensions/${id}/values`, { code: "N", name: "North" });
  const landlord = await program.api.post<Made>("/finance/parties", { name: "Landlord", currency: "EUR" });
  const { items: accounts } = await program.api.get<{ items: (Made & { code: string; type: string; isGroup: boolean })[] }>(
    "/finance/accounts?limit=200",
  );
  const account = accounts.find(({ type, isGroup }) => type === "expense" && !isGroup);
  const { items: taxes } = await program.api.get<{ items: (Made & { code: string; usage: string })[] }>("/finance/taxes?limit=200");
  const tax = taxes.find(({ usage }) => usage === "purchase");
  await page.goto(`${program.origin}/app/finance/bank/rules`);
  await page.getByRole("button", { name: "New rule" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Rent");
  await dialog.getByRole("textbox", { name: "contains" }).fill("rent");
  const pick = async (name: string, text: string) => {
    await dialog.getByRole("combobox", { name }).fill(text);
    await page.getByRole("option", { name: text }).first().click();
  };
  await pick("it belongs to the account", account?.code ?? "");
  await pick("and includes the tax", tax?.code ?? "");
  await pick("Customer or supplier", "Landlord");
  await pick("Branch", "North");
  await dialog.getByRole("textbox", { name: "Text" }).fill("Rent of the month");
  expect(await accessibilityFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save the rule" }).click();
  await row(page, "Rent").waitFor();
  const { items: rules } = await program.api.get<{ items: { name: string; outcome: object }[] }>("/finance/bank-rules");
  expect(rules.find(({ name }) => name === "Rent")?.outcome).toEqual({
    ...{ accountId: account?.id, taxCodeId: tax?.id, partyId: landlord.id, dimensions: [value.id], description: "Rent of the month" },
  });

  // Changed: the form has what the rule says, and the rule what the form says; a rule that somebody else has changed meanwhile is refused.
  const change = async () => row(page, "Rent").getByRole("button", { name: "Change Rent" }).click();
  await change();
  await dialog
    .getByRole("combobox", { name: "it belongs to the account" })
    .and(page.locator(`[value^="${account?.code} "]`))
    .waitFor();
  expect(await dialog.getByRole("combobox", { name: "Branch" }).inputValue()).toBe("N North");
  await dialog.getByRole("combobox", { name: "How" }).click();
  await page.getByRole("option", { name: "begins with" }).click();
  await dialog.getByLabel("of at most").fill("900");
  await dialog.getByRole("textbox", { name: "Order" }).fill("7");
  expect(await accessibilityFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save the rule" }).click();
  await dialog.waitFor({ state: "detached" });
  await row(page, "Rent").getByText("7", { exact: true }).waitFor();
  interface Rule {
    readonly id: string;
    readonly name: string;
  }
  const rent = async () => (await program.api.get<{ items: Rule[] }>("/finance/bank-rules")).items.find(({ name }) => name === "Rent");
  expect(await rent()).toMatchObject({
    ...{ priority: 7, active: true, version: 2 },
    conditions: {
      all: [
        { field: "text", test: "startsWith", value: "rent" },
        { field: "direction", value: "out" },
        { field: "amount", to: "900" },
      ],
    },
    outcome: { accountId: account?.id, taxCodeId: tax?.id, partyId: landlord.id, dimensions: [value.id], description: "Rent of the month" },
  });
  await change();
  await dialog.getByRole("combobox", { name: "Branch" }).waitFor();
  await program.api.patch(`/finance/bank-rules/${(await rent())?.id}`, { priority: 8 });
  await dialog.getByRole("button", { name: "Save the rule" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();

  // By the other side's account, of which the hint alone is shown; and by the other side itself.
  const anotherRule = async (name: string, when: string) => {
    await page.getByRole("button", { name: "New rule" }).first().click();
    await dialog.getByRole("textbox", { name: "Name" }).fill(name);
    await dialog.getByRole("combobox", { name: "When" }).click();
    await page.getByRole("option", { name: when, exact: true }).click();
  };
  const save = async () => {
    await pick("it belongs to the account", account?.code ?? "");
    await dialog.getByRole("button", { name: "Save the rule" }).click();
  };
  await anotherRule("By number", "the other side's account");
  await dialog.getByRole("textbox", { name: "is the IBAN or number" }).fill("DE89 3704 0044 0532 0130 01");
  await save();
  await dialog.getByText(/no IBAN/).waitFor();
  await dialog.getByRole("textbox", { name: "is the IBAN or number" }).fill("DE89 3704 0044 0532 0130 00");
  expect(await accessibilityFindings(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Save the rule" }).click();
  await row(page, "By number").getByText("DE…3000").waitFor();
  await anotherRule("By party", "the other side");
  await pick("is the customer or supplier", "Landlord");
  await save();
  await row(page, "By party").getByText("Landlord").waitFor();
  expect(wrongs.filter((wrong) => !/422|412/.test(wrong))).toEqual([]);
}, 120_000);

test("a bill in dollars is paid from an account in euros: the form asks what the bank took, and the payment shows both", async () => {
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await program.api.post("/finance/rates", { currency: "USD", rate: "0.85", validOn: "2026-01-01" });
  const { id: partyId } = await program.api.post<Made>("/finance/parties", {
    name: "Papierfabrik Nord",
    isSupplier: true,
    currency: "USD",
  });
  const lines = [{ description: "Paper", quantity: "1", unitPrice: "100.00" }];
  const bill = await program.api.post<Made>("/finance/invoices", { kind: "bill", partyId, currency: "USD", reference: "N-7", lines });
  await program.api.post(`/finance/invoices/${bill.id}/issue`);
  await page.goto(`${program.origin}/app/finance/payments/new?invoiceId=${bill.id}`);
  await page.getByLabel("Taken from an account in EUR").fill("86.20");
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Register the payment" }).click();
  await heading(page, /^Payment /);
  await page.getByText("€86.20").waitFor();
  await page.getByText("$100.00").first().waitFor();
  await page.goto(`${program.origin}/app/finance/invoices/${bill.id}`);
  await page.getByText("Paid", { exact: true }).first().waitFor();
  expect(wrongs).toEqual([]);
}, 120_000);
