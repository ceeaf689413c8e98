import { rowsOfPage } from "#core/database/keyset.ts";
import type { Db } from "#core/kernel/context.ts";
import { isCalendarDate } from "#core/kernel/dates.ts";
import { done, type Fault, invalid, missing, type Outcome, refuse } from "#core/kernel/fault.ts";
import { decodeCursor, pageOf } from "#core/kernel/page.ts";
import { query } from "#core/kernel/query.ts";
import type { FiscalYearBody, FiscalYearQuery, PeriodBody, PeriodQuery, PeriodState } from "./period.ts";

const dayOf = (after: string | undefined): Outcome<string | undefined, Fault<"invalid">> => {
  const cursor = after === undefined ? undefined : decodeCursor(after, 1);
  if (!cursor) return done(undefined);
  if (!cursor.ok) return cursor;
  const day = cursor.value[0] ?? "";
  return isCalendarDate(day) ? done(day) : refuse(invalid("page.after", "This cursor was not made by this list.", "/after"));
};

const stateColumns = ["state", "salesState", "purchaseState", "bankState", "payrollState"] as const;
type StateColumn = (typeof stateColumns)[number];

export const periodsOf = (db: Db, companyId: string) =>
  db
    .selectFrom("finance.period")
    .select(["id", "fiscalYearId", "name", "startsOn", "endsOn", "everClosed", "version", ...stateColumns])
    .$narrowType<Readonly<Record<StateColumn, PeriodState>>>()
    .where("companyId", "=", companyId);
export type PeriodRow = Omit<PeriodBody, "modules" | "state"> & Readonly<Record<StateColumn, PeriodState>>;

const order: readonly PeriodState[] = ["open", "soft_closed", "closed"];
const stricter = (one: PeriodState, other: PeriodState) => (order.indexOf(one) > order.indexOf(other) ? one : other);

export const periodBody = ({ salesState, purchaseState, bankState, payrollState, ...period }: PeriodRow): PeriodBody => {
  const { id, fiscalYearId, name, startsOn, endsOn, state, everClosed, version } = period;
  const modules = {
    sales: stricter(state, salesState),
    purchase: stricter(state, purchaseState),
    bank: stricter(state, bankState),
    payroll: stricter(state, payrollState),
  };
  return { id, fiscalYearId, name, startsOn, endsOn, state, modules, everClosed, version };
};

/** Periods from the first on. */
export const listPeriods = query("finance.period.read", async ({ db, actor }, filter: PeriodQuery) => {
  const after = dayOf(filter.after);
  if (!after.ok) return after;
  let periods = periodsOf(db, actor.companyId);
  if (filter.fiscalYearId) periods = periods.where("fiscalYearId", "=", filter.fiscalYearId);
  if (filter.state) periods = periods.where("state", "=", filter.state);
  if (after.value !== undefined) periods = periods.where("startsOn", ">", after.value);
  const rows = await periods.orderBy("startsOn").limit(rowsOfPage(filter.limit)).execute();
  return done(pageOf(rows, filter.limit, ({ startsOn }) => [startsOn], periodBody));
});

export const getPeriod = query("finance.period.read", async ({ db, actor }, { id }: { id: string }) => {
  const period = await periodsOf(db, actor.companyId).where("id", "=", id).executeTakeFirst();
  return period ? done(periodBody(period)) : refuse(missing("period", id));
});

/** Fiscal years from the first on. */
export const listFiscalYears = query("finance.period.read", async ({ db, actor }, filter: FiscalYearQuery) => {
  const after = dayOf(filter.after);
  if (!after.ok) return after;
  let years = db
    .selectFrom("finance.fiscalYear")
    .select(["id", "name", "startsOn", "endsOn", "state", "version"])
    .$narrowType<Pick<FiscalYearBody, "state">>()
    .where("companyId", "=", actor.companyId);
  if (after.value !== undefined) years = years.where("startsOn", ">", after.value);
  const rows = await years.orderBy("startsOn").limit(rowsOfPage(filter.limit)).execute();
  return done(
    pageOf(
      rows,
      filter.limit,
      ({ startsOn }) => [startsOn],
      (year): FiscalYearBody => year,
    ),
  );
});
