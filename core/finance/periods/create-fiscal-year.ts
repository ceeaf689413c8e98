import { addDays } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { conflict, done, invalid, refuse } from "#core/kernel/fault.ts";
import type { FiscalYearBody, FiscalYearInput } from "./period.ts";
import { type Days, LONGEST_MONTHS, monthsOf, usualEnd, weeksOf } from "./period-calendar.ts";

const overlapping = conflict("fiscal_year.overlaps", "A fiscal year covers some of these days already.");
onConstraint("fiscal_years_do_not_overlap", overlapping);
onConstraint("periods_do_not_overlap", overlapping);
onConstraint("period_company_id_starts_on_key", overlapping);

const yearName = (startsOn: string, endsOn: string) => {
  const [first, last] = [startsOn.slice(0, 4), endsOn.slice(0, 4)];
  return first === last ? first : `${first}/${last.slice(2)}`;
};

const periodsOf = (startsOn: string, endsOn: string, kind: FiscalYearInput["periods"]) => {
  const wrong = (detail: string) => refuse(invalid("fiscal_year.end", detail, "/endsOn"));
  if (kind !== "months") {
    const weeks = weeksOf(startsOn, endsOn, kind);
    return weeks ? done<Days[]>(weeks) : wrong("A fiscal year of weeks has 52 or 53 whole weeks.");
  }
  const months = endsOn > startsOn ? monthsOf(startsOn, endsOn) : [];
  return months.length > 0 && months.length <= LONGEST_MONTHS
    ? done(months)
    : wrong(`A fiscal year ends after it starts, and has at most ${LONGEST_MONTHS} months.`);
};

/**
 * Opens a fiscal year with its periods, by default the twelve months after the last one. It may start on any day and be shorter than a year. The year before
 * need not be closed.
 */
export const createFiscalYear = command("finance.period.open", async (tx, input: FiscalYearInput) => {
  const companyId = tx.actor.companyId;
  const last = await tx.db
    .selectFrom("finance.fiscalYear")
    .select("endsOn")
    .where("companyId", "=", companyId)
    .orderBy("endsOn", "desc")
    .limit(1)
    .executeTakeFirst();
  const startsOn = input.startsOn ?? (last ? addDays(last.endsOn, 1) : undefined);
  if (startsOn === undefined) return refuse(invalid("fiscal_year.start", "Say when the first fiscal year starts.", "/startsOn"));
  const endsOn = input.endsOn ?? usualEnd(startsOn, input.periods);
  const periods = periodsOf(startsOn, endsOn, input.periods);
  if (!periods.ok) return periods;
  const year: FiscalYearBody = {
    id: tx.newId(),
    name: input.name ?? yearName(startsOn, endsOn),
    startsOn,
    endsOn,
    state: "open",
    version: 1,
  };
  await tx.db
    .insertInto("finance.fiscalYear")
    .values({ ...year, companyId })
    .execute();
  await tx.db
    .insertInto("finance.period")
    .values(periods.value.map((period) => ({ ...period, id: tx.newId(), companyId, fiscalYearId: year.id })))
    .execute();
  tx.audit({ action: "fiscal_year.create", subjectType: "fiscal_year", subjectId: year.id, after: year });
  tx.event({ type: "fiscal_year.created", subject: year.id, data: year });
  return done(year);
});
