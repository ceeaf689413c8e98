import { addDays } from "#core/kernel/clock.ts";
import { command } from "#core/kernel/command.ts";
import { onConstraint } from "#core/kernel/database-fault.ts";
import { monthStartOf, nextMonthOf } from "#core/kernel/dates.ts";
import { conflict, done, invalid, refuse } from "#core/kernel/fault.ts";
import type { FiscalYearBody, FiscalYearInput } from "./period.ts";

const overlapping = conflict("fiscal_year.overlaps", "A fiscal year covers some of these days already.");
onConstraint("fiscal_years_do_not_overlap", overlapping);
onConstraint("periods_do_not_overlap", overlapping);
onConstraint("period_company_id_starts_on_key", overlapping);

const LONGEST_MONTHS = 24;

/** The months from one day to another, each with its first and last day. */
const monthsOf = (startsOn: string, endsOn: string) => {
  const months: { startsOn: string; endsOn: string }[] = [];
  for (let start = startsOn; start <= endsOn && months.length <= LONGEST_MONTHS; start = nextMonthOf(start)) {
    months.push({ startsOn: start, endsOn: addDays(nextMonthOf(start), -1) });
  }
  return months;
};

const yearName = (startsOn: string, endsOn: string) => {
  const [first, last] = [startsOn.slice(0, 4), endsOn.slice(0, 4)];
  return first === last ? first : `${first}/${last.slice(2)}`;
};

/** Opens a fiscal year with its monthly periods, by default twelve of them after the last one. */
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
  if (startsOn !== monthStartOf(startsOn))
    return refuse(invalid("fiscal_year.start", "A fiscal year starts on the first of a month.", "/startsOn"));
  const endsOn = input.endsOn ?? addDays(`${Number(startsOn.slice(0, 4)) + 1}${startsOn.slice(4)}`, -1);
  const months = monthsOf(startsOn, endsOn);
  if (months.at(-1)?.endsOn !== endsOn || months.length > LONGEST_MONTHS)
    return refuse(
      invalid("fiscal_year.end", `A fiscal year ends with a month, at most ${LONGEST_MONTHS} months after its start.`, "/endsOn"),
    );
  const year: FiscalYearBody = { id: tx.newId(), name: input.name ?? yearName(startsOn, endsOn), startsOn, endsOn, version: 1 };
  await tx.db
    .insertInto("finance.fiscalYear")
    .values({ ...year, companyId })
    .execute();
  await tx.db
    .insertInto("finance.period")
    .values(months.map((month) => ({ ...month, id: tx.newId(), companyId, fiscalYearId: year.id, name: month.startsOn.slice(0, 7) })))
    .execute();
  tx.audit({ action: "fiscal_year.create", subjectType: "fiscal_year", subjectId: year.id, after: year });
  tx.event({ type: "fiscal_year.created", subject: year.id, data: year });
  return done(year);
});
