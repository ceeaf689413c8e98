import type { Browser, Page } from "playwright-core";
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
type Account = Named & { code: string; control: string | null; type: string; manualPosting: boolean; isGroup: boolean };
type Side = "debit" | "credit";

/** What a party had on its account in the books before these. */
const takenOver = async (partyId: string, ledger: "receivable" | "payable", side: Side, amount: string) => {
  const { items } = await program.api.get<{ items: Account[] }>("/finance/accounts?limit=200");
  const control = items.find((account) => account.control === ledger && !account.isGroup);
  const other = items.find(({ type, manualPosting, isGroup }) => type === "expense" && manualPosting && !isGroup);
  return program.api.post<Named>("/finance/entries", {
    description: `Taken over, ${amount}`,
    lines: [
      { accountId: control?.id, [side]: amount, partyId },
      { accountId: other?.id, [side === "debit" ? "credit" : "debit"]: amount },
    ],
  });
};
const document = async (kind: "invoice" | "bill", partyId: string, unitPrice: string) => {
  const lines = [{ description: "Work", quantity: "1", unitPrice }];
  const { id } = await program.api.post<Named>("/finance/invoices", { kind, partyId, lines });
  return program.api.post<Named & { number: string }>(`/finance/invoices/${id}/issue`);
};
const openOf = async (partyId: string) => {
  const { items } = await program.api.get<{ items: { document: Named; open: string }[] }>(`/finance/open-items?partyId=${partyId}`);
  return Object.fromEntries(items.map(({ document: { id }, open }) => [id, open]));
};
const show = (page: Page, path: string) => page.goto(`${program.origin}/app${path}`);
const takeBack = async (page: Page) => {
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Another one was meant");
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByText("The allocation is taken back.").waitFor();
};

test("of a customer: money settles an entry beside an invoice, an entry settles an invoice, and both are taken back", async () => {
  const { id: partyId } = await program.api.post<Named>("/sales/customers", { name: "Ernst Handel" });
  const claim = await takenOver(partyId, "receivable", "debit", "30.00");
  const credit = await takenOver(partyId, "receivable", "credit", "12.50");
  const invoice = await document("invoice", partyId, "100.00");
  const payment = await program.api.post<Named>("/finance/payments", { partyId, amount: "40.00" });
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await show(page, `/finance/payments/${payment.id}`);
  await page.getByText("Taken over, 30.00").waitFor();
  const findings = { payment: await accessibilityFindings(page), entry: [] as string[], aged: [] as string[] };
  await page.getByRole("button", { name: "Allocate", exact: true }).click();
  await page.getByText(/Payment .* is allocated/).waitFor();
  expect(await openOf(partyId)).toEqual({ [credit.id]: "12.50", [invoice.id]: "90.00" });
  await page
    .getByRole("link", { name: /^Entry/ })
    .first()
    .waitFor();

  await show(page, `/finance/entries/${claim.id}`);
  await page.getByRole("link", { name: /^Payment / }).waitFor();
  await takeBack(page);
  await page.getByText(/taken back on/).waitFor();

  await show(page, `/finance/entries/${credit.id}`);
  await page.getByLabel(`Allocate to ${invoice.number}`).fill("12.50");
  findings.entry = await accessibilityFindings(page);
  await page.getByRole("button", { name: "Allocate", exact: true }).click();
  await page.getByText("The entry is allocated.").waitFor();
  expect(await openOf(partyId)).toEqual({ [claim.id]: "30.00", [payment.id]: "30.00", [invoice.id]: "77.50" });
  await page.getByRole("link", { name: invoice.number }).click();
  await page
    .getByRole("link", { name: /^Entry/ })
    .first()
    .waitFor();
  await takeBack(page);
  expect(await openOf(partyId)).toMatchObject({ [credit.id]: "12.50", [invoice.id]: "90.00" });

  await show(page, "/finance/aged-receivables");
  await page.getByRole("link", { name: /^why\? Ernst Handel/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Ernst Handel" }).waitFor();
  await page.getByRole("region", { name: "Open items" }).getByRole("link", { name: invoice.number, exact: true }).waitFor();
  // The total of all, of a column, and a figure of a party lead to the items they are the sums of.
  await show(page, "/finance/aged-receivables");
  await page
    .getByRole("row")
    .filter({ hasText: /^Total/ })
    .getByRole("link", { name: /^[\d.,]+$/ })
    .last()
    .click();
  await page.getByRole("heading", { level: 1, name: "Why is it so? Total" }).waitFor();
  const added = page.getByRole("region", { name: "What was added up" });
  await added.getByRole("link", { name: invoice.number, exact: true }).waitFor();
  findings.aged = await accessibilityFindings(page);
  await page.getByRole("link", { name: "Aged receivables" }).first().click();
  await page
    .getByRole("row")
    .filter({ hasText: "Ernst Handel" })
    .getByRole("link", { name: /^[\d.,]+$/ })
    .last()
    .click();
  await page.getByRole("heading", { level: 1, name: /^Why is it so\? (Not due|.* days)/ }).waitFor();
  await added.getByRole("link", { name: invoice.number, exact: true }).click();
  await page.getByRole("heading", { level: 1 }).filter({ hasText: invoice.number }).waitFor();
  await show(page, `/finance/payments/${payment.id}`);
  await page.getByRole("link", { name: /^why\? PAY-/ }).click();
  await page.getByRole("heading", { level: 1, name: /^Why/ }).waitFor();
  expect([findings, wrongs]).toEqual([{ payment: [], entry: [], aged: [] }, []]);
}, 120_000);

test("of a supplier: an entry that was paid ahead settles a bill, and money paid out settles an entry", async () => {
  const { id: partyId } = await program.api.post<Named>("/finance/parties", { name: "Paper Mill", currency: "EUR" });
  const ahead = await takenOver(partyId, "payable", "debit", "20.00");
  const owed = await takenOver(partyId, "payable", "credit", "9.00");
  const bill = await document("bill", partyId, "60.00");
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await show(page, `/finance/entries/${ahead.id}`);
  await page.getByRole("button", { name: "Oldest first" }).click();
  await page.getByLabel(/^Allocate to Entry/).fill("0");
  await page.getByLabel(`Allocate to ${bill.number}`).fill("20.00");
  await page.getByRole("button", { name: "Allocate", exact: true }).click();
  await page.getByText("The entry is allocated.").waitFor();
  expect(await openOf(partyId)).toEqual({ [owed.id]: "9.00", [bill.id]: "40.00" });

  await show(page, "/finance/payments/new");
  await page
    .getByRole("button", { name: "Paid out" })
    .or(page.getByRole("radio", { name: "Paid out" }))
    .first()
    .click();
  await choose(page, "Paid to", "Paper Mill");
  await page.getByRole("textbox", { name: "Amount" }).fill("9.00");
  await page.getByText("Taken over, 9.00").waitFor();
  const findings = await accessibilityFindings(page);
  await page.getByRole("button", { name: "Register the payment" }).click();
  await page.getByRole("heading", { name: /^Payment / }).waitFor();
  expect(await openOf(partyId)).toEqual({ [bill.id]: "40.00" });
  expect([findings, wrongs]).toEqual([[], []]);
}, 120_000);

test("of a customer with more open than a page holds: what is due later is loaded, and settled", async () => {
  const { id: partyId } = await program.api.post<Named>("/sales/customers", { name: "Save-a-lot Markets" });
  const { items } = await program.api.get<{ items: Account[] }>("/finance/accounts?limit=200");
  const control = items.find((account) => account.control === "receivable" && !account.isGroup)?.id;
  const other = items.find(({ type, manualPosting, isGroup }) => type === "expense" && manualPosting && !isGroup)?.id;
  const many = (count: number, dueOn: string) =>
    program.api.post<Named>("/finance/entries", {
      ...{ description: `Taken over, ${count}`, effectiveOn: "2026-01-05" },
      lines: [
        ...Array.from({ length: count }, () => ({ accountId: control, debit: "1.00", partyId, dueOn })),
        { accountId: other, credit: `${count}.00` },
      ],
    });
  await many(120, "2026-02-01");
  await many(120, "2026-03-01");
  const last = await many(2, "2026-04-01");
  const payment = await program.api.post<Named>("/finance/payments", { partyId, amount: "241.00" });
  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await show(page, `/finance/payments/${payment.id}`);
  const table = page.getByRole("region", { name: "Open items" });
  await table.getByText("Open in those shown").waitFor();
  expect((await table.getByLabel(/^Allocate to Entry/).all()).length).toBe(2);
  await page.getByRole("button", { name: "Load more" }).click();
  await table.getByText("Open in total").waitFor();
  expect(await Promise.all((await table.getByLabel(/^Allocate to Entry/).all()).map((field) => field.inputValue()))).toEqual(
    ["120.00", "120.00", "1.00"].map((share) => expect.stringContaining(share.slice(0, -3))),
  );
  const findings = await accessibilityFindings(page);
  await page.getByRole("button", { name: "Allocate", exact: true }).click();
  await page.getByText(/Payment .* is allocated/).waitFor();
  expect(await openOf(partyId)).toEqual({ [last.id]: "1.00" });
  expect([findings, wrongs]).toEqual([[], []]);
}, 120_000);
