import { sql } from "kysely";
import * as z from "zod";
import { dimensionQuery, matchingSets } from "#core/finance/dimensions/dimension-filter.ts";
import { CashFlowClass, usualPart } from "#core/finance/reports/cash-flow-class.ts";
import { readHeadings } from "#core/finance/reports/headings.ts";
import { segmentRows } from "#core/finance/reports/movements.ts";
import { type AccountType, ReportAccount } from "#core/finance/reports/report.ts";
import { currencyQuery, otherCurrency } from "#core/finance/reports/translation.ts";
import { fiscalYearStart, formatterOf, report, viewOf } from "#core/finance/reports/view.ts";
import { todayOf } from "#core/kernel/clock.ts";
import type { ReadCtx } from "#core/kernel/context.ts";
import { dayAfter, instant } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { calendarDate } from "#core/kernel/text.ts";
import { addressOf } from "./address.ts";
import { explainTranslation, FigureTranslation } from "./explain-translation.ts";

export const ExplainedReport = z.enum(["trial-balance", "profit-and-loss", "balance-sheet", "cash-flow"]);

export const FigureQuery = z.object({
  account: z.uuid().meta({ example: "019ab3c4-5d6e-7f80-91a2-b3c4d5e6f708" }),
  from: calendarDate()
    .optional()
    .describe(
      "Of profit and loss and cash flow. Default: the start of the fiscal year of `to`. Of earnings in the balance sheet: since when.",
    ),
  to: calendarDate().optional().describe("The day of the figure, or its last. Default: today."),
  knownAt: instant().optional(),
  ...dimensionQuery,
  ...currencyQuery,
});
export type FigureQuery = z.infer<typeof FigureQuery>;

const amount = z.string().meta({ example: "1250.00" });
export const FigureExplanation = z
  .object({
    report: ExplainedReport,
    account: ReportAccount,
    headings: z.array(ReportAccount).describe("From the top of the chart down to the account."),
    from: z.string().nullable().describe("Null: since the beginning."),
    to: z.string(),
    knownAt: z.string(),
    currency: z.string(),
    amount,
    sign: z.enum(["debits_less_credits", "credits_less_debits"]),
    closing: z.enum(["counted", "left_out"]).describe("Whether closing entries count."),
    cashFlow: z
      .object({ part: z.enum([...CashFlowClass.options, "result"]), because: z.enum(["account", "type_and_subtype"]) })
      .nullable()
      .describe("Of cash flow: where the account stands, and what says so."),
    sources: z
      .array(
        z.object({
          source: z.enum(["months", "days", "unsealed", "sealed_that_day", "closing"]),
          rows: z.number().int(),
          debit: amount,
          credit: amount,
        }),
      )
      .describe(
        "What was added up: totals of whole months, of days, lines of entries without a seal, lines sealed on the day of `knownAt`, and closing entries taken back.",
      ),
    translation: FigureTranslation.nullable().describe("Only with `currency`: how the amount was brought to it."),
    ledger: z.string().describe("The lines behind the figure."),
  })
  .meta({ id: "FigureExplanation" });
export type FigureExplanation = z.infer<typeof FigureExplanation>;

type Account = ReportAccount & Readonly<{ subtype: string; isContra: boolean; cashFlow: z.infer<typeof CashFlowClass> | null }>;
type Source = Readonly<{ source: FigureExplanation["sources"][number]["source"]; rows: number; debit: string; credit: string }>;

const SINCE_A_DAY: readonly string[] = ["profit-and-loss", "cash-flow"];
const EARNINGS: readonly AccountType[] = ["income", "expense"];

const readAccount = async ({ db, actor }: ReadCtx, id: string): Promise<Account | undefined> => {
  const { rows } = await sql<Account>`
    select a.id, a.code, a.name, a.type, a.subtype, a.is_contra, a.cash_flow from finance.account a where a.company_id = ${actor.companyId} and a.id = ${id}`.execute(
    db,
  );
  return rows[0];
};

/** Assets and expenses grow on the debit side; the trial balance shows debits as positive; a flow of cash is what the account was credited. */
const signOf = (of: z.infer<typeof ExplainedReport>, type: AccountType, isCash: boolean) => {
  if (of === "trial-balance") return "debits_less_credits";
  if (of === "cash-flow") return isCash ? "debits_less_credits" : "credits_less_debits";
  return type === "asset" || type === "expense" ? "debits_less_credits" : "credits_less_debits";
};

const headingsOf = async ({ db, actor }: ReadCtx, account: Account): Promise<ReportAccount[]> => {
  const headings = await readHeadings(db, actor.companyId);
  const path: ReportAccount[] = [];
  for (let heading = headings.get(account.id); heading; heading = headings.get(heading.id)) path.unshift(heading);
  return path;
};

type Asked = FigureQuery & Readonly<{ report: z.infer<typeof ExplainedReport> }>;

/** How a figure of a statement comes about: which account, days, sign, and what was added up; read as the statement reads. */
export const explainFigure = report(
  async (
    ctx,
    { report: of, account: id, from: wanted, to: last, knownAt, currency: wantedCurrency, ...filter }: Asked,
  ): Promise<Outcome<FigureExplanation, Fault<"invalid" | "missing">>> => {
    const { db, actor } = ctx;
    const to = last ?? todayOf(ctx);
    const account = await readAccount(ctx, id);
    if (!account) return refuse(missing("account", id));
    const moves = SINCE_A_DAY.includes(of);
    const earned = of === "balance-sheet" && EARNINGS.includes(account.type) ? wanted : undefined;
    const from = moves ? (wanted ?? (await fiscalYearStart(db, actor.companyId, to)) ?? to) : earned;
    if (from !== undefined && from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
    const sets = await matchingSets(db, actor.companyId, filter);
    if (!sets.ok) return sets;
    const movements = segmentRows({
      companyId: actor.companyId,
      accountId: id,
      knownAt,
      sets: sets.value,
      withoutClosing: moves,
      bounds: [...(from === undefined ? [] : [from]), dayAfter(to)],
      sinceBeginning: from === undefined,
    });
    const { rows } = await sql<Source>`
      select source, count(*)::integer as rows, sum(company_debit)::text as debit, sum(company_credit)::text as credit from (${movements}) moved group by source order by source`.execute(
      db,
    );
    const part = account.cashFlow ?? usualPart(account);
    const sign = signOf(of, account.type, part === "cash");
    const format = formatterOf(ctx);
    const balance = rows.reduce((sum, { debit, credit }) => sum + BigInt(debit) - BigInt(credit), 0n);
    const { id: accountId, code, name, type } = account;
    const asked = { accountId, from, to, knownAt, ...filter };
    const other = otherCurrency(ctx, wantedCurrency);
    const translation = other
      ? await explainTranslation(ctx, {
          ...{ currency: other, account, isCash: of === "cash-flow" && part === "cash", moves, from, to, knownAt, sets: sets.value },
          sign: sign === "debits_less_credits" ? 1n : -1n,
        })
      : done(null);
    if (!translation.ok) return translation;
    const value: FigureExplanation = {
      ...viewOf(ctx, to, knownAt),
      report: of,
      account: { id: accountId, code, name, type },
      headings: await headingsOf(ctx, account),
      from: from ?? null,
      to,
      amount: format(sign === "debits_less_credits" ? balance : -balance),
      sign,
      closing: moves ? "left_out" : "counted",
      cashFlow: of === "cash-flow" ? { part, because: account.cashFlow === null ? "type_and_subtype" : "account" } : null,
      sources: rows.map(({ debit, credit, ...of }) => ({ ...of, debit: format(BigInt(debit)), credit: format(BigInt(credit)) })),
      translation: translation.value,
      ledger: addressOf("/finance/reports/general-ledger", asked),
    };
    return done(value);
  },
);
