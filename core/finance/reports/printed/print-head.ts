import type { Ctx } from "#core/kernel/context.ts";
import { done } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import type { PrintedReport } from "./printed-report.ts";
import { dayText, type Language, type Words, wordsOf } from "./texts.ts";

type Company = Readonly<{ name: string; legalName: string | null; taxNumber: string | null; locale: string }>;

/** Who prints: the company as letters show it. */
export const printingCompany = query("finance.report.read", async ({ db, actor }, _: null) => {
  const company = await db
    .selectFrom("shared.company")
    .select(["name", "legalName", "taxNumber", "locale"])
    .where("id", "=", actor.companyId)
    .executeTakeFirstOrThrow();
  return done(company satisfies Company);
});

export type Printing = Readonly<{ ctx: Ctx; language: Language; words: Words; company: Company }>;

/** What every printed report begins with; in the company's language unless another is asked for. */
export const beginPrinting = async (ctx: Ctx, asked: Language | undefined): Promise<Printing> => {
  const read = await printingCompany(ctx, null);
  const company: Company = read.ok ? read.value : { name: "", legalName: null, taxNumber: null, locale: "en" };
  const language = asked ?? (company.locale.startsWith("de") ? "de" : "en");
  return { ctx, language, words: wordsOf(language), company };
};

type Stated = Readonly<{
  name: string;
  title: string;
  from?: string | null | undefined;
  asOf: string;
  knownAt: string;
  knownAtAsked: boolean;
  currency: string;
  further?: readonly (readonly [string, string])[] | undefined;
}>;

/** The head of a report: of which days, as known when, in which currency. */
export const headOf = (
  { ctx, language, words, company }: Printing,
  { name, title, from, asOf, knownAt, knownAtAsked, currency, further = [] }: Stated,
): Omit<PrintedReport, "columns" | "rows"> => ({
  name,
  language,
  title,
  company: company.legalName ?? company.name,
  currency,
  facts: [
    ...(company.taxNumber ? [[words.taxNumber, company.taxNumber] as const] : []),
    from ? [words.period, `${dayText(from, language)} – ${dayText(asOf, language)}`] : [words.asOf, dayText(asOf, language)],
    [words.knownAt, knownAtAsked ? knownAt : `${knownAt} (${words.now})`],
    [words.currency, currency],
    ...further,
  ],
  words: { page: words.page, printed: words.printed, numbers: language === "de" ? "de-DE" : "en-GB" },
  printedAt: ctx.clock.now().toISOString(),
});
