import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFindings, openBrowser, openPage, signIn } from "./browser.ts";
import { type Program, startProgram } from "./program.ts";
import { aTradingCompany } from "./trading-company.ts";

/** Looks at every screen of a company that trades, in one look; each look is a file of its own, so that they run side by side. */
export const lookAtEveryScreen = (options: BrowserContextOptions, rules: Parameters<typeof accessibilityFindings>[1]): void => {
  let program: Program;
  let browser: Browser;
  let screens: Readonly<Record<string, string>>;

  beforeAll(async () => {
    [program, browser] = await Promise.all([startProgram(), openBrowser()]);
    screens = await aTradingCompany(program);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  }, 60_000);

  test("every screen is accessible, keeps to the policy and says nothing on the console", async () => {
    const { page, wrongs } = await openPage(browser, options);
    await page.goto(`${program.origin}/app/sign-in`);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    const findings: Record<string, string[]> = { "sign-in": await accessibilityFindings(page, rules) };
    await signIn(page, program);
    for (const [name, path] of Object.entries(screens)) {
      await page.goto(program.origin + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      findings[name] = await accessibilityFindings(page, rules);
      const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      if (overflow > 0) findings[name].push(`wider than the window by ${overflow}`);
      findings[name].push(...wrongs.splice(0));
    }
    expect(Object.entries(findings).filter(([, found]) => found.length > 0)).toEqual([]);
  }, 480_000);
};
