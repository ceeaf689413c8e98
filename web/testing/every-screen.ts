import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { accessibilityFindings, openBrowser, openPage, settled, signIn } from "./browser.ts";
import type { Program } from "./installation.ts";
import { startProgram } from "./program.ts";

/** One way to look at a screen that is there: what changes on the page, and what axe looks for then. */
type Look = Readonly<{ name: string; rules: Parameters<typeof accessibilityFindings>[1]; colorScheme: "light" | "dark" }>;

/** Looks at every screen of a company that trades: each is loaded once for this browser, and looked at in each of the looks. */
export const lookAtEveryScreen = (options: BrowserContextOptions, looks: readonly Look[]): void => {
  let program: Program;
  let browser: Browser;

  beforeAll(async () => {
    [program, browser] = await Promise.all([startProgram("trading"), openBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  }, 60_000);

  test("every screen is accessible, keeps to the policy and says nothing on the console", async () => {
    const { page, wrongs } = await openPage(browser, options);
    const findings: Record<string, string[]> = {};
    const lookAt = async (name: string, again?: () => Promise<void>) => {
      for (const { name: look, rules, colorScheme } of looks) {
        await page.emulateMedia({ colorScheme });
        await again?.();
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
        findings[`${name}, ${look}`] = [
          ...(await accessibilityFindings(page, rules)),
          ...(await overflowOf(page)),
          ...(await cutHeads(page)),
          ...wrongs.splice(0),
        ];
      }
    };
    await lookAt("sign-in", async () => {
      await page.goto(`${program.origin}/app/sign-in`);
      await page.getByRole("button", { name: "Sign in" }).waitFor();
    });
    await signIn(page, program);
    for (const [name, path] of Object.entries(inject("screens"))) {
      await page.goto(program.origin + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await settled(page);
      await lookAt(name);
    }
    expect(Object.entries(findings).filter(([, found]) => found.length > 0)).toEqual([]);
  }, 900_000);
};

const overflowOf = async (page: Page): Promise<string[]> => {
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  return overflow > 0 ? [`wider than the window by ${overflow}`] : [];
};

/** Columns that are too narrow to say what they are. */
const cutHeads = async (page: Page): Promise<string[]> => {
  const heads = await page.evaluate<string[]>(
    "[...document.querySelectorAll('thead th')].filter((head) => head.clientWidth > 0 && head.scrollWidth > head.clientWidth).map((head) => head.textContent)",
  );
  return heads.map((head) => `no room for the column ${head}`);
};
