import { type RawBuilder, sql } from "kysely";
import { todayOf } from "#core/kernel/clock.ts";
import type { Db, ReadCtx } from "#core/kernel/context.ts";
import { monthStartOf } from "#core/kernel/dates.ts";
import { trimDecimal } from "#core/kernel/decimals.ts";
import { done, type Fault, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { accountSums, formatterOf, report, sumOf, viewOf } from "../reports/view.ts";
import type { TaxBoxBody } from "./tax-box.ts";
import { boxesOf } from "./tax-boxes.ts";
import type { TaxReport, TaxReportQuery } from "./tax-report-body.ts";

type Span = Readonly<{ companyId: string; from: string; to: string; knownAt: string | undefined }>;
type SumRow = {
  taxCodeId: string;
  code: string;
  name: string;
  category: string | null;
  rate: string | null;
  part: "output" | "input" | "withheld";
  pending: boolean;
  accountId: string;
  entries: string;
  base: string;
  tax: string;
  deductible: string;
  ledger: string;
};

/** Only what was sealed at or before an instant. */
export const knownBy = (knownAt: string | undefined, entry: string): RawBuilder<unknown> =>
  knownAt === undefined
    ? sql``
    : sql`and exists (select from finance.seal k where k.company_id = ${sql.ref(`${entry}.company_id`)} and k.entry_id = ${sql.ref(`${entry}.entry_id`)} and k.sealed_at <= ${knownAt}::timestamptz)`;

/** What each tax came to between two days, by part, rate and account. One range of an index for each tax. */
const resultSums = async (db: Db, { companyId, from, to, knownAt }: Span): Promise<SumRow[]> => {
  const { rows } = await sql<SumRow>`
    select t.id as tax_code_id, t.code, t.name, t.category, v.rate::text, s.part, s.pending, s.account_id, s.entries, s.base, s.tax, s.deductible, s.ledger
      from finance.tax_code t
     cross join lateral (
           select r.tax_rate_id, r.part, r.pending, r.account_id, count(distinct r.entry_id)::text as entries, sum(r.company_base)::text as base, sum(r.company_tax)::text as tax,
                  sum(r.company_deductible)::text as deductible, sum(r.side * r.company_deductible)::text as ledger
             from finance.tax_result r
            where r.company_id = ${companyId} and r.tax_code_id = t.id and r.effective_on between ${from}::date and ${to}::date ${knownBy(knownAt, "r")}
            group by r.tax_rate_id, r.part, r.pending, r.account_id) s
      left join finance.tax_rate v on v.company_id = t.company_id and v.id = s.tax_rate_id
     where t.company_id = ${companyId} order by t.code, s.part, s.pending, v.rate`.execute(db);
  return rows;
};

type Figures = Readonly<{ base: bigint; tax: bigint; deductible: bigint }>;
const nothing: Figures = { base: 0n, tax: 0n, deductible: 0n };

const figuresBy = (rows: readonly SumRow[], key: (row: SumRow) => string): Map<string, Figures> => {
  const sums = new Map<string, Figures>();
  for (const row of rows) {
    const known = sums.get(key(row)) ?? nothing;
    sums.set(key(row), {
      base: known.base + BigInt(row.base),
      tax: known.tax + BigInt(row.tax),
      deductible: known.deductible + BigInt(row.deductible),
    });
  }
  return sums;
};

/** The amount of a box, by way of the boxes it adds. Set-up and every change refuse circles. */
const amountOfBox = (box: TaxBoxBody, boxes: ReadonlyMap<string, TaxBoxBody>, figures: ReadonlyMap<string, Figures>): bigint =>
  sumOf(box.terms, ({ taxCodeId, part, amount, boxId, negative }) => {
    const other = boxId === null ? undefined : boxes.get(boxId);
    const value = other ? amountOfBox(other, boxes, figures) : (figures.get(`${taxCodeId} ${part}`) ?? nothing)[amount ?? "tax"];
    return negative ? -value : value;
  });

const returnsOf = (boxes: readonly TaxBoxBody[], rows: readonly SumRow[], format: (minor: bigint) => string): TaxReport["returns"] => {
  const figures = figuresBy(
    rows.filter(({ pending }) => !pending),
    ({ taxCodeId, part }) => `${taxCodeId} ${part}`,
  );
  const byId = new Map(boxes.map((box) => [box.id, box]));
  return [...Map.groupBy(boxes, ({ returnCode }) => returnCode)].map(([code, ofReturn]) => ({
    code,
    boxes: ofReturn.map((box) => ({ id: box.id, box: box.box, name: box.name, amount: format(amountOfBox(box, byId, figures)) })),
  }));
};

/** What stands on the accounts without a tax: payments to the office, corrections by hand. Read only for accounts that differ. */
const withoutTax = async (db: Db, { companyId, from, to, knownAt }: Span, accounts: readonly string[]): Promise<Map<string, bigint>> => {
  if (accounts.length === 0) return new Map();
  const { rows } = await sql<{ accountId: string; sum: string }>`
    select l.account_id, sum(l.company_amount)::text as sum from finance.journal_line l
     where l.company_id = ${companyId} and l.account_id = any (${[...accounts]}::uuid[]) and l.effective_on between ${from}::date and ${to}::date and l.tax_code_id is null ${knownBy(knownAt, "l")}
     group by l.account_id`.execute(db);
  return new Map(rows.map(({ accountId, sum }) => [accountId, BigInt(sum)]));
};

const taxAccountIds = async (db: Db, companyId: string, rows: readonly SumRow[]): Promise<Set<string>> => {
  const codes = await db
    .selectFrom("finance.taxCode")
    .select(["accountId", "reverseAccountId", "pendingAccountId"])
    .where("companyId", "=", companyId)
    .execute();
  return new Set([
    ...codes.flatMap(({ accountId, reverseAccountId, pendingAccountId }) =>
      [accountId, reverseAccountId ?? [], pendingAccountId ?? []].flat(),
    ),
    ...rows.filter(({ ledger }) => BigInt(ledger) !== 0n).map(({ accountId }) => accountId),
  ]);
};

/** Each tax account of the ledger beside what the results say it should be, and what explains the difference. A debit is positive. */
const tieOut = async (db: Db, span: Span, rows: readonly SumRow[], format: (minor: bigint) => string): Promise<TaxReport["accounts"]> => {
  const [ids, sums] = await Promise.all([taxAccountIds(db, span.companyId, rows), accountSums(db, span)]);
  const moved = sums.filter(({ account }) => ids.has(account.id));
  const reported = (id: string) =>
    sumOf(
      rows.filter(({ accountId }) => accountId === id),
      ({ ledger }) => BigInt(ledger),
    );
  const tied = moved.map(({ account, debit, credit }) => ({ account, ledger: debit - credit, results: reported(account.id) }));
  const others = await withoutTax(
    db,
    span,
    tied.filter(({ ledger, results }) => ledger !== results).map(({ account }) => account.id),
  );
  return tied.map(({ account, ledger, results }) => {
    const other = others.get(account.id) ?? 0n;
    return {
      account,
      ledger: format(ledger),
      results: format(results),
      withoutTax: format(other),
      unexplained: format(ledger - results - other),
    };
  });
};

/** The tax accounts of the ledger beside what the results of a period say, for whoever ties them. */
export const taxAccountsOf = async (
  db: Db,
  span: Omit<Span, "knownAt">,
  format: (minor: bigint) => string,
): Promise<TaxReport["accounts"]> => {
  const known = { ...span, knownAt: undefined };
  return tieOut(db, known, await resultSums(db, known), format);
};

const rowsOf = (rows: readonly SumRow[], format: (minor: bigint) => string): TaxReport["rows"] =>
  rows.map((row) => ({
    tax: { id: row.taxCodeId, code: row.code, name: row.name, category: row.category },
    rate: row.rate === null ? null : trimDecimal(row.rate),
    part: row.part,
    pending: row.pending,
    entries: Number(row.entries),
    base: format(BigInt(row.base)),
    amount: format(BigInt(row.tax)),
    deductible: format(BigInt(row.deductible)),
  }));

const totalsOf = (rows: readonly SumRow[], format: (minor: bigint) => string): TaxReport["totals"] => {
  const of = (part: SumRow["part"]) =>
    sumOf(
      rows.filter((row) => row.part === part && !row.pending),
      ({ deductible }) => BigInt(deductible),
    );
  return {
    output: format(of("output")),
    input: format(of("input")),
    withheld: format(of("withheld")),
    due: format(of("output") - of("input")),
  };
};

/**
 * The taxes of a period from stored results: by tax, part and rate, by box of each return, and tied to the accounts of the ledger. Amounts are in company
 * currency. What waits for payment is shown by itself and counts in no box and no total.
 */
export const taxReport = report(async (ctx: ReadCtx, query: TaxReportQuery): Promise<Outcome<TaxReport, Fault<"invalid">>> => {
  const to = query.to ?? todayOf(ctx);
  const from = query.from ?? monthStartOf(to);
  if (from > to) return refuse(invalid("report.span", "The first day is after the last.", "/from"));
  const span = { companyId: ctx.actor.companyId, from, to, knownAt: query.knownAt };
  const format = formatterOf(ctx);
  const [rows, boxes] = await Promise.all([resultSums(ctx.db, span), boxesOf(ctx.db, span.companyId, query.returnCode)]);
  return done({
    ...viewOf(ctx, to, query.knownAt),
    from,
    rows: rowsOf(rows, format),
    returns: returnsOf(boxes, rows, format),
    accounts: await tieOut(ctx.db, span, rows, format),
    totals: totalsOf(rows, format),
  });
});
