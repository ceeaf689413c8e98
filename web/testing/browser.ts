import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from "playwright-core";
import { expect, inject, onTestFinished } from "vitest";
import { administrator, type Program } from "./installation.ts";

export const openBrowser = (): Promise<Browser> => chromium.connect(inject("browser"));

/** A page that remembers whatever went wrong on it: errors of the console, thrown ones, violations of the content security policy. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const waiting = new Set<Request>();
  underway.set(page, waiting);
  page.on("request", (request) => waiting.add(request));
  page.on("requestfinished", (request) => waiting.delete(request));
  page.on("requestfailed", (request) => waiting.delete(request));
  const wrongs: string[] = [];
  page.on("pageerror", (error) => wrongs.push(`thrown: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") wrongs.push(`${message.type()}: ${message.text()}`);
  });
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail") {
      await page.screenshot({ path: `test-results/${task.name.replaceAll(/\W+/g, "-")}.png` });
      if (wrongs.length > 0) console.log(wrongs.join("\n"));
    }
    await context.close();
  });
  return { page, wrongs };
}

const underway = new WeakMap<Page, Set<Request>>();

/** Until the page waits for no answer and has drawn what the last one brought. */
export async function settled(page: Page): Promise<void> {
  const waiting = underway.get(page);
  do {
    await expect.poll(() => waiting?.size, { timeout: 30_000, interval: 20 }).toBe(0);
    await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestIdleCallback(drawn)))");
  } while (waiting?.size);
}

/** Signs in as a person does. */
export async function signIn(page: Page, { origin }: Program): Promise<void> {
  await page.goto(`${origin}/`);
  await page.getByLabel("Email").fill(administrator.email);
  await page.getByRole("textbox", { name: "Password" }).fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Dashboard" }).waitFor();
}

/** Until nothing on the page is faded because it waits for an answer, or is still changing its looks. */
async function arrived(page: Page): Promise<void> {
  await expect.poll(() => page.locator("[data-waiting], [data-stale]").count(), { timeout: 30_000, interval: 20 }).toBe(0);
  await settled(page);
  await page.evaluate<unknown>(
    "Promise.allSettled(document.getAnimations().flatMap((one) => one instanceof CSSTransition ? [one.finished] : [])).then(() => 0)",
  );
}

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What axe looks for against WCAG 2.2 AA, and with its advice on top. */
export const wcagRules = { tags: wcag };
export const everyRule = { tags: [...wcag, "best-practice"] };

/** What axe finds, one line each; against all of WCAG 2.2 AA unless rules are named. */
export async function accessibilityFindings(page: Page, rules: { tags: string[] } | readonly string[] = everyRule): Promise<string[]> {
  await arrived(page);
  // Without frames nothing is to be put together in a page of its own.
  const axe = new AxeBuilder({ page }).setLegacyMode();
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
