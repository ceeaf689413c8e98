import { type DimensionFilter, nameDimensions } from "#core/finance/dimensions/dimension-filter.ts";
import type { Ctx } from "#core/kernel/context.ts";
import { done, type Fault, forbidden, invalid, type Outcome, refuse } from "#core/kernel/fault.ts";
import { query } from "#core/kernel/query.ts";
import { isCash } from "./cash-flow.ts";
import type { AccountColumns } from "./column-sums.ts";
import type { Column } from "./comparison.ts";
import type { SideBySide, SideBySideQuery } from "./side-by-side-body.ts";
import { type CompanyFigures, laySideBySide } from "./side-by-side-layout.ts";
import { columnBodies, type Figures } from "./statement.ts";
import { balanceFigures, movementFigures, type StatementFigures } from "./statement-figures.ts";
import { NOTHING, type Translation, translationOf } from "./translation.ts";
import { formatterOf, type ReportFault, report } from "./view.ts";

/** As many columns as a reader can still follow. */
const MOST_COLUMNS = 60;

/** The caller's context in another company, with what he may do there; a refusal where he does not belong. */
type InCompany = (companyId: string) => Promise<Outcome<Ctx, Fault<"unauthenticated" | "refused">>>;
type Read = CompanyFigures &
  Readonly<{ from: string | null; to: string; columns: readonly Column[]; translation: Translation | undefined }>;
type Asked = Omit<SideBySideQuery, "companies" | "hideZero" | "dimension" | "withoutDimension"> & Pick<DimensionFilter, "named">;

export const companyName = query("finance.report.read", async ({ db, actor }, _: null) => {
  const company = await db.selectFrom("shared.company").select("name").where("id", "=", actor.companyId).executeTakeFirstOrThrow();
  return done(company.name);
});

/** The years up to the columns of a balance sheet as a column behind each; nothing where none has begun. */
const withYears = (sums: readonly AccountColumns[], width: number, yearOf: (column: number) => number | undefined): AccountColumns[] =>
  sums.map((row) => {
    const years = Array.from({ length: width }, (_, at) => row.columns[yearOf(at) ?? -1] ?? NOTHING);
    return { ...row, columns: [...row.columns.slice(0, width), ...years] };
  });

/** The statement of one company, from its own books: its transaction, its row-level security, its rates. */
export const readOne = report(async (ctx, { statement, from, to, ...asked }: Asked): Promise<Outcome<Read, Fault<"invalid">>> => {
  const readOf = (
    { shown, columns, currency, headings, sets }: StatementFigures,
    sums: readonly AccountColumns[],
    differences?: Figures,
  ) => ({
    ...{ sums, headings, columns, difference: shown.difference, outside: sets && shown.outside },
    ...{ translation: undefined, ...translationOf(ctx, shown, formatterOf(ctx, currency), differences) },
  });
  if (statement === "profit_and_loss" || statement === "cash_flow") {
    const moving = statement === "cash_flow" ? { isCash } : { types: ["income", "expense"] as const };
    const read = await movementFigures(ctx, { from, to, ...asked }, moving);
    if (!read.ok) return read;
    const { shown } = read.value;
    const differences = statement === "cash_flow" ? shown.difference : undefined;
    return done({ ...readOf(read.value, shown.sums, differences), from: read.value.from, to: read.value.to });
  }
  const read = await balanceFigures(ctx, { asOf: to, ...asked });
  if (!read.ok) return read;
  const { shown, columns, yearOf } = read.value;
  const width = columns.length;
  const sheet = statement === "balance_sheet";
  const differences = sheet ? shown.difference : shown.difference?.map((minor) => -minor);
  const inWidth = {
    ...read.value,
    shown: {
      ...shown,
      difference: shown.difference?.slice(0, width),
      outside: shown.outside.slice(0, width),
      rates: shown.rates.slice(0, width),
    },
  };
  const sums = withYears(shown.sums, width, sheet ? yearOf : () => undefined);
  return done({ ...readOf(inWidth, sums, differences?.slice(0, width)), from: null, to: columns[0]?.to ?? "" });
});

const columnsFault = (columns: number, pointer: string) =>
  columns > MOST_COLUMNS ? invalid("report.columns", `These are more than ${MOST_COLUMNS} columns.`, pointer) : undefined;
const partsFault = ({ statement, by }: Asked) =>
  by !== undefined && (statement === "balance_sheet" || statement === "trial_balance")
    ? invalid("report.parts", "Only what moved between two days is cut into months.", "/by")
    : undefined;

/** The caller's own dimensions by their codes, which are those of every company. */
export const namedDimensions = query("finance.report.read", ({ db, actor }, filter: DimensionFilter) =>
  nameDimensions(db, actor.companyId, filter),
);

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
  { inCompany, companies, hideZero = false, dimension, withoutDimension, ...asked }: SideBySideQuery & Readonly<{ inCompany: InCompany }>,
): Promise<Outcome<SideBySide, ReportFault | Fault<"unauthenticated">>> => {
  if (!ctx.actor.grants.has("finance.report.read")) return refuse(forbidden("finance.report.read"));
  const ids = idsOf(companies);
  if (!ids.ok) return ids;
  const fault = partsFault(asked) ?? columnsFault(ids.value.length * (1 + (asked.compare ? (asked.periods ?? 1) : 0)), "/periods");
  if (fault) return refuse(fault);
  const members = await membersOf(inCompany, ids.value);
  if (!members.ok) return members;
  const named = await namedDimensions(ctx, { dimension, withoutDimension });
  if (!named.ok) return named;
  const read: Read[] = [];
  let same: Asked = { ...asked, named: named.value, currency: asked.currency ?? members.value[0]?.ctx.company.baseCurrency };
  // One after the other: each holds a connection while it reads.
  for (const { ctx: there, name } of members.value) {
    const one = await readOne(there, same);
    if (!one.ok) return refuse(inCompanyNamed(name, one.fault));
    const tooMany = columnsFault(ids.value.length * one.value.columns.length, "/by");
    if (tooMany) return refuse(tooMany);
    read.push(one.value);
    same = { ...same, from: same.from ?? one.value.from ?? undefined, to: one.value.to };
  }
  const [first] = read;
  const currency = same.currency ?? ctx.company.baseCurrency;
  const columns = columnBodies(first?.columns ?? []);
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
    columns,
    lines: laySideBySide(ctx, {
      statement: asked.statement,
      companies: read,
      columns,
      currency,
      hideZero,
      compared: asked.compare !== undefined,
    }),
  };
  return done(value);
};
