import type { Browser } from "playwright-core";
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

type Period = { id: string; name: string; endsOn: string };

test("each close of a period stays to be read, with what its checklist said then", async () => {
  const { api } = program;
  const today = new Date().toISOString().slice(0, 10);
  const { items: periods } = await api.get<{ items: Period[] }>("/finance/periods?limit=200");
  const period = periods
    .filter(({ endsOn }) => endsOn < today)
    .toSorted((left, right) => left.endsOn.localeCompare(right.endsOn))
    .at(-1);
  if (!period) throw new Error("There is no period that is over.");
  const item = await api.post<{ id: string }>("/finance/close-items", { title: "The stock was counted", close: "warn" });
  await api.post(`/finance/periods/${period.id}/soft-close`, {});
  await api.post(`/finance/periods/${period.id}/checklist/tick`, { itemId: item.id, note: "On the last evening" });
  await api.post(`/finance/periods/${period.id}/close`, {});
  await api.post(`/finance/periods/${period.id}/reopen`, { reason: "A bill came late", to: "open" });
  await api.post(`/finance/periods/${period.id}/checklist/untick`, { itemId: item.id, reason: "Counted again" });
  await api.post(`/finance/periods/${period.id}/soft-close`, { module: "sales" });

  const { page, wrongs } = await openPage(browser);
  await signIn(page, program);
  await page.goto(`${program.origin}/app/finance/periods`);
  await page.getByRole("link", { name: `Closes of ${period.name}` }).click();
  await page.getByRole("heading", { level: 1, name: `Closes of ${period.name}` }).waitFor();
  const rows = page.getByRole("region", { name: "Each close" }).getByRole("row");
  expect(await rows.count()).toBe(4);
  expect(await rows.nth(1).innerText()).toMatch(/Sales[\s\S]*Soft-closed/);
  await page.getByText("What the checklist said: Sales").waitFor();
  const findings = await accessibilityFindings(page);
  await rows.nth(2).getByRole("link").click();
  await page.getByText("What the checklist said: Whole period").waitFor();
  await page.getByText("On the last evening").waitFor();
  await rows.nth(3).getByRole("link").click();
  await page.getByText("On the last evening").waitFor({ state: "detached" });
  await page.getByText("The stock was counted").waitFor();
  findings.push(...(await accessibilityFindings(page)));
  await page.goto(`${program.origin}/app/finance/periods/${period.id}`);
  await page.getByRole("link", { name: "What it said at each close" }).click();
  await page.getByRole("heading", { level: 1, name: `Closes of ${period.name}` }).waitFor();
  expect([findings, wrongs]).toEqual([[], []]);
}, 120_000);
