import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { onTestFailed } from "vitest";
import { findChromium } from "#scripts/debian-packages.ts";
import { administrator, type Program } from "./program.ts";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: findChromium() ?? "chromium", args: quiet });

/** A page that remembers whatever went wrong on it: errors of the console, thrown ones, violations of the content security policy. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const wrongs: string[] = [];
  page.on("pageerror", (error) => wrongs.push(`thrown: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") wrongs.push(`${message.type()}: ${message.text()}`);
  });
  onTestFailed(async ({ task }) => {
    await page.screenshot({ path: `test-results/${task.name.replaceAll(/\W+/g, "-")}.png` });
    if (wrongs.length > 0) console.log(wrongs.join("\n"));
  });
  return { page, wrongs };
}

/** Signs in as a person does. */
export async function signIn(page: Page, { origin }: Program): Promise<void> {
  await page.goto(`${origin}/`);
  await page.getByLabel("Email").fill(administrator.email);
  await page.getByRole("textbox", { name: "Password" }).fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
}

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What axe looks for against WCAG 2.2 AA, and with its advice on top. */
export const wcagRules = { tags: wcag };
export const everyRule = { tags: [...wcag, "best-practice"] };

/** What axe finds, one line each; against all of WCAG 2.2 AA unless rules are named. */
export async function accessibilityFindings(page: Page, rules: { tags: string[] } | readonly string[] = everyRule): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await ("tags" in rules ? axe.withTags(rules.tags) : axe.withRules([...rules])).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n").slice(1, 2).join(" ").trim() ?? ""}`),
  );
}

/** Picks from a combobox that searches the server. */
export async function choose(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole("combobox", { name }).fill(text);
  await page.getByRole("option", { name: text }).first().click();
}
