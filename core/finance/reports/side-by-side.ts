import type { Ctx } from "#core/kernel/context.ts";
import { done, type Fault, forbidden, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { balanceSheet } from "./balance-sheet.ts";
import { profitAndLoss } from "./profit-and-loss.ts";
import type { SideBySide, SideBySideQuery } from "./side-by-side-body.ts";
import { type CompanyFigures, laySideBySide } from "./side-by-side-layout.ts";
import type { Translation } from "./translation.ts";
import { trialBalance } from "./trial-balance.ts";

/** The caller's context in another company, with what he may do there; a refusal where he does not belong. */
type InCompany = (companyId: string) => Promise<Outcome<Ctx, Fault<"unauthenticated" | "refused">>>;
type ReadFault = Fault<"invalid" | "refused">;
type Read = CompanyFigures &
  Readonly<{ from: string | null; to: string; knownAt: string; currency: string; translation: Translation | undefined }>;
type Asked = Omit<SideBySideQuery, "companies" | "hideZero">;

const companyName = query("finance.report.read", async ({ db, actor }, _: null) => {
  const company = await db.selectFrom("shared.company").select("name").where("id", "=", actor.companyId).executeTakeFirstOrThrow();
  return done(company.name);
});

/** The statement of one company, by its own query: its transaction, its row-level security, its rates. */
const readOne = async (ctx: Ctx, { statement, currency, from, to, knownAt }: Asked): Promise<Outcome<Read, ReadFault>> => {
  if (statement === "profit_and_loss") {
    const read = await profitAndLoss(ctx, { from, to, knownAt, currency });
    if (!read.ok) return read;
    const { totals, rows, asOf, ...of } = read.value;
    const accounts = rows.map(({ account, amount }) => ({ account, amount }));
    return done({ ...of, to: asOf, accounts, items: totals, translation: of.translation });
  }
  if (statement === "balance_sheet") {
    const read = await balanceSheet(ctx, { asOf: to, knownAt, currency });
    if (!read.ok) return read;
    const { rows, asOf, earnings, translation, ...of } = read.value;
    const accounts = rows.map(({ account, amount }) => ({ account, amount }));
    const { previousYears: previous_years, currentYear: current_year } = earnings;
    const translation_difference = translation?.columns[0]?.difference ?? undefined;
    return done({ ...of, from: null, to: asOf, accounts, items: { previous_years, current_year, translation_difference }, translation });
  }
  const read = await trialBalance(ctx, { asOf: to, knownAt, currency });
  if (!read.ok) return read;
  const { rows, asOf, translationDifference, translation, ...of } = read.value;
  const accounts = rows.map(({ account, balance }) => ({ account, amount: balance }));
  return done({ ...of, from: null, to: asOf, accounts, items: { translation_difference: translationDifference?.balance }, translation });
};

/** Says of which company a refusal is. */
const inCompanyNamed = <F extends Fault>(name: string, fault: F): F => ({ ...fault, detail: `${name}: ${fault.detail}` });

const idsOf = (companies: string): Outcome<string[], Fault<"invalid">> => {
  const ids = companies.toLowerCase().split(",");
  return new Set(ids).size === ids.length ? done(ids) : refuse(invalid("report.company_twice", "Name each company once.", "/companies"));
};

type Member = Readonly<{ ctx: Ctx; id: string; name: string }>;

/** Every company the caller must be allowed to read, before anything is read of any. */
const membersOf = async (
  inCompany: InCompany,
  ids: readonly string[],
): Promise<Outcome<Member[], Fault<"unauthenticated" | "refused">>> => {
  const members: Member[] = [];
  for (const id of ids) {
    const there = await inCompany(id);
    if (!there.ok) return there;
    const name = await companyName(there.value, null);
    if (!name.ok) return refuse(inCompanyNamed(`Company ${id}`, name.fault));
    members.push({ ctx: there.value, id, name: name.value });
  }
  return done(members);
};

/**
 * Statements of several companies beside each other in one currency, each as its company reads it by itself, so that nobody sees of a company what he may
 * not see there. The first one's days are those of all. The total is a simple sum.
 */
export const sideBySide = async (
  ctx: Ctx,
  { inCompany, companies, hideZero = false, ...asked }: SideBySideQuery & Readonly<{ inCompany: InCompany }>,
): Promise<Outcome<SideBySide, Fault<"invalid" | "refused" | "unauthenticated">>> => {
  if (!ctx.actor.grants.has("finance.report.read")) return refuse(forbidden("finance.report.read"));
  const ids = idsOf(companies);
  if (!ids.ok) return ids;
  const members = await membersOf(inCompany, ids.value);
  if (!members.ok) return members;
  const read: Read[] = [];
  let same: Asked = { ...asked, currency: asked.currency ?? members.value[0]?.ctx.company.baseCurrency };
  // One after the other: each holds a connection while it reads.
  for (const { ctx: there, name } of members.value) {
    const one = await readOne(there, same);
    if (!one.ok) return refuse(inCompanyNamed(name, one.fault));
    read.push(one.value);
    same = { ...same, from: same.from ?? one.value.from ?? undefined, to: one.value.to };
  }
  const [first] = read;
  const currency = same.currency ?? ctx.company.baseCurrency;
  const value: SideBySide = {
    statement: asked.statement,
    from: first?.from ?? null,
    to: same.to ?? "",
    knownAt: asked.knownAt ?? ctx.clock.now().toISOString(),
    currency,
    companies: members.value.map(({ ctx: there, id, name }, at) => {
      const translation = read[at]?.translation;
      return { id, name, currency: there.company.baseCurrency, ...(translation ? { translation } : {}) };
    }),
    lines: laySideBySide(asked.statement, read, { currency, hideZero }),
  };
  return done(value);
};
